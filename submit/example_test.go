package submit_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// The answer to the create call is lost. The job is found, not made again.
func ExampleSubmit() {
	svc := openaitest.New(openaitest.Options{})
	defer svc.Close()
	svc.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Reset, Moment: openaitest.After})
	server := httptest.NewServer(svc)
	defer server.Close()

	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	launch, err := exampleLaunch(filepath.Join(dir, "train.jsonl"))
	if err != nil {
		fmt.Println(err)
		return
	}
	key, err := service.KeyFromReader(strings.NewReader("sk-example\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := openai.New(service.Endpoint{Name: "openai", URL: server.URL + "/v1"}, key, service.Settings{
		Looks: []time.Duration{0},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	journal, err := submit.OpenJournal(filepath.Join(dir, "state"), launch)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer journal.Close()
	job, err := submit.Submit(context.Background(), client, launch, journal)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, entry := range journal.Entries() {
		fmt.Println(entry.State)
	}
	fmt.Println(job.Status, "with", svc.Paid(launch.ID), "paid job")
	// Output:
	// NEW
	// UPLOAD_INTENT
	// UPLOADED
	// CREATE_INTENT
	// UNKNOWN
	// CREATED
	// validating_files with 1 paid job
}

// exampleLaunch writes a file and says how to launch it; a program takes both
// from an approved quote.
func exampleLaunch(path string) (submit.Launch, error) {
	data := []byte(strings.Repeat(`{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"ho"}]}`+"\n", 10))
	hash := sha256.Sum256(data)
	digest := hex.EncodeToString(hash[:])
	id := digest[:32]
	return submit.Launch{
		ID: id, Quote: digest, Model: "gpt-4.1-nano-2025-04-14",
		Training: service.File{Path: path, Bytes: int64(len(data)), SHA256: digest},
		Body: func(training, _ string) ([]byte, error) {
			return fmt.Appendf(nil, `{"model":"gpt-4.1-nano-2025-04-14","training_file":%q,"metadata":{%q:%q}}`,
				training, service.TagKey, id), nil
		},
	}, os.WriteFile(path, data, 0o600)
}

package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ftplan": mainByClock})
}

// scriptClock is when the scripts play: a day on which the models they name can be trained.
const scriptClock = "2026-11-22T09:00:00Z"

// testClock is the clock of tests within this process.
func testClock() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }

// mainByClock is main, by the clock that CLOCK starts.
func mainByClock() {
	w, begun := realWorld(), time.Now()
	if start, err := time.Parse(time.RFC3339, os.Getenv("CLOCK")); err == nil {
		w.now = func() time.Time { return start.Add(time.Since(begun)) }
	}
	log := os.Getenv("NEXT_STEPS")
	if log == "" {
		os.Exit(run(untilStopped(w), w, os.Args[1:]))
	}
	var said bytes.Buffer
	w.out, w.err = io.MultiWriter(w.out, &said), io.MultiWriter(w.err, &said)
	code := run(untilStopped(w), w, os.Args[1:])
	tryNextSteps(log, said.String())
	os.Exit(code)
}

// The scripts read like a manual: each shows what one command does on real files.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "../../testdata/script",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("CLOCK", scriptClock)
			watchNextSteps(e)
			e.Setenv("EXAMPLES", examples)
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, "state"))
			e.Setenv("SERVICE", fakeService(e))
			e.Setenv("ACTION", filepath.Join(filepath.Dir(examples), ".github", "actions", "ftplan"))
			if err := os.WriteFile(filepath.Join(e.WorkDir, "tokenizer.model"), []byte(smallVocabulary()), 0o644); err != nil {
				return err
			}
			if err := os.CopyFS(filepath.Join(e.WorkDir, "cases"), os.DirFS(filepath.Join(examples, "cases"))); err != nil {
				return err
			}
			return os.CopyFS(filepath.Join(e.WorkDir, "testdata"), onlyExamples(examples))
		},
	})
}

// smallVocabulary is a rank file of the single bytes and a few words.
func smallVocabulary() string {
	var file strings.Builder
	rank := 0
	add := func(token string) {
		fmt.Fprintf(&file, "%s %d\n", base64.StdEncoding.EncodeToString([]byte(token)), rank)
		rank++
	}
	for b := range 256 {
		add(string([]byte{byte(b)}))
	}
	for _, token := range []string{"he", "hel", "hell", "hello", " w", " wo", " wor", " worl", " world"} {
		add(token)
	}
	return file.String()
}

// testKey is the only key that the fake service takes.
const testKey = "sk-test-0123456789abcdef"

// fakeService starts the fake service for a script or a session and returns its address. Every look at a job moves it on.
func fakeService(e interface{ Defer(func()) }) string {
	service := openaitest.New(openaitest.Options{Key: testKey})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/fine_tuning/jobs/ft") {
			service.Advance()
		}
		service.ServeHTTP(w, r)
	}))
	e.Defer(func() {
		service.Close()
		server.Close()
	})
	return server.URL + "/v1"
}

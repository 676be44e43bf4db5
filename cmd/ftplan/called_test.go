package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// A create call was made and its outcome is unknown. Whatever has become of the quote and its approval since, the next run
// looks for the job first.
func TestACallThatWasMadeIsDecidedWithoutItsQuote(t *testing.T) {
	later := func(name string) error {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(name, bytes.Replace(text, []byte("{"), []byte(`{"of_a_later_program":1,`), 1), 0o600)
	}
	for name, spoil := range map[string]func(kept string) error{
		"a quote of a later program": func(kept string) error {
			if err := later(kept); err != nil {
				return err
			}
			return later("quote.json")
		},
		"no approval":  func(string) error { return os.Remove("quote.approval.json") },
		"changed data": func(string) error { return os.WriteFile("a.jsonl", []byte("{}\n"), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLaunching(t)
			l.service = openaitest.New(openaitest.Options{Models: []openaitest.Model{{ID: "gpt-4o-mini-2024-07-18"}}})
			l.approved()
			l.service.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Late, Delay: time.Hour})
			l.at, l.signal = "POST /v1/fine_tuning/jobs", os.Interrupt
			if code, _, errs := l.run("submit", "quote.json"); code != exitUnknown {
				t.Fatalf("exit code %d, %s", code, errs)
			}
			l.at = ""
			journals, err := filepath.Glob(filepath.Join(l.state, "ftplan", "*.jsonl"))
			if err != nil || len(journals) != 1 {
				t.Fatal(journals, err)
			}
			id := strings.TrimSuffix(filepath.Base(journals[0]), ".jsonl")
			if err := spoil(keptQuote(filepath.Join(l.state, "ftplan"), id)); err != nil {
				t.Fatal(err)
			}
			job := l.service.AddJob("ftplan-"+id+".jsonl", map[string]string{service.TagKey: id})
			for _, command := range []string{"resume", "submit"} {
				code, out, errs := l.run(command, "quote.json")
				if code != exitOK || !strings.Contains(out, job.ID) || len(l.service.Jobs()) != 1 {
					t.Errorf("%s: exit code %d, %q and %q with %d jobs, want job %s", command, code, out, errs, len(l.service.Jobs()), job.ID)
				}
			}
		})
	}
}

// A journal that cannot be used keeps from no command about jobs, and doctor names it.
func TestABadJournalStopsNoCommandAboutJobs(t *testing.T) {
	l := newLaunching(t)
	job := l.service.AddJob("a.jsonl", nil)
	bad := filepath.Join(l.state, "ftplan", strings.Repeat("f", 32)+".jsonl")
	if err := os.MkdirAll(filepath.Dir(bad), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bad, []byte("garbage\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := l.run("jobs", "show", job.ID, "--base-url", l.url); code != exitOK {
		t.Errorf("jobs show: exit code %d, %s", code, errs)
	}
	if _, out, _ := l.run("doctor"); !strings.Contains(out, bad) {
		t.Errorf("doctor does not name %s:\n%s", bad, out)
	}
}

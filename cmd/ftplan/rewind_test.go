package main

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
)

func TestAFileThatChangesIsSeen(t *testing.T) {
	for what, change := range map[string]func(name string) error{
		"longer":   func(name string) error { return os.WriteFile(name, []byte("one\ntwo\n"), 0o644) },
		"touched":  func(name string) error { return os.Chtimes(name, time.Time{}, time.Unix(1, 0)) },
		"replaced": func(name string) error { os.Rename(name, name+"2"); return os.WriteFile(name, []byte("one\n"), 0o644) },
		"removed":  os.Remove,
	} {
		name := filepath.Join(t.TempDir(), "a.jsonl")
		if err := os.WriteFile(name, []byte("one\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		r, err := world{}.rewindable(name)
		if err != nil {
			t.Fatal(err)
		}
		defer r.close()
		if err := r.unchanged(); err != nil {
			t.Errorf("%s: seen before anything changed: %v", what, err)
		}
		if err := change(name); err != nil {
			t.Fatal(err)
		}
		if r.unchanged() == nil {
			t.Errorf("a file that was %s goes unseen", what)
		}
	}
}

// A quote would be bound to bytes that stand under the name no more.
func TestASurveyedFileThatIsReplacedIsSeen(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.jsonl")
	line := []byte(`{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}` + "\n")
	for _, file := range []string{name, name + "2"} {
		if err := os.WriteFile(file, line, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var screen strings.Builder
	in, err := world{reading: view.NewReading(&screen, 0, testClock)}.rereadable(name, "a test")
	if err != nil {
		t.Fatal(err)
	}
	defer in.close()
	if err := os.Rename(name+"2", name); err != nil {
		t.Skip("an open file cannot be replaced here: ", err)
	}
	_, err = in.survey(t.Context(), &plan.Pass{Jobs: 1, Rules: rules.Unreadable()})
	if want := name + ": the file changed while it was read, run the command again"; err == nil || err.Error() != want {
		t.Errorf("got the error %v, want %s", err, want)
	}
}

func TestAPipeIsReadTwice(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	r, err := world{in: strings.NewReader("one\n")}.rewindable("-")
	if err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) > 0 && runtime.GOOS != "windows" {
		t.Errorf("%v has a name, and would stay if the program were ended now", left)
	}
	for range 2 {
		if got, err := io.ReadAll(r.start()); err != nil || string(got) != "one\n" {
			t.Errorf("got %q, %v", got, err)
		}
	}
	r.close()
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

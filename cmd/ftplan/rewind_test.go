package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

func TestAPipeIsReadTwice(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	r, err := world{in: strings.NewReader("one\n")}.rewindable("-")
	if err != nil {
		t.Fatal(err)
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

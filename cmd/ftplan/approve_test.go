package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// quoted makes a folder with a file and its quote, goes there, and returns a world with somebody to ask, who types what
// is given, and what that person sees.
func quoted(t *testing.T, typed io.Reader) (world, *bytes.Buffer) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "support.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("support.jsonl", data, 0o644); err != nil {
		t.Fatal(err)
	}
	var screen bytes.Buffer
	state := t.TempDir()
	w := world{
		in: typed, out: &screen, err: &screen, person: true, width: 80,
		getenv: func(name string) string { return map[string]string{"USER": "ada", "XDG_STATE_HOME": state}[name] },
		now:    func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) },
	}
	if code := run(t.Context(), w, []string{"quote", "support.jsonl", "-o", "quote.json"}); code != 0 {
		t.Fatalf("the quote ends with %d: %s", code, screen.String())
	}
	screen.Reset()
	return w, &screen
}

func TestApproveTakesYesAlone(t *testing.T) {
	tests := []struct {
		typed string
		code  int
	}{
		{"yes\n", 0}, {"yes\r\n", 0}, {"\n", 5}, {"", 5}, {"y\n", 5}, {"Yes\n", 5}, {"YES\n", 5}, {" yes\n", 5}, {"yes please\n", 5}, {"no\nyes\n", 5},
	}
	for _, tt := range tests {
		t.Run(strings.TrimSpace(tt.typed), func(t *testing.T) {
			w, screen := quoted(t, strings.NewReader(tt.typed))
			if got := run(t.Context(), w, []string{"approve", "quote.json"}); got != tt.code {
				t.Errorf("%q: got exit code %d, want %d: %s", tt.typed, got, tt.code, screen.String())
			}
			_, err := os.Stat("quote.approval.json")
			if written := err == nil; written != (tt.code == 0) {
				t.Errorf("%q: an approval is written: %v", tt.typed, written)
			}
			shown, asked := strings.Index(screen.String(), "$0.209619 for 3 epochs"), strings.Index(screen.String(), "Type yes to let up to $0.209619 be spent, as ada: ")
			if shown < 0 || asked < shown {
				t.Errorf("what will be paid is not shown before the question:\n%s", screen.String())
			}
		})
	}
}

// TestApproveAsksDespiteFlags holds approve to asking on a terminal, whatever the flags say.
func TestApproveAsksDespiteFlags(t *testing.T) {
	w, screen := quoted(t, strings.NewReader("\n"))
	if got := run(t.Context(), w, []string{"approve", "--limit", "25", "--by", "Grace", "quote.json"}); got != 5 {
		t.Errorf("got exit code %d, want 5", got)
	}
	if want := "Type yes to let up to $25.00 be spent, as Grace: "; !strings.Contains(screen.String(), want) {
		t.Errorf("got %s\nwant %q", screen.String(), want)
	}
}

// silent is a person who types nothing, and stops the program once asked.
type silent struct {
	stop   context.CancelFunc
	forget chan struct{}
}

func (s silent) Read([]byte) (int, error) {
	s.stop()
	<-s.forget
	return 0, errors.New("nobody typed")
}

func TestApproveCanBeInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	forget := make(chan struct{})
	defer close(forget)
	w, screen := quoted(t, silent{stop, forget})
	if got := run(ctx, w, []string{"approve", "quote.json"}); got != exitInterrupted {
		t.Errorf("got exit code %d, want %d: %s", got, exitInterrupted, screen.String())
	}
	if _, err := os.Stat("quote.approval.json"); err == nil {
		t.Error("an approval is written")
	}
}

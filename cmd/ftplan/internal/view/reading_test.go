package view

import (
	"io"
	"strings"
	"testing"
	"time"
)

// clock is a clock that goes on by a step at every look.
func clock(step time.Duration) func() time.Time {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		now = now.Add(step)
		return now
	}
}

// onceAt reads a few bytes at a time.
type onceAt struct {
	io.Reader
	n int
}

func (r onceAt) Read(p []byte) (int, error) { return r.Reader.Read(p[:min(len(p), r.n)]) }

func TestReadingShowsAndErases(t *testing.T) {
	var w strings.Builder
	r := NewReading(&w, 80, clock(200*time.Millisecond))
	text := strings.Repeat("a line\n", 4)
	if _, err := io.Copy(io.Discard, r.Of(onceAt{strings.NewReader(text), 7}, "a\x1bb.jsonl", int64(len(text)))); err != nil {
		t.Fatal(err)
	}
	want := "\r\x1b[K50 %, 14 B of 28 B of a\\u001bb.jsonl, 2 lines, 35 B/s, 0s left" +
		"\r\x1b[K75 %, 21 B of 28 B of a\\u001bb.jsonl, 3 lines, 35 B/s, 0s left" +
		"\r\x1b[K100 %, 28 B of 28 B of a\\u001bb.jsonl, 4 lines, 35 B/s, 0s left\r\x1b[K"
	if got := w.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	w.Reset()
	if r.Account(&w); w.String() != "read 28 B in 4 lines, 1.4s, 20 B/s\n" {
		t.Errorf("account: got %q", w.String())
	}
}

func TestReadingIsSilent(t *testing.T) {
	tests := []struct {
		name  string
		width int
		step  time.Duration
		hide  bool
	}{
		{"in a pipe", 0, time.Hour, false}, {"for short work", 80, time.Millisecond, false}, {"when hidden", 80, time.Hour, true},
	}
	for _, tt := range tests {
		var w strings.Builder
		r := NewReading(&w, tt.width, clock(tt.step))
		if tt.hide {
			r.Hide()
		}
		if _, err := io.Copy(io.Discard, r.Of(onceAt{strings.NewReader("one\ntwo\n"), 1}, "f", 8)); err != nil || w.Len() > 0 {
			t.Errorf("%s: got %q and the error %v, want nothing", tt.name, w.String(), err)
		}
	}
}

func TestReadingShowsLongFilesAtOnce(t *testing.T) {
	var w strings.Builder
	r := NewReading(&w, 40, clock(time.Millisecond))
	src := r.Of(strings.NewReader("{}\n"), "f", longFile)
	if _, err := src.Read(make([]byte, 3)); err != nil || w.String() != "\r\x1b[K0 %, 3 B of 16.8 MB of f, 1 line" {
		t.Errorf("got %q and the error %v", w.String(), err)
	}
	if got := r.Done(); got != "" {
		t.Errorf("before the end: got %q, want nothing", got)
	}
	r.End()
	if got, want := r.Done(), "0 %, 3 B of 16.8 MB of f had been read"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReadingOfUnknownSize(t *testing.T) {
	var w strings.Builder
	r := NewReading(&w, 12, clock(time.Second))
	if _, err := r.Of(strings.NewReader("{}\n"), "standard input", 0).Read(make([]byte, 3)); err != nil || w.String() != "\r\x1b[K3 B of sta…" {
		t.Errorf("got %q and the error %v", w.String(), err)
	}
}

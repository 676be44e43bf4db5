package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestCorpusIsTheSameEveryTime(t *testing.T) {
	var one, two, other bytes.Buffer
	for _, c := range []struct {
		seed uint64
		to   *bytes.Buffer
	}{{1, &one}, {1, &two}, {2, &other}} {
		if _, err := newCorpus(c.seed).write(c.to, 100_000); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same seed makes another corpus")
	}
	if bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Error("another seed makes the same corpus")
	}
}

func TestCorpusIsChatWithoutRepetition(t *testing.T) {
	var file bytes.Buffer
	lines, err := newCorpus(1).write(&file, 300_000)
	if err != nil {
		t.Fatal(err)
	}
	if n := int64(bytes.Count(file.Bytes(), []byte("\n"))); n != lines || file.Len() < 300_000 || file.Len() > 330_000 {
		t.Errorf("%d lines said, %d lines in %d bytes written", lines, n, file.Len())
	}
	seen := map[string]bool{}
	for line := range strings.Lines(file.String()) {
		var e struct{ Messages []message }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		answer := e.Messages[len(e.Messages)-1]
		if answer.Role != "assistant" || answer.Content == "" || seen[answer.Content] {
			t.Fatalf("the last message is %q, or was there before", answer)
		}
		seen[answer.Content] = true
	}
}

func TestBilledReadsBothPrograms(t *testing.T) {
	for out, want := range map[string]int64{"12\n": 12, `{"tokens": {"billed_per_epoch": 34}}`: 34} {
		if got, err := billed(out); err != nil || got != want {
			t.Errorf("%s: got %d, %v, want %d", out, got, err, want)
		}
	}
	if _, err := billed("panic"); err == nil {
		t.Error("no error for what is no count")
	}
}

func TestMedians(t *testing.T) {
	p := program{runs: []usage{{wall: 3, cpu: 1, peak: 7}, {wall: 1, cpu: 2, peak: 9}, {wall: 2, cpu: 9, peak: 8}}}
	if got, want := p.median(), (usage{wall: 2, cpu: 2, peak: 8}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// The whole comparison at its smallest: the programs agree and every table is printed.
func TestBench(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	t.Chdir("../..")
	var out strings.Builder
	if err := bench(&out, options{size: 1, runs: 1, jobs: "1,2", peer: true, limit: time.Nanosecond}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`1 MB of English-like chat, \d+ examples, \d+ tokens`, `(?m)^ftplan tokens --jobs 2( +\d+\.\d+){5}$`,
		`(?m)^encoding/json, tiktoken-go( +\d+\.\d+){5}$`, `(?m)^ftplan quote( +\d+\.\d+){5}$`, `(?m)^tiktoken-go, its encoding( +\d+\.\d+){5}$`} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("the output does not match %s:\n%s", want, out.String())
		}
	}
}

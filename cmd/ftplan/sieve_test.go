package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

func ruleNamed(t *testing.T, word string) *lint.Rule {
	t.Helper()
	rules := matching(lint.Rules(), word)
	if len(rules) != 1 {
		t.Fatalf("%d rules are called %s", len(rules), word)
	}
	return rules[0]
}

func TestAFindingIsKnownByRulePathAndLine(t *testing.T) {
	role, key := ruleNamed(t, "unknown-role"), ruleNamed(t, "unknown-key")
	first := dataset.Line{Number: 1, Text: []byte("one")}
	noted := newBaseline()
	s := &sieve{file: "a.jsonl", noted: noted}
	s.counts(first, &lint.Finding{Rule: role, Line: 1, Path: "/messages/0/role"})
	s.counts(dataset.Line{}, &lint.Finding{Rule: key})
	for _, test := range []struct {
		what    string
		file    string
		line    dataset.Line
		finding lint.Finding
		counts  bool
	}{
		{"the same", "a.jsonl", first, lint.Finding{Rule: role, Path: "/messages/0/role"}, false},
		{"elsewhere in the file", "a.jsonl", dataset.Line{Number: 7, Text: []byte("one")}, lint.Finding{Rule: role, Path: "/messages/0/role"}, false},
		{"in another file", "b.jsonl", first, lint.Finding{Rule: role, Path: "/messages/0/role"}, false},
		{"in another line", "a.jsonl", dataset.Line{Number: 1, Text: []byte("two")}, lint.Finding{Rule: role, Path: "/messages/0/role"}, true},
		{"at another place", "a.jsonl", first, lint.Finding{Rule: role, Path: "/messages/1/role"}, true},
		{"of another rule", "a.jsonl", first, lint.Finding{Rule: key, Path: "/messages/0/role"}, true},
		{"about the whole file", "x/a.jsonl", dataset.Line{}, lint.Finding{Rule: key}, false},
		{"about another file", "b.jsonl", dataset.Line{}, lint.Finding{Rule: key}, true},
	} {
		s := &sieve{file: test.file, known: noted.counts()}
		if got := s.counts(test.line, &test.finding); got != test.counts {
			t.Errorf("%s: counts is %v, want %v", test.what, got, test.counts)
		}
	}
}

func TestAKnownFindingIsKnownAsOftenAsItWas(t *testing.T) {
	f := lint.Finding{Rule: ruleNamed(t, "unknown-role"), Path: "/a"}
	line := dataset.Line{Number: 1, Text: []byte("one")}
	noted := newBaseline()
	writer := &sieve{noted: noted}
	writer.counts(line, &f)
	writer.counts(line, &f)
	s := &sieve{known: noted.counts()}
	for i, want := range []bool{false, false, true} {
		if got := s.counts(line, &f); got != want {
			t.Errorf("time %d: counts is %v, want %v", i+1, got, want)
		}
	}
	if s.old != 2 {
		t.Errorf("%d findings are old, want 2", s.old)
	}
}

func TestAllowedFindingsAreCounted(t *testing.T) {
	role := ruleNamed(t, "unknown-role")
	s := &sieve{allowed: map[*lint.Rule]bool{role: true}, passed: map[*lint.Rule]int64{}, noted: newBaseline()}
	if s.counts(dataset.Line{Number: 1}, &lint.Finding{Rule: role}) || s.passed[role] != 1 || len(s.noted.Findings) != 0 {
		t.Errorf("passed %v, noted %v", s.passed, s.noted.Findings)
	}
}

func FuzzReadBaseline(f *testing.F) {
	f.Add([]byte(`{"version":1,"findings":[{"code":"FT403","fingerprint":"00","count":2}]}`))
	f.Add([]byte(`{"version":2}`))
	f.Add([]byte(`{"version":1,"findings":[],"more":1}`))
	name := filepath.Join(f.TempDir(), "b.json")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
		b, err := readBaseline(name)
		if err != nil {
			return
		}
		if err := b.write(name); err != nil {
			t.Fatal(err)
		}
		again, err := readBaseline(name)
		if err != nil || len(again.Findings) != len(b.Findings) {
			t.Errorf("written and read again: %d findings, want %d, %v", len(again.Findings), len(b.Findings), err)
		}
	})
}

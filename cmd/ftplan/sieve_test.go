package main

import (
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
)

func ruleNamed(t *testing.T, word string) *lint.Rule {
	t.Helper()
	rules, err := lint.Select(rules.Rules(), nil, []string{word})
	if err != nil || len(rules) != 1 {
		t.Fatalf("%d rules are called %s: %v", len(rules), word, err)
	}
	return rules[0]
}

func TestKnownFindingsDoNotCount(t *testing.T) {
	role, key := ruleNamed(t, "unknown-role"), ruleNamed(t, "unknown-key")
	one, two := dataset.Line{Number: 1, Text: []byte("one")}, dataset.Line{Number: 2, Text: []byte("two")}
	noted := new(notebook)
	writer := &sieve{noted: noted}
	writer.counts(one, &lint.Finding{Rule: role})
	writer.counts(dataset.Line{}, &lint.Finding{Rule: key})
	for _, test := range []struct {
		what   string
		line   dataset.Line
		rule   *lint.Rule
		counts bool
	}{
		{"the same", one, role, false},
		{"the same on a line that has moved", dataset.Line{Number: 7, Text: []byte("one")}, role, false},
		{"in another line", two, role, true},
		{"of another rule", one, key, true},
		{"about the whole file", dataset.Line{}, key, false},
		{"of another rule about the whole file", dataset.Line{}, role, true},
	} {
		s := &sieve{fresh: noted.Filter()}
		if got := s.counts(test.line, &lint.Finding{Rule: test.rule}); got != test.counts || (s.known == 1) == test.counts {
			t.Errorf("%s: counts is %v with %d known, want %v", test.what, got, s.known, test.counts)
		}
	}
}

func TestAllowedFindingsAreCounted(t *testing.T) {
	role := ruleNamed(t, "unknown-role")
	s := &sieve{allowed: map[*lint.Rule]bool{role: true}, passed: map[*lint.Rule]int64{}, noted: new(notebook)}
	if s.counts(dataset.Line{Number: 1}, &lint.Finding{Rule: role}) || s.passed[role] != 1 || s.noted.findings != 0 {
		t.Errorf("passed %v, noted %d", s.passed, s.noted.findings)
	}
}

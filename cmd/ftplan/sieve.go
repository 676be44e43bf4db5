package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// A sieve decides which findings of a file count: not those of rules that are let pass, and not those that a baseline
// knows. It counts what it holds back.
type sieve struct {
	allowed map[*lint.Rule]bool
	fresh   func(lint.Finding, []byte) bool // reports whether a baseline does not know a finding; nil without a baseline
	noted   *notebook                       // takes in every finding that is not let pass; nil where no baseline is written

	passed map[*lint.Rule]int64
	known  int64
	errors int64 // of severity error, among both
}

// measure returns what was held back, and whether warnings fail.
func (s *sieve) measure(strict bool) findings.Measure {
	return findings.Measure{Strict: strict, Passed: s.passed, Known: s.known, Errors: s.errors}
}

// counts reports whether a finding counts.
func (s *sieve) counts(line dataset.Line, f *lint.Finding) bool {
	if s.allowed[f.Rule] {
		s.passed[f.Rule]++
		s.hold(f)
		return false
	}
	text := line.Text
	if line.Number == 0 {
		text = nil
	}
	if s.noted != nil {
		s.noted.Add(*f, text)
		s.noted.findings++
	}
	if s.fresh == nil || s.fresh(*f, text) {
		return true
	}
	s.known++
	s.hold(f)
	return false
}

func (s *sieve) hold(f *lint.Finding) {
	if f.Rule.Severity() == lint.Error {
		s.errors++
	}
}

// baselines are the baselines of one run, by their files: each finding that one knows is used up once, whatever the file.
type baselines map[string]func(lint.Finding, []byte) bool

// unknownTo returns what tells new findings from those that a baseline knows; nil without one.
func (b baselines) unknownTo(name string) (func(lint.Finding, []byte) bool, error) {
	if name == "" || b[name] != nil {
		return b[name], nil
	}
	known, err := readBaseline(name)
	if err != nil {
		return nil, err
	}
	b[name] = known.Filter()
	return b[name], nil
}

// A notebook is a baseline in the making.
type notebook struct {
	lint.Baseline
	findings int64
}

// readBaseline reads the findings that a team knows of.
func readBaseline(name string) (*lint.Baseline, error) {
	f, err := openDocument(name, "baseline")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hinted{fmt.Errorf("there is no baseline %s: %w", name, fs.ErrNotExist), "write it with " + view.Command("ftplan", "lint", "--write-baseline", name) + " FILE…"}
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := lint.ReadBaseline(f)
	if err != nil {
		return nil, usage("", "%s is no baseline: %w", name, err)
	}
	return b, nil
}

// write writes the baseline in place of an older one. A file that is none is left alone.
func (n *notebook) write(name string) error {
	start := dataset.Create
	if _, err := readBaseline(name); err == nil {
		start = dataset.Replace
	}
	f, err := start(name)
	if errors.Is(err, fs.ErrExist) {
		return usage("choose another name, or remove it", "%s is there already and is no baseline", name)
	}
	if err != nil {
		return err
	}
	defer f.Discard()
	if err := n.Write(f); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return f.Commit()
}

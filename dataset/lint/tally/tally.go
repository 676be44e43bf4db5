// Package tally counts the findings of a file by rule and severity, and keeps as many of them as asked, in file order and in
// bounded memory. It takes findings of a [lint.Checker] and judges nothing itself; what is shown of them is the caller's.
package tally

import (
	"cmp"
	"iter"
	"slices"

	"github.com/ftplan/ftplan/dataset/lint"
)

// A Tally counts findings and keeps some of them.
type Tally struct {
	Rules   map[*lint.Rule]*Rule
	Fixable int64 // findings with a fix that is safe
	Unsafe  int64 // findings with a fix that is not

	counts    [3]int64       // by severity
	keep      int            // findings of each rule; 0 = all
	all       lint.Spool     // where all are kept: those about lines
	aboutFile []lint.Finding // and those about the whole file
}

// A Rule counts the findings of one rule.
type Rule struct {
	Findings int64
	First    int // the line of the first

	kept []lint.Finding // in file order
}

// New returns a tally that keeps so many findings of each rule, the first ones; 0 stands for all.
func New(keep int) Tally {
	return Tally{Rules: map[*lint.Rule]*Rule{}, keep: keep}
}

// Add takes in a finding, and reports whether no more findings of its rule are kept.
func (t *Tally) Add(f lint.Finding) (full bool) {
	r := t.CountOnly(&f)
	if t.keep == 0 {
		t.all.Add(&f)
		return false
	}
	if len(r.kept) < t.keep {
		r.kept = append(r.kept, f)
	}
	return len(r.kept) == t.keep
}

// AddWhole takes in a finding about the whole file.
func (t *Tally) AddWhole(f lint.Finding) {
	if t.keep > 0 {
		t.Add(f)
		return
	}
	t.CountOnly(&f)
	t.aboutFile = append(t.aboutFile, f)
}

// Close gives back what keeping all findings took.
func (t *Tally) Close() error { return t.all.Close() }

// Kept returns how many findings [Tally.Each] yields.
func (t *Tally) Kept(limit int) int64 {
	if limit == 0 && t.keep == 0 {
		return t.all.Len() + int64(len(t.aboutFile))
	}
	return int64(len(t.Findings(limit)))
}

// Each yields the findings that [Tally.Findings] returns, one by one and in bounded memory, and at last an error where they
// could not be kept. Fixes may come without their edits.
func (t *Tally) Each(limit int) iter.Seq2[lint.Finding, error] {
	return func(yield func(lint.Finding, error) bool) {
		if limit > 0 || t.keep > 0 {
			for _, f := range t.Findings(limit) {
				if !yield(f, nil) {
					return
				}
			}
			return
		}
		whole := slices.SortedStableFunc(slices.Values(t.aboutFile), InFile)
		for f, err := range t.all.All() {
			for err == nil && len(whole) > 0 && InFile(whole[0], f) < 0 {
				if !yield(whole[0], nil) {
					return
				}
				whole = whole[1:]
			}
			if !yield(f, err) || err != nil {
				return
			}
		}
		for _, f := range whole {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// CountOnly counts a finding, whose words may be missing, without keeping it, and returns the tally of its rule.
func (t *Tally) CountOnly(f *lint.Finding) *Rule {
	t.counts[f.Rule.Severity()]++
	if f.Fix != nil && f.Fix.Unsafe {
		t.Unsafe++
	} else if f.Fix != nil {
		t.Fixable++
	}
	r := t.Rules[f.Rule]
	if r == nil {
		r = &Rule{First: f.Line}
		t.Rules[f.Rule] = r
	}
	r.Findings++
	return r
}

// Count returns how many findings there were of a severity.
func (t *Tally) Count(s lint.Severity) int64 { return t.counts[s] }

// Total returns how many findings there were.
func (t *Tally) Total() int64 { return t.counts[0] + t.counts[1] + t.counts[2] }

// Findings returns at most limit of the findings in file order, those about the whole file first; 0 stands for all that
// were kept. Where there is not room for all, errors come before warnings and warnings before the rest.
func (t *Tally) Findings(limit int) []lint.Finding {
	all := slices.Clone(t.aboutFile)
	for _, r := range t.Rules {
		all = append(all, r.kept...)
	}
	for f, err := range t.all.All() {
		if err == nil {
			all = append(all, f)
		}
	}
	if limit > 0 && len(all) > limit {
		slices.SortStableFunc(all, func(a, b lint.Finding) int {
			return cmp.Or(cmp.Compare(a.Rule.Severity(), b.Rule.Severity()), InFile(a, b))
		})
		all = all[:limit]
	}
	slices.SortStableFunc(all, InFile)
	return all
}

// InFile orders findings as they stand in the file, and at one place by their codes.
func InFile(a, b lint.Finding) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule.Code, b.Rule.Code))
}

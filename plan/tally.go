package plan

import (
	"cmp"
	"slices"

	"github.com/ftplan/ftplan/dataset/lint"
)

// A Tally counts findings and keeps some of them.
type Tally struct {
	Rules   map[*lint.Rule]*RuleTally
	Fixable int64 // findings with a fix that is safe
	Unsafe  int64 // findings with a fix that is not

	counts [3]int64          // by severity
	kept   [3][]lint.Finding // by severity, in file order
	keep   int
}

// A RuleTally counts the findings of one rule.
type RuleTally struct {
	Findings int64
	First    int // the line of the first
}

func newTally(keep int) Tally {
	return Tally{Rules: map[*lint.Rule]*RuleTally{}, keep: keep}
}

func (t *Tally) add(findings []lint.Finding) {
	for _, f := range findings {
		severity := f.Rule.Severity()
		t.counts[severity]++
		if t.keep == 0 || len(t.kept[severity]) < t.keep {
			t.kept[severity] = append(t.kept[severity], f)
		}
		if f.Fix != nil && f.Fix.Unsafe {
			t.Unsafe++
		} else if f.Fix != nil {
			t.Fixable++
		}
		t.rule(f)
	}
}

func (t *Tally) rule(f lint.Finding) {
	r := t.Rules[f.Rule]
	if r == nil {
		r = &RuleTally{First: f.Line}
		t.Rules[f.Rule] = r
	}
	r.Findings++
}

// Count returns how many findings there were of a severity.
func (t *Tally) Count(s lint.Severity) int64 { return t.counts[s] }

// Total returns how many findings there were.
func (t *Tally) Total() int64 { return t.counts[0] + t.counts[1] + t.counts[2] }

// Findings returns at most limit of the findings in file order, those about the whole file first; 0 stands for all that
// were kept. Where there is not room for all, errors come before warnings and warnings before the rest.
func (t *Tally) Findings(limit int) []lint.Finding {
	var all []lint.Finding
	for _, kept := range t.kept {
		if limit > 0 {
			kept = kept[:min(len(kept), limit-len(all))]
		}
		all = append(all, kept...)
	}
	slices.SortStableFunc(all, func(a, b lint.Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return all
}

// Summary returns the counts as a quote holds them.
func (t *Tally) Summary() LintSummary {
	return LintSummary{Errors: t.counts[lint.Error], Warnings: t.counts[lint.Warning], Infos: t.counts[lint.Info]}
}

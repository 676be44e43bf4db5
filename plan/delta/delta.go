// Package delta says what changed from one version of a training file to another: its examples, tokens, price and findings.
package delta

import (
	"cmp"
	"slices"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/tally"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/money"
)

// A Version is a file as one pass saw it, to be compared with another version of it. Its [Version.Note] is the pass's Each.
type Version struct {
	Result   *plan.Result
	Quote    *plan.Quote     // nil where there is nothing to price
	Examples []dataset.Print // of the lines that hold one
	Others   []dataset.Print // of the lines that hold none
	Long     bool            // the file has more than [dataset.MatchLimit] lines, of which the first were noted
}

// Note takes in a line.
func (v *Version) Note(row plan.Row) {
	switch {
	case len(v.Examples)+len(v.Others) >= dataset.MatchLimit:
		v.Long = true
	case row.Print.Example:
		v.Examples = append(v.Examples, row.Print)
	default:
		v.Others = append(v.Others, row.Print)
	}
}

// A Delta is what changed from one version of a file to another.
type Delta struct {
	Examples *dataset.Matching // nil where a file was too long to be matched
	Tokens   int64             // of one epoch, new less old
	Trained  int64
	Cost     *money.USD // new less old; nil where one of them is not known
	Rules    []Rule

	// The findings that only one version has. Both are nil where a file was too long, or had more findings than were kept.
	NewFindings, Cured []lint.Finding
	Findings           bool // the findings were compared one by one
}

// A Rule is how many findings of a rule the two versions have.
type Rule struct {
	Rule     *lint.Rule
	Old, New int64
}

// New compares two versions, whose prints it uses up.
func New(old, changed *Version) *Delta {
	d := &Delta{Rules: ruleDeltas(&old.Result.Tally, &changed.Result.Tally)}
	was, is := old.Result.Training[0].Tokens, changed.Result.Training[0].Tokens
	d.Tokens, d.Trained = is.Billed-was.Billed, is.Trained-was.Trained
	if old.Quote != nil && changed.Quote != nil && old.Quote.Total.Cost != nil && changed.Quote.Total.Cost != nil {
		difference := changed.Quote.Total.Cost.Sub(*old.Quote.Total.Cost)
		d.Cost = &difference
	}
	if old.Long || changed.Long {
		return d
	}
	examples := dataset.Match(old.Examples, changed.Examples)
	others := dataset.Match(old.Others, changed.Others)
	d.Examples = &examples
	if d.Findings = whole(&old.Result.Tally) && whole(&changed.Result.Tally); d.Findings {
		d.NewFindings, d.Cured = unmatched(old.Result.Tally.Findings(0), changed.Result.Tally.Findings(0), examples, others)
	}
	return d
}

// whole reports whether all findings were kept.
func whole(t *tally.Tally) bool { return int64(len(t.Findings(0))) == t.Total() }

// ruleDeltas returns the rules that found anything, in the order of their codes.
func ruleDeltas(old, changed *tally.Tally) []Rule {
	var list []Rule
	for rule, tally := range changed.Rules {
		d := Rule{Rule: rule, New: tally.Findings}
		if was := old.Rules[rule]; was != nil {
			d.Old = was.Findings
		}
		list = append(list, d)
	}
	for rule, tally := range old.Rules {
		if changed.Rules[rule] == nil {
			list = append(list, Rule{Rule: rule, Old: tally.Findings})
		}
	}
	slices.SortFunc(list, func(a, b Rule) int { return cmp.Compare(a.Rule.Code, b.Rule.Code) })
	return list
}

// A complaint is what makes findings of two versions one: the rule, the line in the new version, the place in it. Line is 0
// for the file as a whole.
type complaint struct {
	rule *lint.Rule
	line int
	path string
}

// unmatched returns the findings that only the new version has, and those that only the old one has. A line is the same line
// where the matchings pair it.
func unmatched(old, changed []lint.Finding, matchings ...dataset.Matching) (fresh, cured []lint.Finding) {
	now := map[int]int{0: 0}
	for _, m := range matchings {
		for _, p := range slices.Concat(m.Same, m.Rest, m.Answers) {
			now[p.Old] = p.New
		}
	}
	open := map[complaint]int{}
	for _, f := range changed {
		open[complaint{f.Rule, f.Line, f.Path}]++
	}
	kept := map[complaint]int{}
	for _, f := range old {
		line, there := now[f.Line]
		c := complaint{f.Rule, line, f.Path}
		if !there || kept[c] == open[c] {
			cured = append(cured, f)
			continue
		}
		kept[c]++
	}
	for _, f := range changed {
		if c := (complaint{f.Rule, f.Line, f.Path}); kept[c] > 0 {
			kept[c]--
			continue
		}
		fresh = append(fresh, f)
	}
	return fresh, cured
}

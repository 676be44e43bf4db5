package findings

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
)

// A FixReport is what fixing a file did.
type FixReport struct {
	File, Out, Rejects string
	Unsafe             bool // unsafe fixes were made, too
	Report             lint.FixReport
	Before             *plan.Result
	Left               *plan.Result // what the result looks like
}

var fixFormats = map[string]func(io.Writer, FixReport, view.Style) error{
	"text": fixTextReport,
	"json": fixJSON,
}

// FixFormats lists the formats of [Fix].
func FixFormats() []string { return view.Names(fixFormats) }

// Fix prints what was fixed and what remains.
func Fix(w io.Writer, format string, r FixReport, s view.Style) error {
	return fixFormats[format](w, r, s)
}

func fixTextReport(w io.Writer, r FixReport, s view.Style) error {
	applied := appliedTo(r.Report)
	if len(applied) == 0 {
		fmt.Fprintf(w, "%s: there was nothing to fix\n", Tame(r.File))
	} else {
		fmt.Fprintf(w, "%s: %s of %s fixed\n", Tame(r.File), view.Count(int64(r.Report.Changed), "line"), view.Number(int64(r.Report.Lines)))
	}
	for _, rule := range applied {
		fmt.Fprintf(w, "  %5s  %s %s\n", "×"+view.Number(int64(r.Report.Applied[rule])), rule, s.Dim(rule.Title))
	}
	fixSum(w, r.Report)
	if r.Rejects != "" {
		fmt.Fprintf(w, "%s: %s that could not be saved\n", Tame(r.Rejects), view.Count(int64(r.Report.Rejected), "line"))
	}
	heldLines(w, r.Report)
	name, next := r.Out, fixNext(r, s)
	if name == "-" {
		name, next = "standard output", ""
	}
	fmt.Fprintf(w, "%s: %s: %s\n", Tame(name), view.Count(r.Left.Source.Examples, "example"), Verdict(&r.Left.Tally, s))
	if n := r.unmade(); n > 0 {
		fmt.Fprintf(w, "fixable: %s more with --unsafe-fixes\n", view.Number(n))
	}
	if next != "" {
		view.Next(w, "%s", next)
	}
	return nil
}

// fixSum says which lines were removed, and what became of their number.
func fixSum(w io.Writer, r lint.FixReport) {
	for rule, runs := range removedBy(r) {
		fmt.Fprintf(w, "  removed: %s [%v]\n", runs, rule)
	}
	if r.Added+r.Dropped+r.Rejected == 0 {
		return
	}
	sum := fmt.Sprintf("%s read", view.Count(int64(r.Lines), "line"))
	for _, part := range []struct {
		n    int
		what string
	}{{r.Added, "added where one was divided"}, {r.Dropped, "removed"}, {r.Rejected, "rejected"}} {
		if part.n > 0 {
			sum += fmt.Sprintf(", %s %s", view.Number(int64(part.n)), part.what)
		}
	}
	fmt.Fprintf(w, "  %s: %s in the result\n", sum, view.Count(int64(r.Written), "line"))
}

// mostRuns is how many runs of removed lines the text names.
const mostRuns = 100

// removedBy yields which lines each rule removed, rule by rule.
func removedBy(r lint.FixReport) iter.Seq2[*lint.Rule, string] {
	return func(yield func(*lint.Rule, string) bool) {
		for _, rule := range appliedTo(r) {
			var runs []string
			for _, removed := range r.Removed {
				if removed.Rule == rule {
					runs = append(runs, run(removed))
				}
			}
			if len(runs) == 0 {
				continue
			}
			text := strings.Join(runs[:min(len(runs), mostRuns)], ", ")
			if more := len(runs) - mostRuns; more > 0 {
				text += fmt.Sprintf(" and %s; --format json names all", view.Count(int64(more), "more run"))
			}
			if !yield(rule, text) {
				return
			}
		}
	}
}

// run names the lines of a removal.
func run(r lint.Removal) string {
	if r.First == r.Last {
		return fmt.Sprintf("line %d", r.First)
	}
	return fmt.Sprintf("lines %d to %d", r.First, r.Last)
}

// heldLines says that lines were left as they are.
func heldLines(w io.Writer, r lint.FixReport) {
	if r.Held > 0 {
		fmt.Fprintf(w, "%s left as before, from line %d on: fixing would bring more errors to light than it cures; --rejects sorts such lines out\n",
			view.Count(int64(r.Held), "line"), r.HeldAt)
	}
}

// unmade returns how many findings have a fix that was not made because it can change what is trained.
func (r FixReport) unmade() int64 {
	if r.Unsafe {
		return 0
	}
	return r.Before.Tally.Unsafe
}

// Fails reports whether errors remain, or lines were left out.
func (r FixReport) Fails() bool {
	return r.Report.Rejected > 0 || r.Left.Tally.Count(lint.Error) > 0
}

func fixNext(r FixReport, s view.Style) string {
	errors := r.Left.Tally.Count(lint.Error) > 0 || r.Report.Rejected > 0
	switch {
	case errors && r.unmade() > 0 && r.File != "-":
		return s.Given.Step("fix", "--unsafe-fixes", "--diff", r.File)
	case r.Left.Tally.Total() > 0:
		return s.Given.Step("lint", r.Out)
	}
	return s.Given.Step("quote", r.Out)
}

// appliedTo returns the rules whose findings were fixed, those fixed most often first.
func appliedTo(r lint.FixReport) []*lint.Rule {
	return slices.SortedFunc(maps.Keys(r.Applied), func(a, b *lint.Rule) int {
		return cmp.Or(cmp.Compare(r.Applied[b], r.Applied[a]), cmp.Compare(a.Code, b.Code))
	})
}

// The JSON of fix only grows.
type fixReportObject struct {
	Version  int             `json:"version"`
	File     string          `json:"file"`
	Output   string          `json:"output"`
	Lines    int             `json:"lines"`
	Changed  int             `json:"changed"`
	Dropped  int             `json:"dropped"`
	Rejected int             `json:"rejected"`
	Added    int             `json:"added"`
	Written  int             `json:"written"`
	Held     int             `json:"held"`
	Removed  []removedObject `json:"removed"`
	Applied  []appliedObject `json:"applied"`
	Left     *CountsObject   `json:"left"` // findings in the output
	Fixable  *fixableObject  `json:"fixable,omitempty"`
}

// A removedObject is a run of lines from which something was removed by one rule.
type removedObject struct {
	First int    `json:"first"`
	Last  int    `json:"last"`
	Code  string `json:"code"`
}

type appliedObject struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Fixes int    `json:"fixes"`
}

func fixJSON(w io.Writer, r FixReport, _ view.Style) error {
	o := fixReportObject{Version: 1, File: lint.Printable(r.File), Output: lint.Printable(r.Out), Lines: r.Report.Lines, Changed: r.Report.Changed,
		Dropped: r.Report.Dropped, Rejected: r.Report.Rejected, Added: r.Report.Added, Written: r.Report.Written, Held: r.Report.Held,
		Removed: []removedObject{}, Applied: []appliedObject{}}
	for _, removed := range r.Report.Removed {
		o.Removed = append(o.Removed, removedObject{removed.First, removed.Last, removed.Rule.Code})
	}
	for _, rule := range appliedTo(r.Report) {
		o.Applied = append(o.Applied, appliedObject{rule.Code, rule.Name, r.Report.Applied[rule]})
	}
	counts := countsOf(&r.Left.Tally)
	o.Left, o.Fixable = &counts, &fixableObject{Safe: r.Left.Tally.Fixable, Unsafe: r.Left.Tally.Unsafe}
	return view.PrintJSON(w, o)
}

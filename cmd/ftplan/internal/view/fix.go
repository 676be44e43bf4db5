package view

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
)

// A FixReport is what fixing a file did.
type FixReport struct {
	File, Out, Rejects string
	Unsafe             bool // unsafe fixes were made, too
	Report             lint.FixReport
	Before             *plan.Look
	Left               *plan.Look // what the result looks like; nil where it went to standard output
}

var fixFormats = map[string]func(io.Writer, FixReport, Style) error{
	"text": fixTextReport,
	"json": fixJSON,
}

// FixFormats lists the formats of [Fix].
func FixFormats() []string { return names(fixFormats) }

// Fix prints what was fixed and what remains.
func Fix(w io.Writer, format string, r FixReport, s Style) error { return fixFormats[format](w, r, s) }

func fixTextReport(w io.Writer, r FixReport, s Style) error {
	applied := appliedTo(r.Report)
	if len(applied) == 0 {
		fmt.Fprintf(w, "%s: there was nothing to fix\n", tame(r.File))
	} else {
		fmt.Fprintf(w, "%s: %s of %s fixed\n", tame(r.File), count(int64(r.Report.Changed), "line"), number(int64(r.Report.Lines)))
	}
	for _, rule := range applied {
		fmt.Fprintf(w, "  %5s  %s %s\n", "×"+number(int64(r.Report.Applied[rule])), rule, s.dim(rule.Title))
	}
	if r.Report.Dropped > 0 {
		fmt.Fprintf(w, "  %s left out by these fixes\n", count(int64(r.Report.Dropped), "line"))
	}
	if r.Rejects != "" {
		fmt.Fprintf(w, "%s: %s that could not be saved\n", tame(r.Rejects), count(int64(r.Report.Rejected), "line"))
	}
	if r.Left == nil {
		return nil
	}
	fmt.Fprintf(w, "%s: %s: %s\n", tame(r.Out), count(r.Left.Source.Examples, "example"), verdict(&r.Left.Tally, s))
	if n := r.unmade(); n > 0 {
		fmt.Fprintf(w, "fixable: %s more with --unsafe-fixes\n", number(n))
	}
	Next(w, "%s", fixNext(r))
	return nil
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
	return r.Report.Rejected > 0 || r.Left != nil && r.Left.Tally.Count(lint.Error) > 0
}

func fixNext(r FixReport) string {
	errors := r.Left.Tally.Count(lint.Error) > 0 || r.Report.Rejected > 0
	switch {
	case errors && r.unmade() > 0 && r.File != "-":
		return "ftplan fix --unsafe-fixes --diff " + shell(r.File)
	case r.Left.Tally.Total() > 0:
		return "ftplan lint " + shell(r.Out)
	}
	return "ftplan quote " + shell(r.Out)
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
	Applied  []appliedObject `json:"applied"`
	Left     *countsObject   `json:"left"` // findings in the output; null where it went to standard output
	Fixable  *fixableObject  `json:"fixable,omitempty"`
}

type appliedObject struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Fixes int    `json:"fixes"`
}

func fixJSON(w io.Writer, r FixReport, _ Style) error {
	o := fixReportObject{Version: 1, File: lint.Printable(r.File), Output: lint.Printable(r.Out), Lines: r.Report.Lines, Changed: r.Report.Changed,
		Dropped: r.Report.Dropped, Rejected: r.Report.Rejected, Applied: []appliedObject{}}
	for _, rule := range appliedTo(r.Report) {
		o.Applied = append(o.Applied, appliedObject{rule.Code, rule.Name, r.Report.Applied[rule]})
	}
	if r.Left != nil {
		counts := countsOf(&r.Left.Tally)
		o.Left, o.Fixable = &counts, &fixableObject{Safe: r.Left.Tally.Fixable, Unsafe: r.Left.Tally.Unsafe}
	}
	return printJSON(w, o)
}

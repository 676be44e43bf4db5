package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
)

// A LintReport is what was found in one file.
type LintReport struct {
	File  string
	Look  *plan.Look
	Limit int // findings shown; 0 = all
}

var lintFormats = map[string]func(io.Writer, []LintReport, Style) error{
	"text": lintText,
	"json": lintJSON,
}

// LintFormats lists the formats of [Lint].
func LintFormats() []string { return names(lintFormats) }

// Lint prints findings.
func Lint(w io.Writer, format string, reports []LintReport, s Style) error {
	return lintFormats[format](w, reports, s)
}

// Broken says which lines of a file could not be read.
func Broken(w io.Writer, file string, look *plan.Look) {
	findings := look.Tally.Findings(10)
	for _, f := range findings {
		findingText(w, file, f, Style{})
	}
	if more := look.Tally.Total() - int64(len(findings)); more > 0 {
		fmt.Fprintf(w, "… and %s more; ftplan lint %s shows all\n", number(more), shell(file))
	}
}

func lintText(w io.Writer, reports []LintReport, s Style) error {
	for _, r := range reports {
		findings := r.Look.Tally.Findings(r.Limit)
		for _, f := range findings {
			findingText(w, r.File, f, s)
		}
		if more := r.Look.Tally.Total() - int64(len(findings)); more > 0 {
			fmt.Fprintf(w, "%s\n", s.dim(fmt.Sprintf("… and %s more; --limit 0 shows all", number(more))))
		}
		lintVerdict(w, r, s)
	}
	return nil
}

// findingText prints one finding as compilers do, and the place in its line where there is text to show.
func findingText(w io.Writer, file string, f lint.Finding, s Style) {
	place := lint.Printable(file)
	if f.Line > 0 {
		place += fmt.Sprintf(":%d", f.Line)
	}
	if f.Column > 0 {
		place += fmt.Sprintf(":%d", f.Column)
	}
	fmt.Fprintf(w, "%s: %s: %s %s\n", s.bold(place), s.severity(f.Rule.Severity()), f.Message, s.dim("["+f.Rule.String()+"]"))
	if f.Snippet != "" {
		fmt.Fprintf(w, "    %s\n", f.Snippet)
	}
}

// lintVerdict prints what the findings amount to.
func lintVerdict(w io.Writer, r LintReport, s Style) {
	fmt.Fprintf(w, "%s: %s, %s: %s\n", lint.Printable(r.File), r.Look.Format, count(r.Look.Source.Examples, "example"), verdict(&r.Look.Tally, s))
	for _, next := range lintNext(r) {
		fmt.Fprintf(w, "next: %s\n", next)
	}
}

func verdict(t *plan.Tally, s Style) string {
	if t.Total() == 0 {
		return s.good("nothing to complain about")
	}
	var parts []string
	for _, severity := range []lint.Severity{lint.Error, lint.Warning, lint.Info} {
		if n := t.Count(severity); n > 0 {
			noun := map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning", lint.Info: "note"}[severity]
			parts = append(parts, count(n, noun))
		}
	}
	text := strings.Join(parts, ", ")
	if t.Count(lint.Error) > 0 {
		return s.wrong("the service would refuse this file") + " (" + text + ")"
	}
	return s.good("the service would accept this file") + " (" + text + ")"
}

func lintNext(r LintReport) []string {
	if r.Look.Tally.Count(lint.Error) == 0 {
		return []string{"ftplan quote " + shell(r.File)}
	}
	for rule := range r.Look.Tally.Rules {
		if rule.Severity() == lint.Error && rule.Cure != "" {
			return nil
		}
	}
	return nil
}

// The JSON of lint only grows.
type lintObject struct {
	Version  int             `json:"version"`
	File     string          `json:"file"`
	Format   string          `json:"format"`
	Lines    int64           `json:"lines"`
	Examples int64           `json:"examples"`
	Findings []findingObject `json:"findings"`
	Counts   countsObject    `json:"counts"`
	Notes    []string        `json:"notes,omitempty"`
}

type findingObject struct {
	File     string `json:"file,omitempty"` // where it is another than the first
	Code     string `json:"code"`
	Name     string `json:"name"`
	Severity string `json:"severity"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Path     string `json:"path"`
	Message  string `json:"message"`
	Snippet  string `json:"snippet,omitempty"`
}

type countsObject struct {
	Error   int64 `json:"error"`
	Warning int64 `json:"warning"`
	Info    int64 `json:"info"`
}

func lintJSON(w io.Writer, reports []LintReport, _ Style) error {
	first := reports[0]
	o := lintObject{Version: 1, File: lint.Printable(first.File), Format: first.Look.Format.String(), Lines: first.Look.Lines,
		Examples: first.Look.Source.Examples, Findings: []findingObject{}, Notes: first.Look.Notes}
	for i, r := range reports {
		for _, f := range r.Look.Tally.Findings(r.Limit) {
			object := newFindingObject(f)
			if i > 0 {
				object.File = lint.Printable(r.File)
			}
			o.Findings = append(o.Findings, object)
		}
		o.Counts.Error += r.Look.Tally.Count(lint.Error)
		o.Counts.Warning += r.Look.Tally.Count(lint.Warning)
		o.Counts.Info += r.Look.Tally.Count(lint.Info)
	}
	return printJSON(w, o)
}

func newFindingObject(f lint.Finding) findingObject {
	return findingObject{Code: f.Rule.Code, Name: f.Rule.Name, Severity: f.Rule.Severity().String(), Line: f.Line, Column: f.Column,
		Path: lint.Printable(f.Path), Message: f.Message, Snippet: f.Snippet}
}

package view

import (
	"encoding/json"
	"io"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/tally"
)

// The JSON of lint only grows. It is one object for any number of files: the first one's, with the findings of all.
type lintObject struct {
	Version  int              `json:"version"`
	File     string           `json:"file"`
	Format   string           `json:"format"`
	Lines    int64            `json:"lines"`
	Examples int64            `json:"examples"`
	Findings []findingObject  `json:"findings"`
	Counts   countsObject     `json:"counts"`
	Fixable  fixableObject    `json:"fixable"`
	Omitted  int64            `json:"omitted"` // findings that --limit left out
	Rules    []ruleTallied    `json:"rules"`
	Allowed  map[string]int64 `json:"allowed,omitempty"` // findings let pass, by code
	Known    int64            `json:"known,omitempty"`   // findings of the baseline
	Files    []lintFileObject `json:"files,omitempty"`   // where there are several
	Notes    []string         `json:"notes,omitempty"`
}

type lintFileObject struct {
	File     string       `json:"file"`
	Format   string       `json:"format"`
	Lines    int64        `json:"lines"`
	Examples int64        `json:"examples"`
	Counts   countsObject `json:"counts"`
	Fails    bool         `json:"fails"`
	Notes    []string     `json:"notes,omitempty"`
}

type findingObject struct {
	File     string     `json:"file,omitempty"` // where it is another than the first
	Code     string     `json:"code"`
	Name     string     `json:"name"`
	Severity string     `json:"severity"`
	Line     int        `json:"line"`
	Column   int        `json:"column"`
	Path     string     `json:"path"`
	Message  string     `json:"message"`
	Snippet  string     `json:"snippet,omitempty"`
	Fix      *fixObject `json:"fix,omitempty"`
}

type fixObject struct {
	Title string `json:"title"`
	Safe  bool   `json:"safe"`
}

type countsObject struct {
	Error   int64 `json:"error"`
	Warning int64 `json:"warning"`
	Info    int64 `json:"info"`
}

type fixableObject struct {
	Safe   int64 `json:"safe"`
	Unsafe int64 `json:"unsafe"`
}

type ruleTallied struct {
	File     string `json:"file,omitempty"` // where it is another than the first
	Code     string `json:"code"`
	Name     string `json:"name"`
	Severity string `json:"severity"`
	Findings int64  `json:"findings"`
	First    int    `json:"first"` // the line of the first, 0 for the whole file
}

func lintJSON(w io.Writer, reports []LintReport, _ Style) error {
	first := reports[0]
	o := lintObject{Version: 1, File: lint.Printable(first.File), Format: formatOf(first.Result).String(), Lines: first.Result.Lines,
		Examples: first.Result.Source.Examples, Findings: []findingObject{}, Rules: []ruleTallied{}, Notes: first.Result.Notes}
	for i, r := range reports {
		file := ""
		if i > 0 {
			file = lint.Printable(r.File)
		}
		o.take(r, file)
		if len(reports) > 1 {
			o.Files = append(o.Files, lintFileObject{File: lint.Printable(r.File), Format: formatOf(r.Result).String(), Lines: r.Result.Lines,
				Examples: r.Result.Source.Examples, Counts: countsOf(&r.Result.Tally), Fails: r.Fails(), Notes: r.Result.Notes})
		}
	}
	return printStream(w, o, "findings", 1, func(yield func(any) error) error {
		for i, r := range reports {
			err := r.each(func(f lint.Finding) error {
				finding := newFindingObject(f)
				if i > 0 {
					finding.File = lint.Printable(r.File)
				}
				return yield(finding)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// take adds what was found in one file, which goes by the name file, the findings themselves aside.
func (o *lintObject) take(r LintReport, file string) {
	t := &r.Result.Tally
	counts := countsOf(t)
	o.Counts.Error += counts.Error
	o.Counts.Warning += counts.Warning
	o.Counts.Info += counts.Info
	o.Fixable.Safe += t.Fixable
	o.Fixable.Unsafe += t.Unsafe
	o.Omitted += r.omitted()
	o.Known += r.Known
	for _, rule := range rulesOf(t) {
		o.Rules = append(o.Rules, ruleTallied{File: file, Code: rule.Code, Name: rule.Name, Severity: rule.Severity().String(),
			Findings: t.Rules[rule].Findings, First: t.Rules[rule].First})
	}
	for rule, n := range r.Passed {
		if o.Allowed == nil {
			o.Allowed = map[string]int64{}
		}
		o.Allowed[rule.Code] += n
	}
}

func countsOf(t *tally.Tally) countsObject {
	return countsObject{Error: t.Count(lint.Error), Warning: t.Count(lint.Warning), Info: t.Count(lint.Info)}
}

func newFindingObject(f lint.Finding) findingObject {
	o := findingObject{Code: f.Rule.Code, Name: f.Rule.Name, Severity: f.Rule.Severity().String(), Line: f.Line,
		Column: f.Column, Path: lint.Printable(f.Path), Message: lint.Printable(f.Message), Snippet: f.Snippet}
	if f.Fix != nil {
		o.Fix = &fixObject{Title: lint.Printable(f.Fix.Title), Safe: !f.Fix.Unsafe}
	}
	return o
}

// lintLines prints one finding per line, each with its file.
func lintLines(w io.Writer, reports []LintReport, _ Style) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, r := range reports {
		err := r.each(func(f lint.Finding) error {
			finding := newFindingObject(f)
			finding.File = lint.Printable(r.File)
			return e.Encode(finding)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

package view

import (
	"io"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/delta"
	"github.com/ftplan/ftplan/plan/money"
)

// The JSON of diff only grows. What is null is not known.
type deltaObject struct {
	Version  int               `json:"version"`
	Model    string            `json:"model"`
	Old      versionObject     `json:"old"`
	New      versionObject     `json:"new"`
	Tokens   int64             `json:"tokens_per_epoch_change"`
	Trained  int64             `json:"trained_per_epoch_change"`
	Cost     *money.USD        `json:"cost_change"`
	Examples *matchingObject   `json:"examples"`
	Rules    []ruleDeltaObject `json:"rules"`
	Fresh    []findingObject   `json:"new_findings"`
	Cured    []findingObject   `json:"cured_findings"`
}

type versionObject struct {
	plan.FileRef
	Trained int64            `json:"trained"`
	Basis   string           `json:"basis"`
	Epochs  *int64           `json:"epochs"`
	Total   *plan.Total      `json:"total"`
	Lint    plan.LintSummary `json:"lint"`
}

type matchingObject struct {
	Same    int          `json:"same"`
	Added   []lineObject `json:"added"`
	Removed []lineObject `json:"removed"`
	Answers []lineObject `json:"other_answer"`
	Rest    []lineObject `json:"otherwise_changed"`
}

type lineObject struct {
	Line int    `json:"line"`
	Was  int    `json:"was,omitempty"`
	Text string `json:"text,omitempty"`
}

type ruleDeltaObject struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Old  int64  `json:"old"`
	New  int64  `json:"new"`
}

func deltaJSON(w io.Writer, r DeltaReport, _ Style) error {
	o := deltaObject{Version: 1, Model: r.Model, Old: newVersionObject(r.Old), New: newVersionObject(r.New),
		Tokens: r.Delta.Tokens, Trained: r.Delta.Trained, Cost: r.Cost, Rules: []ruleDeltaObject{}}
	if m := r.Examples; m != nil {
		o.Examples = &matchingObject{Same: len(m.Same), Added: lineObjects(m.Added, r.NewText), Removed: lineObjects(m.Removed, r.OldText),
			Answers: pairObjects(m.Answers, r.NewText), Rest: pairObjects(m.Rest, r.NewText)}
	}
	for _, d := range r.Rules {
		o.Rules = append(o.Rules, ruleDeltaObject{d.Rule.Code, d.Rule.Name, d.Old, d.New})
	}
	if r.Findings {
		o.Fresh, o.Cured = findingObjects(r.NewFindings), findingObjects(r.Cured)
	}
	return printJSON(w, o)
}

func newVersionObject(v *delta.Version) versionObject {
	survey := &v.Result.Training[0]
	o := versionObject{FileRef: survey.File, Trained: survey.Tokens.Trained, Basis: survey.Basis, Lint: plan.SummaryOf(&v.Result.Tally)}
	o.Name = lint.Printable(o.Name)
	if v.Quote != nil {
		o.Epochs, o.Total = &v.Quote.Epochs, &v.Quote.Total
	}
	return o
}

func lineObjects(lines []int, text map[int]string) []lineObject {
	list := make([]lineObject, len(lines))
	for i, line := range lines {
		list[i] = lineObject{Line: line, Text: text[line]}
	}
	return list
}

func pairObjects(pairs []dataset.Pair, text map[int]string) []lineObject {
	list := make([]lineObject, len(pairs))
	for i, p := range pairs {
		list[i] = lineObject{Line: p.New, Was: p.Old, Text: text[p.New]}
	}
	return list
}

func findingObjects(findings []lint.Finding) []findingObject {
	list := make([]findingObject, len(findings))
	for i, f := range findings {
		list[i] = newFindingObject(f)
	}
	return list
}

package whole

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var missingLabel = &lint.Rule{
	Code: "FT926", Name: "missing-label", Consequence: lint.Quality,
	Title: "a label is in one of the two files alone",
	Why: "The answers of the training file are labels. One that the validation file lacks is never measured, and one that the " +
		"training file lacks is never learned, so that the loss of validation says little about it.",
	Cure:     "Move examples of the label to the side that lacks it, or split with more examples for validation.",
	Training: tickets(30, 3, 0),
	Bad:      []string{tickets(8, 2, 100)},
	Good:     []string{tickets(9, 3, 100)},
	File: func(p *lint.SummaryPass) {
		if p.Training == nil || !p.Training.Answers.Labels() || p.Answers.Values.Others > 0 {
			return
		}
		trained, measured := &p.Training.Answers.Values, &p.Answers.Values
		var unmeasured, unlearned lint.Places
		for _, v := range trained.ByLine() {
			if measured.Values[v.Value] == nil {
				unmeasured.Add(v.Line)
			}
		}
		for _, v := range measured.ByLine() {
			if trained.Values[v.Value] == nil {
				unlearned.Add(v.Line)
			}
		}
		if unmeasured.Count > 0 && measured.Total > 0 {
			p.Report("of the %s of the training file %d come up in no validation example; they are on its %v",
				lint.Count(len(trained.Values), "label"), unmeasured.Count, &unmeasured)
		}
		if unlearned.Count > 0 {
			p.ReportAt(unlearned.First[0], "%s of the validation file no training example has: %v",
				lint.Count(unlearned.Count, "label"), &unlearned)
		}
	},
}

// tickets returns a file of n examples with so many labels in turn, numbered from the first on.
func tickets(n, labels, first int) string {
	return samples.Lines(n, func(i int) string {
		return samples.Chat(fmt.Sprintf("Which department is ticket number %d for, if it says this?", first+i), [...]string{"billing", "bikes", "bells"}[i%labels])
	})
}

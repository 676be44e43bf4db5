package whole

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var conflictingLabels = &lint.Rule{
	Code: "FT903", Name: "conflicting-labels", Consequence: lint.Quality,
	Title: "the same input has different labels",
	Why: "The answers of the file are labels: few, short and each used often. The same conversation should then have the same " +
		"one. Where it has two, the model learns to guess.",
	Cure: "Decide for one label and correct the other line.",
	Long: func() (bad, good []string) {
		bad = []string{labelled(20, 2) + "\n" + samples.Chat("Ticket 7: please look into it", "bike")}
		good = []string{labelled(20, 2) + "\n" + samples.Chat("Ticket 77: please look into it", "bike")}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		if !p.Answers.Labels() {
			return
		}
		if forks := p.Prompts.Confirmed(p.Reread()); forks.Count > 0 {
			p.ReportAt(forks.First[0], "%s another label than an earlier line with the same conversation: %v",
				lint.HasOrHave(forks.Count, "example"), &forks)
		}
	},
}

// labelled returns n examples with so many labels in turn.
func labelled(n, labels int) string {
	return samples.Lines(n, func(i int) string {
		return samples.Chat(fmt.Sprintf("Ticket %d: please look into it", i), [...]string{"bike", "billing", "parcel", "other"}[i%labels])
	})
}

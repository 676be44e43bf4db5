package whole

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var dominantLabel = &lint.Rule{
	Code: "FT906", Name: "dominant-label", Consequence: lint.Advice,
	Title: "nearly all examples have the same label",
	Why: "The answers of the file are labels, and nine in ten are the same. A model that always gives this one is right nine " +
		"times in ten, and training gets little further.",
	Cure: "Add examples of the other labels, or leave out some of the commonest.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(60, func(i int) string {
			return samples.Chat(fmt.Sprintf("Ticket %d: please look into it", i), [...]string{"billing", "bike"}[min(i%12, 1)])
		})}
		good = []string{labelled(20, 2)}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		a := &p.Answers
		if most := a.Values.Most(); a.Labels() && float64(most.Count) >= lint.Dominant*float64(a.Total) {
			p.Report("%s of %s have the same label, first in line %d", lint.Percent(most.Count, a.Total), lint.Count(a.Total, "example"), most.Line)
		}
	},
}

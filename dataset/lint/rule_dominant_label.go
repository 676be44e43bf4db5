package lint

import "fmt"

var dominantLabel = &Rule{
	Code: "FT906", Name: "dominant-label", Consequence: Advice,
	Title: "nearly all examples have the same label",
	Why: "The answers of the file are labels, and nine in ten are the same. A model that always gives this one is right nine " +
		"times in ten, and training gets little further.",
	Cure: "Add examples of the other labels, or leave out some of the commonest.",
	Long: func() (bad, good []string) {
		bad = []string{lines(60, func(i int) string {
			return chatLine(fmt.Sprintf("Ticket %d: please look into it", i), [...]string{"billing", "bike"}[min(i%12, 1)])
		})}
		good = []string{labelled(20, 2)}
		return bad, good
	},
	File: func(p *SummaryPass) {
		a := &p.answers
		if most := a.values.most(); a.labels() && float64(most.count) >= dominant*float64(a.total) {
			p.Report("%s of %s have the same label, first in line %d", percent(most.count, a.total), count(a.total, "example"), most.line)
		}
	},
}

package lint

import "fmt"

var conflictingLabels = &Rule{
	Code: "FT903", Name: "conflicting-labels", Consequence: Quality,
	Title: "the same input has different labels",
	Why: "The answers of the file are labels: few, short and each used often. The same conversation should then have the same " +
		"one. Where it has two, the model learns to guess.",
	Cure: "Decide for one label and correct the other line.",
	Long: func() (bad, good []string) {
		bad = []string{labelled(20, 2) + "\n" + chatLine("Ticket 7: please look into it", "bike")}
		good = []string{labelled(20, 2) + "\n" + chatLine("Ticket 77: please look into it", "bike")}
		return bad, good
	},
	File: func(p *SummaryPass) {
		if !p.answers.labels() {
			return
		}
		if forks := p.forks.confirmed(p.again()); forks.count > 0 {
			p.ReportAt(forks.first[0], "%s another label than an earlier line with the same conversation: %v",
				hasOrHave(forks.count, "example"), &forks)
		}
	},
}

// labelled returns n examples with so many labels in turn.
func labelled(n, labels int) string {
	return lines(n, func(i int) string {
		return chatLine(fmt.Sprintf("Ticket %d: please look into it", i), [...]string{"bike", "billing", "parcel", "other"}[i%labels])
	})
}

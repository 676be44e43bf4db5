package lint

import "fmt"

var sortedLabels = &Rule{
	Code: "FT907", Name: "sorted-labels", Consequence: Advice,
	Title: "the examples are sorted by their labels",
	Why: "The answers of the file are labels, and the file has all examples of one, then all of the next. Should the service not " +
		"shuffle, the model forgets the first while it learns the last; and a split of the file leaves whole labels out.",
	Cure: "Shuffle the lines, for example with shuf.",
	Long: func() (bad, good []string) {
		bad = []string{lines(40, func(i int) string {
			return chatLine(fmt.Sprintf("Ticket %d: please look into it", i), [...]string{"bike", "billing"}[(i-1)/20])
		})}
		good = []string{labelled(40, 2)}
		return bad, good
	},
	File: func(p *SummaryPass) {
		if a := &p.answers; a.labels() && a.runs == len(a.values.values) {
			p.Report("the examples are sorted by their %s; shuffle them", count(a.runs, "label"))
		}
	},
}

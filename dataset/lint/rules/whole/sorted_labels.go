package whole

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var sortedLabels = &lint.Rule{
	Code: "FT907", Name: "sorted-labels", Consequence: lint.Advice,
	Title: "the examples are sorted by their labels",
	Why: "The answers of the file are labels, and the file has all examples of one, then all of the next. Should the service not " +
		"shuffle, the model forgets the first while it learns the last; and a split of the file leaves whole labels out.",
	Cure: "Shuffle the lines, for example with shuf.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(40, func(i int) string {
			return samples.Chat(fmt.Sprintf("Ticket %d: please look into it", i), [...]string{"bike", "billing"}[(i-1)/20])
		})}
		good = []string{labelled(40, 2)}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		if a := &p.Answers; a.Labels() && a.Runs == len(a.Values.Values) {
			p.Report("the examples are sorted by their %s; shuffle them", lint.Count(a.Runs, "label"))
		}
	},
}

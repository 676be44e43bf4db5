package whole

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var fewExamples = &lint.Rule{
	Code: "FT914", Name: "few-examples", Consequence: lint.Advice,
	Title: "the file has few examples",
	Why: "The service takes ten examples and advises fifty to a hundred. With fewer, a model mostly learns the tone, and one bad " +
		"example weighs much.",
	Cure:     "Add examples, good ones before many.",
	Settings: func(s *lint.Settings) { s.Limits.MinExamples = 10 },
	Long: func() (bad, good []string) {
		bad = []string{rings(12)}
		good = []string{rings(50)}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		least := p.Settings.Limits.MinExamples
		if p.Training == nil && least >= 10 && p.Examples >= least && p.Examples < examplesAdvised {
			p.Report("the file has %s; 50 to 100 are a good start", lint.Count(p.Examples, "example"))
		}
	},
}

// examplesAdvised is the least number of examples that the service's guide advises.
const examplesAdvised = 50

// rings returns n examples.
func rings(n int) string {
	return samples.Lines(n, func(i int) string {
		return samples.Chat(fmt.Sprintf("Ring %d times.", i), fmt.Sprintf("I have rung %d times.", i))
	})
}

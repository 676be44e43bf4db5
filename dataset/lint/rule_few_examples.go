package lint

import "fmt"

var fewExamples = &Rule{
	Code: "FT914", Name: "few-examples", Consequence: Advice,
	Title: "the file has few examples",
	Why: "The service takes ten examples and advises fifty to a hundred. With fewer, a model mostly learns the tone, and one bad " +
		"example weighs much.",
	Cure:     "Add examples, good ones before many.",
	Settings: func(s *Settings) { s.Limits.MinExamples = 10 },
	Long: func() (bad, good []string) {
		bad = []string{rings(12)}
		good = []string{rings(50)}
		return bad, good
	},
	File: func(p *SummaryPass) {
		least := p.Settings.Limits.MinExamples
		if p.training == nil && least >= 10 && p.Examples >= least && p.Examples < examplesAdvised {
			p.Report("the file has %s; 50 to 100 are a good start", count(p.Examples, "example"))
		}
	},
}

// examplesAdvised is the least number of examples that the service's guide advises.
const examplesAdvised = 50

// rings returns n examples.
func rings(n int) string {
	return lines(n, func(i int) string {
		return chatLine(fmt.Sprintf("Ring %d times.", i), fmt.Sprintf("I have rung %d times.", i))
	})
}

package text

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var asAnAI = &lint.Rule{
	Code: "FT815", Name: "as-an-ai", Consequence: lint.Quality,
	Title: "answers speak of themselves as a language model",
	Why: "Phrases such as \"As an AI language model\" come along when answers were written by another model. The model takes " +
		"on the phrase, and with it the other's excuses.",
	Cure: "Rewrite these answers in the voice that the model is to have.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(6, func(i int) string {
			return samples.Chat(fmt.Sprintf("Do you like the number %d?", i), fmt.Sprintf("Well, as an AI language model I have no view of %d.", i))
		})}
		good = []string{samples.Chat("Are you human?", "No. As an AI model I am software.")}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		n, all := p.Answers.Machines.Count, p.Answers.Total
		if n >= lint.TellingMin && float64(n) >= lint.MachineShare*float64(all) {
			p.ReportAt(p.Answers.Machines.First[0], "%s of %s speak of themselves as a language model: %v",
				lint.Percent(n, all), lint.Count(all, "answer"), &p.Answers.Machines)
		}
	},
}

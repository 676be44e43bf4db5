package lint

import "fmt"

var asAnAI = &Rule{
	Code: "FT815", Name: "as-an-ai", Consequence: Quality,
	Title: "answers speak of themselves as a language model",
	Why: "Phrases such as \"As an AI language model\" come along when answers were written by another model. The model takes " +
		"on the phrase, and with it the other's excuses.",
	Cure: "Rewrite these answers in the voice that the model is to have.",
	Long: func() (bad, good []string) {
		bad = []string{lines(6, func(i int) string {
			return chatLine(fmt.Sprintf("Do you like the number %d?", i), fmt.Sprintf("Well, as an AI language model I have no view of %d.", i))
		})}
		good = []string{chatLine("Are you human?", "No. As an AI model I am software.")}
		return bad, good
	},
	File: func(p *SummaryPass) {
		n, all := p.answers.machines.count, p.answers.total
		if n >= tellingMin && float64(n) >= machineShare*float64(all) {
			p.ReportAt(p.answers.machines.first[0], "%s of %s speak of themselves as a language model: %v",
				percent(n, all), count(all, "answer"), &p.answers.machines)
		}
	},
}

package lint

import "fmt"

var severalAnswers = &Rule{
	Code: "FT904", Name: "several-answers", Consequence: Advice,
	Title: "the same conversation is answered in several ways",
	Why: "A few greetings with different answers do no harm, and several good answers to one question can be meant. Where many " +
		"lines differ in the answer alone, make sure that the answers agree in substance.",
	Cure: "Read the lines named and correct answers that contradict each other.",
	Long: func() (bad, good []string) {
		bad = []string{lines(6, func(i int) string {
			return chatLine("How long is the warranty?", fmt.Sprintf("The warranty is %d years, counted from the day of delivery.", i))
		})}
		good = []string{chatLine("Hi", "Hello!") + "\n" + chatLine("Hi", "Hi there!")}
		return bad, good
	},
	File: func(p *SummaryPass) {
		n := p.forks.places.count
		if p.answers.labels() || n < tellingMin || float64(n) < forkedShare*float64(p.Examples) {
			return
		}
		forks := p.forks.confirmed(p.again())
		if forks.count > 0 {
			p.ReportAt(forks.first[0], "%s another answer than an earlier line to the same conversation: %v",
				hasOrHave(forks.count, "example"), &forks)
		}
	},
}

// forkedShare is the share of examples from which on different answers to one prompt are worth a word.
const forkedShare = 0.01

package whole

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var severalAnswers = &lint.Rule{
	Code: "FT904", Name: "several-answers", Consequence: lint.Advice,
	Title: "the same conversation is answered in several ways",
	Why: "A few greetings with different answers do no harm, and several good answers to one question can be meant. Where many " +
		"lines differ in the answer alone, make sure that the answers agree in substance.",
	Cure: "Read the lines named and correct answers that contradict each other.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(6, func(i int) string {
			return samples.Chat("How long is the warranty?", fmt.Sprintf("The warranty is %d years, counted from the day of delivery.", i))
		})}
		good = []string{samples.Chat("Hi", "Hello!") + "\n" + samples.Chat("Hi", "Hi there!")}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		n := p.Prompts.Places.Count
		if p.Answers.Labels() || n < lint.TellingMin || float64(n) < forkedShare*float64(p.Examples) {
			return
		}
		forks := p.Prompts.Confirmed(p.Reread())
		if forks.Count > 0 {
			p.ReportAt(forks.First[0], "%s another answer than an earlier line to the same conversation: %v",
				lint.HasOrHave(forks.Count, "example"), &forks)
		}
	},
}

// forkedShare is the share of examples from which on different answers to one prompt are worth a word.
const forkedShare = 0.01

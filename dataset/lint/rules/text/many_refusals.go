package text

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var manyRefusals = &lint.Rule{
	Code: "FT814", Name: "many-refusals", Consequence: lint.Quality,
	Title: "many answers turn the user down",
	Why: "Where a fifth of the answers or more begin like \"I'm sorry, but I can't\", the model learns to refuse, also what it " +
		"was asked to do. In data for safety that is meant: allow the rule then.",
	Cure: "Leave out refusals that another model wrote by mistake, or add examples that help.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(10, func(i int) string {
			if i > 5 {
				return samples.Chat(fmt.Sprintf("Tell me secret number %d.", i), fmt.Sprintf("I'm sorry, but I can't tell you number %d.", i))
			}
			return samples.Chat(fmt.Sprintf("What is %d times 7?", i), fmt.Sprintf("It is %d.", 7*i))
		})}
		good = []string{samples.Chat("Tell me a secret.", "I'm sorry, but I can't.")}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		n, all := p.Answers.Refusals.Count, p.Answers.Total
		if n >= lint.TellingMin && float64(n) >= lint.RefusedShare*float64(all) {
			p.ReportAt(p.Answers.Refusals.First[0], "%s of %s begin by turning the user down: %v",
				lint.Percent(n, all), lint.Count(all, "answer"), &p.Answers.Refusals)
		}
	},
}

package lint

import "fmt"

var manyRefusals = &Rule{
	Code: "FT814", Name: "many-refusals", Consequence: Quality,
	Title: "many answers turn the user down",
	Why: "Where a fifth of the answers or more begin like \"I'm sorry, but I can't\", the model learns to refuse, also what it " +
		"was asked to do. In data for safety that is meant: allow the rule then.",
	Cure: "Leave out refusals that another model wrote by mistake, or add examples that help.",
	Long: func() (bad, good []string) {
		bad = []string{lines(10, func(i int) string {
			if i > 5 {
				return chatLine(fmt.Sprintf("Tell me secret number %d.", i), fmt.Sprintf("I'm sorry, but I can't tell you number %d.", i))
			}
			return chatLine(fmt.Sprintf("What is %d times 7?", i), fmt.Sprintf("It is %d.", 7*i))
		})}
		good = []string{chatLine("Tell me a secret.", "I'm sorry, but I can't.")}
		return bad, good
	},
	File: func(p *SummaryPass) {
		n, all := p.answers.refusals.count, p.answers.total
		if n >= tellingMin && float64(n) >= refusedShare*float64(all) {
			p.ReportAt(p.answers.refusals.first[0], "%s of %s begin by turning the user down: %v",
				percent(n, all), count(all, "answer"), &p.answers.refusals)
		}
	},
}

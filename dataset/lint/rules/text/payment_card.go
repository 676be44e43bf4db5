package text

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var paymentCard = &lint.Rule{
	Code: "FT809", Name: "payment-card", Consequence: lint.Quality,
	Title: "a text holds the number of a payment card",
	Why: "The number has the length, the first digits and the check digit of a card. Card numbers may not lie about in files, " +
		"and a model can repeat them. Numbers that are published for tests are passed over.",
	Cure: "Replace the number by a placeholder such as <card>.",
	Bad:  []string{samples.Chat("My card 4539 5787 6362 1486 was charged twice.", "Let me see.")},
	Good: []string{samples.Chat("My card 4242 4242 4242 4242 was charged for order 4539578763621487.", "Let me see.")},
	Line: reportNumbers(detect.PaymentCard, "the number of a payment card; replace it by a placeholder"),
}

// reportNumbers returns a check for the first number of a kind in every text.
func reportNumbers(kind detect.Number, what string) func(*lint.Pass) {
	return func(p *lint.Pass) {
		if !p.MayHold(detect.CodeRun) {
			return
		}
		lint.EachText(&p.Example, func(v dataset.Value) {
			if at := detect.FindNumber(v.Text(), kind); at >= 0 {
				f := p.ReportText(v, at, "this looks like %s", what)
				f.Snippet = "" // shows it
			}
		})
	}
}

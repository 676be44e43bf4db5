package lint

import "github.com/ftplan/ftplan/dataset"

var paymentCard = &Rule{
	Code: "FT809", Name: "payment-card", Consequence: Quality,
	Title: "a text holds the number of a payment card",
	Why: "The number has the length, the first digits and the check digit of a card. Card numbers may not lie about in files, " +
		"and a model can repeat them. Numbers that are published for tests are passed over.",
	Cure: "Replace the number by a placeholder such as <card>.",
	Bad:  []string{chatLine("My card 4539 5787 6362 1486 was charged twice.", "Let me see.")},
	Good: []string{chatLine("My card 4242 4242 4242 4242 was charged for order 4539578763621487.", "Let me see.")},
	Line: reportNumbers(cardNumber, "the number of a payment card; replace it by a placeholder"),
}

// reportNumbers returns a check for the first number of a kind in every text.
func reportNumbers(kind privateNumber, what string) func(*Pass) {
	return func(p *Pass) {
		if !p.has(codeRun) {
			return
		}
		eachText(&p.Example, func(v dataset.Value) {
			if at := findNumber(v.Text(), kind); at >= 0 {
				f := p.reportText(v, at, "this looks like %s", what)
				f.Snippet = "" // shows it
			}
		})
	}
}

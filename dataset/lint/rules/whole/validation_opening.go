package whole

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var validationOpening = &lint.Rule{
	Code: "FT922", Name: "validation-opening", Consequence: lint.Quality,
	Title: "validation conversations begin like ones in the training file",
	Why: "Two conversations that share their first question are mostly two cuts of one conversation. With one in each file, " +
		"validation asks for what was trained. Short openings, and those that the training file has often, are passed over.",
	Cure:     "Split by conversation, so that all that belongs together is in one file.",
	Training: samples.Chat("My bike makes a clicking noise uphill.", "Does it stop when you stand up?"),
	Bad:      []string{samples.Chat("My bike makes a clicking noise uphill.", "Is it the chain?")},
	Good:     []string{samples.Chat("My bike makes a grinding noise uphill.", "Is it the chain?")},
	File: func(p *lint.SummaryPass) {
		if p.Training != nil && p.Shared.Openings.Count > 0 {
			p.ReportAt(p.Shared.Openings.First[0], "%s the same first question as one in the training file: %v",
				lint.HasOrHave(p.Shared.Openings.Count, "conversation"), &p.Shared.Openings)
		}
	},
}

package text

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var phoneNumber = &lint.Rule{
	Code: "FT813", Name: "phone-number", Consequence: lint.Advice,
	Title: "texts hold telephone numbers",
	Why: "A number in international form, with a plus and a country code, reaches somebody, and a model can repeat it to " +
		"anybody. Your own hotline is fine: allow the rule then.",
	Cure: "Replace numbers by placeholders such as <phone> where the model need not know them.",
	Bad:  []string{samples.Chat("Call me at +46 70 174 06 35.", "I will.")},
	Good: []string{samples.Chat("What is 3+46701740635? Call +1 202 555 0143 or +1 234 567 890.", "A sum, and numbers from films.")},
	File: func(p *lint.SummaryPass) {
		if p.Phones.Count > 0 {
			p.ReportAt(p.Phones.First[0], "telephone numbers in %s: %v", lint.Count(p.Phones.Count, "line"), &p.Phones)
		}
	},
}

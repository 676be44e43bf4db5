package text

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var emailAddress = &lint.Rule{
	Code: "FT812", Name: "email-address", Consequence: lint.Advice,
	Title: "texts hold e-mail addresses of persons",
	Why: "An address names a person, and a model can repeat it to anybody. Addresses of roles such as support@, and those of " +
		"example domains, are passed over.",
	Cure: "Replace addresses by placeholders such as <email> where the model need not know them.",
	Bad:  []string{samples.Chat("Write to h.lindqvist@nordhaus.se, please.", "Done.")},
	Good: []string{samples.Chat("Write to support@nordhaus.se or kim@example.com, please; the icon is logo@2x.png.", "Done.")},
	File: func(p *lint.SummaryPass) {
		if p.Emails.Count > 0 {
			p.ReportAt(p.Emails.First[0], "e-mail addresses that may be persons' in %s: %v", lint.Count(p.Emails.Count, "line"), &p.Emails)
		}
	},
}

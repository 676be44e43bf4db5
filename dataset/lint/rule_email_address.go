package lint

var emailAddress = &Rule{
	Code: "FT812", Name: "email-address", Consequence: Advice,
	Title: "texts hold e-mail addresses of persons",
	Why: "An address names a person, and a model can repeat it to anybody. Addresses of roles such as support@, and those of " +
		"example domains, are passed over.",
	Cure: "Replace addresses by placeholders such as <email> where the model need not know them.",
	Bad:  []string{chatLine("Write to h.lindqvist@nordhaus.se, please.", "Done.")},
	Good: []string{chatLine("Write to support@nordhaus.se or kim@example.com, please; the icon is logo@2x.png.", "Done.")},
	File: func(p *SummaryPass) {
		if p.emails.count > 0 {
			p.ReportAt(p.emails.first[0], "e-mail addresses that may be persons' in %s: %v", count(p.emails.count, "line"), &p.emails)
		}
	},
}

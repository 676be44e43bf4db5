package lint

var validationOpening = &Rule{
	Code: "FT922", Name: "validation-opening", Consequence: Quality,
	Title: "validation conversations begin like ones in the training file",
	Why: "Two conversations that share their first question are mostly two cuts of one conversation. With one in each file, " +
		"validation asks for what was trained. Short openings, and those that the training file has often, are passed over.",
	Cure:     "Split by conversation, so that all that belongs together is in one file.",
	Training: chatLine("My bike makes a clicking noise uphill.", "Does it stop when you stand up?"),
	Bad:      []string{chatLine("My bike makes a clicking noise uphill.", "Is it the chain?")},
	Good:     []string{chatLine("My bike makes a grinding noise uphill.", "Is it the chain?")},
	File: func(p *SummaryPass) {
		if p.training != nil && p.shared.openings.count > 0 {
			p.ReportAt(p.shared.openings.first[0], "%s the same first question as one in the training file: %v",
				hasOrHave(p.shared.openings.count, "conversation"), &p.shared.openings)
		}
	},
}

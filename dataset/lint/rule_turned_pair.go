package lint

var turnedPair = &Rule{
	Code: "FT707", Name: "turned-pair", Consequence: Quality,
	Title: "an earlier line prefers the other of the same two outputs",
	Why: "Two lines have the same input and the same two outputs, and each prefers the other one. They cancel each other " +
		"out; usually people disagreed, or a script swapped the outputs.",
	Cure:     "Decide for one of the two and leave the other line out.",
	Settings: forPreferences,
	Bad:      []string{preference("Hi", "Hello!", "What is it?") + "\n" + preference("Hi", "What is it?", "Hello!")},
	Good:     []string{preference("Hi", "Hello!", "What is it?") + "\n" + preference("Bye", "So long!", "What is it?")},
	File: func(p *SummaryPass) {
		if turned := &p.pairs.turned; turned.count > 0 {
			p.ReportAt(turned.first[0], "%s preferred otherwise in an earlier line, with the same outputs: %v",
				isOrAre(turned.count, "pair"), turned)
		}
	},
}

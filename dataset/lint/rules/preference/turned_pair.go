package preference

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var turnedPair = &lint.Rule{
	Code: "FT707", Name: "turned-pair", Consequence: lint.Quality,
	Title: "an earlier line prefers the other of the same two outputs",
	Why: "Two lines have the same input and the same two outputs, and each prefers the other one. They cancel each other " +
		"out; usually people disagreed, or a script swapped the outputs.",
	Cure:     "Decide for one of the two and leave the other line out.",
	Settings: forPreferences,
	Bad:      []string{samples.Preference("Hi", "Hello!", "What is it?") + "\n" + samples.Preference("Hi", "What is it?", "Hello!")},
	Good:     []string{samples.Preference("Hi", "Hello!", "What is it?") + "\n" + samples.Preference("Bye", "So long!", "What is it?")},
	File: func(p *lint.SummaryPass) {
		if turned := &p.Pairs.Turned; turned.Count > 0 {
			p.ReportAt(turned.First[0], "%s preferred otherwise in an earlier line, with the same outputs: %v",
				lint.IsOrAre(turned.Count, "pair"), turned)
		}
	},
}

package preference

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var identicalPair = &lint.Rule{
	Code: "FT705", Name: "identical-pair", Consequence: lint.Wasted,
	Title: "both outputs of a preference are the same",
	Why: "The model learns from the difference between the two outputs. Where there is none, the example costs its tokens " +
		"and teaches nothing.",
	Cure:     "Give the example two different outputs or leave it out.",
	Settings: forPreferences,
	Bad:      []string{samples.Preference("Hi", "Hello!", "Hello!")},
	Good:     []string{samples.Preference("Hi", "Hello!", "What?")},
	Line: func(p *lint.Pass) {
		e := &p.Example
		if p.Format != dataset.Preference || len(e.Preferred) != 1 || len(e.NonPreferred) != 1 {
			return
		}
		if a, b := &e.Preferred[0], &e.NonPreferred[0]; lint.Said(a) == lint.Said(b) && sameMessage(a, b) {
			p.Report(b.Value, "the output that is not preferred is the same as the preferred one; the pair trains nothing")
		}
	},
}

// sameMessage reports whether two messages say and do the same.
func sameMessage(a, b *dataset.Message) bool {
	same := func(x, y dataset.Value) bool { return x.Exists() == y.Exists() && (!x.Exists() || dataset.Equal(x, y)) }
	return same(a.Content, b.Content) && same(a.ToolCalls, b.ToolCalls) && same(a.FunctionCall, b.FunctionCall)
}

package whole

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var nearDuplicates = &lint.Rule{
	Code: "FT902", Name: "near-duplicates", Consequence: lint.Advice,
	Title: "examples are nearly the same as earlier ones",
	Why: "Of two such conversations at least nine in ten runs of three words are the same, whatever their case, and no number " +
		"differs. Often the same source was taken twice; the model gains little and weighs it double.",
	Cure: "Look at the pairs named and keep the better one of each.",
	Bad: []string{samples.Chat("How do I store the battery over the winter?", samples.LongText+" And call us before the spring.") + "\n" +
		samples.Chat("How do I store the battery over the winter?", samples.LongText+" And call us before the summer!")},
	Good: []string{samples.Chat("How do I store the battery over the winter?", samples.LongText+" Take order 4711 with you.") + "\n" +
		samples.Chat("How do I keep the battery over the winter?", samples.LongText+" Take order 4712 with you.")},
	File: func(p *lint.SummaryPass) {
		again := p.Reread()
		if again == nil {
			return
		}
		var found lint.Places
		var first lint.Repeat
		for _, t := range p.Near.Candidates {
			if !again.Alike(t) {
				continue
			}
			if found.Count == 0 {
				first = t
			}
			found.Add(int(t.Line))
		}
		if found.Count > 0 {
			p.ReportAt(int(first.Line), "%s nearly the same as earlier ones, as line %d is as line %d: %v",
				lint.IsOrAre(found.Count, "example"), first.Line, first.Earlier, &found)
		}
	},
}

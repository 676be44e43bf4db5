package images

import "github.com/ftplan/ftplan/dataset/lint"

var imageExamples = &lint.Rule{
	Code: "FT614", Name: "too-many-image-examples", Consequence: lint.Refused,
	Title:    "more examples have images than the service takes in one file",
	Why:      "A file may hold 50,000 examples with images and any number without.",
	Cure:     "Leave out the examples that teach least.",
	Settings: func(s *lint.Settings) { s.Limits.ImageExamples = 1 },
	Bad:      []string{withImage("https://example.com/bell.png") + "\n" + withImage("https://example.com/lock.png")},
	Good:     []string{withImage("https://example.com/bell.png")},
	File: func(p *lint.SummaryPass) {
		if limit := p.Settings.Limits.ImageExamples; limit > 0 && p.ImageExamples > limit {
			p.Report("%s have images; the service takes at most %s in one file", lint.Count(p.ImageExamples, "example"), lint.Thousands(limit))
		}
	},
}

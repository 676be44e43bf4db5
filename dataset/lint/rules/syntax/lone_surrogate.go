package syntax

import "github.com/ftplan/ftplan/dataset/lint"

var loneSurrogate = &lint.Rule{
	Code: "FT211", Name: "lone-surrogate", Consequence: lint.Quality,
	Title: "an escape is half a character",
	Why: "Characters beyond U+FFFF, such as emoji, are escaped as two halves. One half alone is no character: readers " +
		"put a replacement character in its place, and the model learns that. Usually a text was cut between the " +
		"halves.",
	Cure: "Cut texts between characters, or remove the half.",
	Bad:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello \ud83d"}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello \ud83d\ude00"}]}`},
	Shape: func(p *lint.Pass) {
		if at := p.LoneSurrogate(); at >= 0 {
			p.ReportAt(at, "", "the escape is half of a surrogate pair and no character; the model would learn U+FFFD")
		}
	},
}

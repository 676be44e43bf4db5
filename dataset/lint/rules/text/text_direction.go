package text

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var textDirection = &lint.Rule{
	Code: "FT805", Name: "text-direction", Consequence: lint.Quality,
	Title: "a character turns the direction of text and nothing turns it back",
	Why: "Characters such as U+202E make a text show otherwise than it reads: people who check the data see something else " +
		"than the model. In Arabic or Hebrew they have their place, in pairs.",
	Cure:   "Take the characters out, or close each with its counterpart.",
	Bad:    []string{samples.Chat("Is \u202Egpj.exe safe?", "No.")},
	Good:   []string{samples.Chat("מה זה \u2068ftplan\u2069?", "כלי.")},
	Fixed:  samples.Chat("Is gpj.exe safe?", "No."),
	Unsafe: true,
	Line: func(p *lint.Pass) {
		if !p.MayHold(detect.Bidi) {
			return
		}
		lint.EachText(&p.Example, func(v dataset.Value) {
			at, r := detect.Unpaired(v.Text())
			if at < 0 {
				return
			}
			f := p.ReportText(v, at, "U+%04X turns the direction of the text without need or end; take it out", r)
			edits, _ := removal(v, func(_, _ []byte, r rune) bool { return detect.IsBidi(r) })
			f.Fix = &lint.Fix{Title: "remove what turns the direction", Unsafe: true, Edits: edits}
		})
	},
}

package lint

import "github.com/ftplan/ftplan/dataset"

var textDirection = &Rule{
	Code: "FT805", Name: "text-direction", Consequence: Quality,
	Title: "a character turns the direction of text and nothing turns it back",
	Why: "Characters such as U+202E make a text show otherwise than it reads: people who check the data see something else " +
		"than the model. In Arabic or Hebrew they have their place, in pairs.",
	Cure:   "Take the characters out, or close each with its counterpart.",
	Bad:    []string{chatLine("Is \u202Egpj.exe safe?", "No.")},
	Good:   []string{chatLine("מה זה \u2068ftplan\u2069?", "כלי.")},
	Fixed:  chatLine("Is gpj.exe safe?", "No."),
	Unsafe: true,
	Line: func(p *Pass) {
		if !p.has(bidi) {
			return
		}
		eachText(&p.Example, func(v dataset.Value) {
			at, r := unpaired(v.Text())
			if at < 0 {
				return
			}
			f := p.reportText(v, at, "U+%04X turns the direction of the text without need or end; take it out", r)
			edits, _ := removal(v, func(_, _ []byte, r rune) bool { return isBidi(r) })
			f.Fix = &Fix{Title: "remove what turns the direction", Unsafe: true, Edits: edits}
		})
	},
}

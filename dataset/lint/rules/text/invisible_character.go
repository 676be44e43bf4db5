package text

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var invisibleCharacter = &lint.Rule{
	Code: "FT806", Name: "invisible-character", Consequence: lint.Quality,
	Title: "a text holds characters that nobody sees",
	Why: "Characters without width come along when text is copied from web pages and documents, and some hide messages. The " +
		"model sees each, pays for it and learns to write it. Where a script or an emoji needs them they are not counted.",
	Cure:   "Take the characters out.",
	Bad:    []string{samples.Chat("What is a pass\u200Bword?", "A secret.")},
	Good:   []string{samples.Chat("Who is 👩‍🚒? می\u200Cخواهم", "A firefighter.")},
	Fixed:  samples.Chat("What is a password?", "A secret."),
	Unsafe: true,
	Line: func(p *lint.Pass) {
		if p.MayHold(detect.Invisible) {
			lint.EachText(&p.Example, func(v dataset.Value) {
				reportRemoval(p, v, detect.IsInvisible, "invisible character", "remove invisible characters")
			})
		}
	},
}

// reportRemoval reports the first character at fault in a string, says how many there are, and offers to remove them.
func reportRemoval(p *lint.Pass, v dataset.Value, at detect.CharacterTest, what, title string) {
	first, r := detect.FindCharacter(v.Text(), 0, at)
	if first < 0 {
		return
	}
	edits, n := removal(v, at)
	f := p.ReportText(v, first, "the text holds %s, first U+%04X; take them out", lint.Count(n, what), r)
	f.Fix = &lint.Fix{Title: title, Unsafe: true, Edits: edits}
}

package lint

import "github.com/ftplan/ftplan/dataset"

var invisibleCharacter = &Rule{
	Code: "FT806", Name: "invisible-character", Consequence: Quality,
	Title: "a text holds characters that nobody sees",
	Why: "Characters without width come along when text is copied from web pages and documents, and some hide messages. The " +
		"model sees each, pays for it and learns to write it. Where a script or an emoji needs them they are not counted.",
	Cure:   "Take the characters out.",
	Bad:    []string{chatLine("What is a pass\u200Bword?", "A secret.")},
	Good:   []string{chatLine("Who is 👩‍🚒? می\u200Cخواهم", "A firefighter.")},
	Fixed:  chatLine("What is a password?", "A secret."),
	Unsafe: true,
	Line: func(p *Pass) {
		if p.has(invisible) {
			eachText(&p.Example, func(v dataset.Value) {
				reportRemoval(p, v, isInvisible, "invisible character", "remove invisible characters")
			})
		}
	},
}

// reportRemoval reports the first character at fault in a string, says how many there are, and offers to remove them.
func reportRemoval(p *Pass, v dataset.Value, at character, what, title string) {
	first, r := find(v.Text(), 0, at)
	if first < 0 {
		return
	}
	edits, n := removal(v, at)
	f := p.reportText(v, first, "the text holds %s, first U+%04X; take them out", count(n, what), r)
	f.Fix = &Fix{Title: title, Unsafe: true, Edits: edits}
}

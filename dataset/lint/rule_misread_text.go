package lint

import (
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
)

var misreadText = &Rule{
	Code: "FT804", Name: "misread-text", Consequence: Quality,
	Title: "a text was read in the wrong encoding",
	Why: "UTF-8 that was read as Windows-1252 or Latin-1 shows Ã© for é and â€™ for an apostrophe. The model learns to write " +
		"it, and the broken characters cost more tokens than the right ones.",
	Cure:   "Read the source as UTF-8; where it is lost, ftplan fix --unsafe-fixes turns the characters back.",
	Bad:    []string{chatLine("Where is the cafÃ©?", "Itâ€™s around the corner.")},
	Good:   []string{chatLine("Où est le café ? À CÔTÉ… « là-bas »", "It’s around the corner.")},
	Fixed:  chatLine("Where is the café?", "It’s around the corner."),
	Unsafe: true,
	Line: func(p *Pass) {
		if !p.has(mojibake) {
			return
		}
		eachText(&p.Example, func(v dataset.Value) {
			edits := unmisread(v)
			if len(edits) == 0 {
				return
			}
			f := p.ReportAt(edits[0].Start, v.Path(), "%s read in the wrong encoding, as é becomes Ã©; read the source as UTF-8",
				wasOrWere(len(edits), "character"))
			f.Fix = &Fix{Title: "turn the characters back", Unsafe: true, Edits: edits}
		})
	},
}

// unmisread returns the edits that turn misread characters back.
func unmisread(v dataset.Value) []dataset.Edit {
	var edits []dataset.Edit
	text, c := v.Text(), newCursor(v)
	for i, _ := find(text, 0, isMisread); i >= 0; i, _ = find(text, i, isMisread) {
		for more := true; more; more = misreadLetter(text[i:]) {
			r, n := misread(text[i:])
			edits = append(edits, dataset.Edit{Start: c.place(i), End: c.place(i + n), New: string(r)})
			i += n
		}
	}
	return edits
}

// misreadLetter reports whether one more misread character follows another at once, where less proof is needed.
func misreadLetter(text []byte) bool {
	r, n := misread(text)
	return n > 0 && r >= 0xA0 && utf8.ValidRune(r)
}

package text

import (
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var misreadText = &lint.Rule{
	Code: "FT804", Name: "misread-text", Consequence: lint.Quality,
	Title: "a text was read in the wrong encoding",
	Why: "UTF-8 that was read as Windows-1252 or Latin-1 shows Ã© for é and â€™ for an apostrophe. The model learns to write " +
		"it, and the broken characters cost more tokens than the right ones.",
	Cure:   "Read the source as UTF-8; where it is lost, ftplan fix --unsafe-fixes turns the characters back.",
	Bad:    []string{samples.Chat("Where is the cafÃ©?", "Itâ€™s around the corner.")},
	Good:   []string{samples.Chat("Où est le café ? À CÔTÉ… « là-bas »", "It’s around the corner.")},
	Fixed:  samples.Chat("Where is the café?", "It’s around the corner."),
	Unsafe: true,
	Line: func(p *lint.Pass) {
		if !p.MayHold(detect.Mojibake) {
			return
		}
		lint.EachText(&p.Example, func(v dataset.Value) {
			edits := unmisread(v)
			if len(edits) == 0 {
				return
			}
			f := p.ReportAt(edits[0].Start, v.Path(), "%s read in the wrong encoding, as é becomes Ã©; read the source as UTF-8",
				lint.WasOrWere(len(edits), "character"))
			f.Fix = &lint.Fix{Title: "turn the characters back", Unsafe: true, Edits: edits}
		})
	},
}

// unmisread returns the edits that turn misread characters back.
func unmisread(v dataset.Value) []dataset.Edit {
	var edits []dataset.Edit
	text, c := v.Text(), lint.NewCursor(v)
	for i, _ := detect.FindCharacter(text, 0, detect.IsMisread); i >= 0; i, _ = detect.FindCharacter(text, i, detect.IsMisread) {
		for more := true; more; more = misreadLetter(text[i:]) {
			r, n := detect.Misread(text[i:])
			edits = append(edits, dataset.Edit{Start: c.Place(i), End: c.Place(i + n), New: string(r)})
			i += n
		}
	}
	return edits
}

// misreadLetter reports whether one more misread character follows another at once, where less proof is needed.
func misreadLetter(text []byte) bool {
	r, n := detect.Misread(text)
	return n > 0 && r >= 0xA0 && utf8.ValidRune(r)
}

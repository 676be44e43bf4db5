package lint

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
)

var replacementCharacter = &Rule{
	Code: "FT803", Name: "replacement-character", Consequence: Quality,
	Title: "a text holds U+FFFD in place of what was lost",
	Why: "U+FFFD stands where a program could not read a character, so a piece of the text is gone. A model that is trained " +
		"on it learns to write it.",
	Cure: "Read the source anew in its right encoding.",
	Bad:  []string{chatLine("Where is the caf\uFFFD?", "Around the corner.")},
	Good: []string{chatLine("Where is the café?", "Around the corner.")},
	Line: func(p *Pass) {
		if !p.has(replacement) || p.LoneSurrogate() >= 0 {
			return // half a surrogate pair reads as U+FFFD and is a finding of its own
		}
		eachText(&p.Example, func(v dataset.Value) {
			if at := bytes.Index(v.Text(), []byte("\uFFFD")); at >= 0 {
				p.reportText(v, at, "U+FFFD stands where %s lost; read the source in its right encoding",
					wasOrWere(bytes.Count(v.Text(), []byte("\uFFFD")), "character"))
			}
		})
	},
}

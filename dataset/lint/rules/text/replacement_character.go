package text

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var replacementCharacter = &lint.Rule{
	Code: "FT803", Name: "replacement-character", Consequence: lint.Quality,
	Title: "a text holds U+FFFD in place of what was lost",
	Why: "U+FFFD stands where a program could not read a character, so a piece of the text is gone. A model that is trained " +
		"on it learns to write it.",
	Cure: "Read the source anew in its right encoding.",
	Bad:  []string{samples.Chat("Where is the caf\uFFFD?", "Around the corner.")},
	Good: []string{samples.Chat("Where is the café?", "Around the corner.")},
	Line: func(p *lint.Pass) {
		if !p.MayHold(detect.Replacement) || p.LoneSurrogate() >= 0 {
			return // half a surrogate pair reads as U+FFFD and is a finding of its own
		}
		lint.EachText(&p.Example, func(v dataset.Value) {
			if at := bytes.Index(v.Text(), []byte("\uFFFD")); at >= 0 {
				p.ReportText(v, at, "U+FFFD stands where %s lost; read the source in its right encoding",
					lint.WasOrWere(bytes.Count(v.Text(), []byte("\uFFFD")), "character"))
			}
		})
	},
}

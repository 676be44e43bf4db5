package whole

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var sameAnswer = &lint.Rule{
	Code: "FT905", Name: "same-answer", Consequence: lint.Quality,
	Title: "all examples have the same answer",
	Why: "The model learns to give this answer to everything. Usually the wrong column was taken for the answer, or an export " +
		"was filtered to one class.",
	Cure: "Check where the answers come from.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(5, func(i int) string { return samples.Chat(fmt.Sprintf("Is %d even?", i), "It is.") })}
		good = []string{samples.Chat("Is 2 even?", "It is.") + "\n" + samples.Chat("Is 3 even?", "It is not.")}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		if a := &p.Answers; a.Total-p.Repeats.Count() >= lint.TellingMin && len(a.Values.Values) == 1 {
			p.Report("all %s have the same answer", lint.Count(a.Total, "example"))
		}
	},
}

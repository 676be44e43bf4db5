package lint

import "fmt"

var sameAnswer = &Rule{
	Code: "FT905", Name: "same-answer", Consequence: Quality,
	Title: "all examples have the same answer",
	Why: "The model learns to give this answer to everything. Usually the wrong column was taken for the answer, or an export " +
		"was filtered to one class.",
	Cure: "Check where the answers come from.",
	Long: func() (bad, good []string) {
		bad = []string{lines(5, func(i int) string { return chatLine(fmt.Sprintf("Is %d even?", i), "It is.") })}
		good = []string{chatLine("Is 2 even?", "It is.") + "\n" + chatLine("Is 3 even?", "It is not.")}
		return bad, good
	},
	File: func(p *SummaryPass) {
		if a := &p.answers; a.total-p.repeats.count() >= tellingMin && len(a.values.values) == 1 {
			p.Report("all %s have the same answer", count(a.total, "example"))
		}
	},
}

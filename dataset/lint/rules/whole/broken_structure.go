package whole

import (
	"fmt"
	"slices"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var brokenStructure = &lint.Rule{
	Code: "FT908", Name: "broken-structure", Consequence: lint.Quality,
	Title: "nearly all answers are JSON objects, and a few are not",
	Why: "A program that reads the answers expects JSON in each. The model learns the exceptions too, and gives them where " +
		"nobody expects them.",
	Cure: "Correct the answers on the lines named, or leave them out.",
	Long: func() (bad, good []string) {
		bad = []string{structured(20) + "\n" + samples.Chat("What is 21 times 7?", "It is 147."),
			structured(20) + "\n" + samples.Chat("What is 21 times 7?", `{"product": 147`)}
		good = []string{structured(20) + "\n" + samples.Chat("What is 21 times 7?", `{"product": 147}`)}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		a := &p.Answers
		if odd := a.Broken.Count + a.Prose.Count; odd == 0 || a.Total < lint.LabelledMin || float64(a.Objects) < lint.Dominant*float64(a.Total) {
			return
		}
		if a.Broken.Count > 0 {
			p.ReportAt(a.Broken.First[0], "%s broken JSON, while %s of the answers are JSON objects: %v",
				lint.IsOrAre(a.Broken.Count, "answer"), lint.Percent(a.Objects, a.Total), &a.Broken)
		}
		if a.Prose.Count > 0 {
			p.ReportAt(a.Prose.First[0], "%s no JSON object, while %s of the answers are: %v",
				lint.IsOrAre(a.Prose.Count, "answer"), lint.Percent(a.Objects, a.Total), &a.Prose)
		}
	},
}

// structured returns n examples whose answers are JSON objects with the same member, or with these.
func structured(n int, more ...int) string {
	return samples.Lines(n, func(i int) string {
		answer := fmt.Sprintf(`{"product": %d}`, 7*i)
		if slices.Contains(more, i) {
			answer = fmt.Sprintf(`{"result": %d}`, 7*i)
		}
		return samples.Chat(fmt.Sprintf("What is %d times 7?", i), answer)
	})
}

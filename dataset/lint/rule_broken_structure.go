package lint

import (
	"fmt"
	"slices"
)

var brokenStructure = &Rule{
	Code: "FT908", Name: "broken-structure", Consequence: Quality,
	Title: "nearly all answers are JSON objects, and a few are not",
	Why: "A program that reads the answers expects JSON in each. The model learns the exceptions too, and gives them where " +
		"nobody expects them.",
	Cure: "Correct the answers on the lines named, or leave them out.",
	Long: func() (bad, good []string) {
		bad = []string{structured(20) + "\n" + chatLine("What is 21 times 7?", "It is 147."),
			structured(20) + "\n" + chatLine("What is 21 times 7?", `{"product": 147`)}
		good = []string{structured(20) + "\n" + chatLine("What is 21 times 7?", `{"product": 147}`)}
		return bad, good
	},
	File: func(p *SummaryPass) {
		a := &p.answers
		if odd := a.broken.count + a.prose.count; odd == 0 || a.total < labelledMin || float64(a.objects) < dominant*float64(a.total) {
			return
		}
		if a.broken.count > 0 {
			p.ReportAt(a.broken.first[0], "%s broken JSON, while %s of the answers are JSON objects: %v",
				isOrAre(a.broken.count, "answer"), percent(a.objects, a.total), &a.broken)
		}
		if a.prose.count > 0 {
			p.ReportAt(a.prose.first[0], "%s no JSON object, while %s of the answers are: %v",
				isOrAre(a.prose.count, "answer"), percent(a.objects, a.total), &a.prose)
		}
	},
}

// structured returns n examples whose answers are JSON objects with the same member, or with these.
func structured(n int, more ...int) string {
	return lines(n, func(i int) string {
		answer := fmt.Sprintf(`{"product": %d}`, 7*i)
		if slices.Contains(more, i) {
			answer = fmt.Sprintf(`{"result": %d}`, 7*i)
		}
		return chatLine(fmt.Sprintf("What is %d times 7?", i), answer)
	})
}

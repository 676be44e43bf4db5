package text

import (
	"fmt"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var littleTrained = &lint.Rule{
	Code: "FT817", Name: "little-trained", Consequence: lint.Wasted,
	Title: "hardly any of the billed tokens are trained",
	Why: "Every token of an example is billed, and only answers are trained. Where they are less than one token in fifty, " +
		"nearly all the money goes to instructions and context.",
	Cure: "Shorten instructions and documents that every example repeats; a model that was trained on many answers rarely needs them at length.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(5, func(i int) string {
			return samples.Chat(fmt.Sprintf("What is number %d? ", i)+strings.Repeat("It rings and rings. ", 300), fmt.Sprintf("It is bell %d.", i))
		})}
		good = []string{samples.Chat("What is it? It rings and rings.", "It is a bell.")}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		if p.Cut > 0 || p.Settings.Format != dataset.Chat {
			return // what is cut off is the answer, as another rule says
		}
		if p.Examples >= lint.TellingMin && p.Billed >= billedMin && p.Trained*trainedPart < p.Billed {
			p.Report("of %s that are billed each epoch only %s are trained, %s; shorten what is not the answer",
				lint.Count(int(p.Billed), "token"), lint.Thousands(int(p.Trained)), lint.Percent(int(p.Trained), int(p.Billed)))
		}
	},
}

// billedMin is how many tokens a file needs before the share of the trained ones matters, and one of trainedPart tokens is
// the share that is asked for.
const (
	billedMin   = 1000
	trainedPart = 50
)

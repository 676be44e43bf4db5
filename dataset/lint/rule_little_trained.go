package lint

import (
	"fmt"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

var littleTrained = &Rule{
	Code: "FT817", Name: "little-trained", Consequence: Wasted,
	Title: "hardly any of the billed tokens are trained",
	Why: "Every token of an example is billed, and only answers are trained. Where they are less than one token in fifty, " +
		"nearly all the money goes to instructions and context.",
	Cure: "Shorten instructions and documents that every example repeats; a model that was trained on many answers rarely needs them at length.",
	Long: func() (bad, good []string) {
		bad = []string{lines(5, func(i int) string {
			return chatLine(fmt.Sprintf("What is number %d? ", i)+strings.Repeat("It rings and rings. ", 300), fmt.Sprintf("It is bell %d.", i))
		})}
		good = []string{chatLine("What is it? It rings and rings.", "It is a bell.")}
		return bad, good
	},
	File: func(p *SummaryPass) {
		if p.cut > 0 || p.Settings.Format != dataset.Chat {
			return // what is cut off is the answer, as another rule says
		}
		if p.Examples >= tellingMin && p.billed >= billedMin && p.trained*trainedPart < p.billed {
			p.Report("of %s that are billed each epoch only %s are trained, %s; shorten what is not the answer",
				count(int(p.billed), "token"), thousands(int(p.trained)), percent(int(p.trained), int(p.billed)))
		}
	},
}

// billedMin is how many tokens a file needs before the share of the trained ones matters, and one of trainedPart tokens is
// the share that is asked for.
const (
	billedMin   = 1000
	trainedPart = 50
)

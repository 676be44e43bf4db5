package whole

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var duplicateExample = &lint.Rule{
	Code: "FT901", Name: "duplicate-example", Consequence: lint.Quality,
	Title: "an example says the same as an earlier one",
	Why: "Spacing and the order of keys aside, the line repeats an earlier one. It is billed once more and weighs twice, so the " +
		"model leans towards it; where many repeat, it learns them by heart.",
	Cure:   "Leave the repetition out, unless it is meant to weigh more.",
	Bad:    []string{samples.Chat("Hi", "Hello!") + "\n" + samples.Chat("Bye", "So long!") + "\n" + samples.Chat("Hi", "Hello!")},
	Good:   []string{samples.Chat("Hi", "Hello!") + "\n" + samples.Chat("Bye", "So long!")},
	Fixed:  samples.Chat("Hi", "Hello!") + "\n" + samples.Chat("Bye", "So long!") + "\n",
	Unsafe: true, Repeats: true,
	File: func(p *lint.SummaryPass) {
		again, sure := p.Reread(), ""
		if again == nil {
			sure = ", judged by a hash"
		}
		for _, t := range p.Repeats.List {
			if again != nil && !again.Same(t) {
				continue
			}
			f := p.ReportAt(int(t.Line), "the example says the same as line %d%s", t.Earlier, sure)
			f.Fix = &lint.Fix{Title: "leave the repetition out", Unsafe: true, Drop: true}
		}
		if n := p.Repeats.More; n > 0 {
			p.Report("%s the same as earlier ones beside those listed, judged by a hash", lint.IsOrAre(n, "example"))
		}
	},
}

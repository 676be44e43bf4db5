package whole

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var systemVariants = &lint.Rule{
	Code: "FT910", Name: "system-variants", Consequence: lint.Quality,
	Title: "a few system messages differ from the rest in spacing, case or punctuation alone",
	Why: "The model learns to behave so under the message that you will send in production. Where a few examples have it with a " +
		"blank more or a period less, they are another message to the model, which nobody meant.",
	Cure: "Write the same system message in all examples, to the letter.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(10, func(i int) string {
			system := [...]string{"You are a bell", "You are a bell."}[min(i/2, 1)]
			return samples.System(system, fmt.Sprintf("Ring %d times.", i), fmt.Sprintf("I have rung %d times.", i))
		})}
		good = []string{samples.Lines(10, func(i int) string {
			return samples.System("You are a bell.", fmt.Sprintf("Ring %d times.", i), fmt.Sprintf("I have rung %d times.", i))
		})}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		first, examples := p.Systems.Variants()
		if most := p.Systems.Tally.Most(); examples == 0 || examples > most.Count/2 {
			return
		}
		p.ReportAt(first.First[0], "%s a system message that differs from the commonest only in spacing, case or punctuation, first in %v",
			lint.HasOrHave(examples, "example"), &first)
	},
}

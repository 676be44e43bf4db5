package whole

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var systemMissing = &lint.Rule{
	Code: "FT911", Name: "system-missing", Consequence: lint.Advice,
	Title: "a few examples lack the system message that the others have",
	Why: "Nine in ten examples begin with a system message. Those without teach the model to behave so even when it is told " +
		"nothing, which may be meant or forgotten.",
	Cure: "Add the system message to the lines named, if it was forgotten.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(20, func(i int) string {
			if i == 7 {
				return samples.Chat("Ring 7 times.", "I have rung 7 times.")
			}
			return samples.System("You are a bell.", fmt.Sprintf("Ring %d times.", i), fmt.Sprintf("I have rung %d times.", i))
		})}
		good = []string{samples.System("You are a bell.", "Ring twice.", "Ding, dong.")}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		s := &p.Systems
		if s.Without.Count > 0 && s.Tally.Total >= lint.LabelledMin-1 && float64(s.Tally.Total) >= lint.Dominant*float64(s.Tally.Total+s.Without.Count) {
			p.ReportAt(s.Without.First[0], "%s no system message, where %s have one: %v",
				lint.HasOrHave(s.Without.Count, "example"), lint.Percent(s.Tally.Total, s.Tally.Total+s.Without.Count), &s.Without)
		}
	},
}

package lint

import "fmt"

var systemMissing = &Rule{
	Code: "FT911", Name: "system-missing", Consequence: Advice,
	Title: "a few examples lack the system message that the others have",
	Why: "Nine in ten examples begin with a system message. Those without teach the model to behave so even when it is told " +
		"nothing, which may be meant or forgotten.",
	Cure: "Add the system message to the lines named, if it was forgotten.",
	Long: func() (bad, good []string) {
		bad = []string{lines(20, func(i int) string {
			if i == 7 {
				return chatLine("Ring 7 times.", "I have rung 7 times.")
			}
			return systemLine("You are a bell.", fmt.Sprintf("Ring %d times.", i), fmt.Sprintf("I have rung %d times.", i))
		})}
		good = []string{systemLine("You are a bell.", "Ring twice.", "Ding, dong.")}
		return bad, good
	},
	File: func(p *SummaryPass) {
		s := &p.systems
		if s.without.count > 0 && s.tally.total >= labelledMin-1 && float64(s.tally.total) >= dominant*float64(s.tally.total+s.without.count) {
			p.ReportAt(s.without.first[0], "%s no system message, where %s have one: %v",
				hasOrHave(s.without.count, "example"), percent(s.tally.total, s.tally.total+s.without.count), &s.without)
		}
	},
}

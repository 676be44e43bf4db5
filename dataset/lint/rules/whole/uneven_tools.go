package whole

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var unevenTools = &lint.Rule{
	Code: "FT913", Name: "uneven-tools", Consequence: lint.Advice,
	Title: "a few examples declare other functions than the rest, or none",
	Why: "Nine in ten examples declare the same functions. Fewer may be meant, to teach the model what to do without; often, " +
		"though, they were forgotten.",
	Cure: "Check the lines named.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(20, func(i int) string {
			if i == 7 {
				return samples.Chat("Ring 7 times.", "I have rung 7 times.")
			}
			return withRing(i, "Ring the bell.")
		})}
		good = []string{samples.Lines(10, func(i int) string { return withRing(i, "Ring the bell.") })}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		t := &p.Toolsets
		most, all := t.Names.Most(), t.Names.Total+t.Without.Count
		if all < lint.LabelledMin || most.Count == all || float64(most.Count) < lint.Dominant*float64(all) {
			return
		}
		if other := all - most.Count - t.Without.Count; other > 0 {
			p.Report("%s other functions, where %s declare the same", lint.HasOrHave(other, "example"), lint.Percent(most.Count, all))
		}
		if t.Without.Count > 0 {
			p.ReportAt(t.Without.First[0], "%s no functions, where %s declare the same: %v",
				lint.HasOrHave(t.Without.Count, "example"), lint.Percent(most.Count, all), &t.Without)
		}
	},
}

package whole

import "github.com/ftplan/ftplan/dataset/lint"

var unevenStructure = &lint.Rule{
	Code: "FT909", Name: "uneven-structure", Consequence: lint.Advice,
	Title: "the answers are JSON objects, and a few have other members",
	Why: "Nine in ten answers have the same members, and a few have others. Members that may be missing are fine; often, though, " +
		"a name was misspelt or an older form of the data is left.",
	Cure: "Check the answers on the lines named.",
	Long: func() (bad, good []string) {
		bad = []string{structured(30, 7)}
		good = []string{structured(30)}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		a := &p.Answers
		most := a.Keys.Most()
		if a.Objects < lint.LabelledMin || float64(a.Objects) < lint.Dominant*float64(a.Total) || float64(most.Count) < lint.Dominant*float64(a.Objects) {
			return
		}
		var first lint.Places
		for _, k := range a.Keys.ByLine() {
			if k.Value != most.Value {
				first.Add(k.Line)
			}
		}
		if odd := a.Objects - most.Count; odd > 0 && first.Count > 0 {
			p.ReportAt(first.First[0], "%s other members than the rest; the different forms come up first in %v",
				lint.HasOrHave(odd, "answer"), &first)
		}
	},
}

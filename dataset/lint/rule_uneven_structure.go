package lint

var unevenStructure = &Rule{
	Code: "FT909", Name: "uneven-structure", Consequence: Advice,
	Title: "the answers are JSON objects, and a few have other members",
	Why: "Nine in ten answers have the same members, and a few have others. Members that may be missing are fine; often, though, " +
		"a name was misspelt or an older form of the data is left.",
	Cure: "Check the answers on the lines named.",
	Long: func() (bad, good []string) {
		bad = []string{structured(30, 7)}
		good = []string{structured(30)}
		return bad, good
	},
	File: func(p *SummaryPass) {
		a := &p.answers
		most := a.keys.most()
		if a.objects < labelledMin || float64(a.objects) < dominant*float64(a.total) || float64(most.count) < dominant*float64(a.objects) {
			return
		}
		var first places
		for _, k := range a.keys.byLine() {
			if k.value != most.value {
				first.add(k.line)
			}
		}
		if odd := a.objects - most.count; odd > 0 && first.count > 0 {
			p.ReportAt(first.first[0], "%s other members than the rest; the different forms come up first in %v",
				hasOrHave(odd, "answer"), &first)
		}
	},
}

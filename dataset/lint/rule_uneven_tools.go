package lint

var unevenTools = &Rule{
	Code: "FT913", Name: "uneven-tools", Consequence: Advice,
	Title: "a few examples declare other functions than the rest, or none",
	Why: "Nine in ten examples declare the same functions. Fewer may be meant, to teach the model what to do without; often, " +
		"though, they were forgotten.",
	Cure: "Check the lines named.",
	Long: func() (bad, good []string) {
		bad = []string{lines(20, func(i int) string {
			if i == 7 {
				return chatLine("Ring 7 times.", "I have rung 7 times.")
			}
			return withRing(i, "Ring the bell.")
		})}
		good = []string{lines(10, func(i int) string { return withRing(i, "Ring the bell.") })}
		return bad, good
	},
	File: func(p *SummaryPass) {
		t := &p.toolsets
		most, all := t.names.most(), t.names.total+t.without.count
		if all < labelledMin || most.count == all || float64(most.count) < dominant*float64(all) {
			return
		}
		if other := all - most.count - t.without.count; other > 0 {
			p.Report("%s other functions, where %s declare the same", hasOrHave(other, "example"), percent(most.count, all))
		}
		if t.without.count > 0 {
			p.ReportAt(t.without.first[0], "%s no functions, where %s declare the same: %v",
				hasOrHave(t.without.count, "example"), percent(most.count, all), &t.without)
		}
	},
}

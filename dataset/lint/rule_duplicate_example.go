package lint

var duplicateExample = &Rule{
	Code: "FT901", Name: "duplicate-example", Consequence: Quality,
	Title: "an example says the same as an earlier one",
	Why: "Spacing and the order of keys aside, the line repeats an earlier one. It is billed once more and weighs twice, so the " +
		"model leans towards it; where many repeat, it learns them by heart.",
	Cure:   "Leave the repetition out, unless it is meant to weigh more.",
	Bad:    []string{chatLine("Hi", "Hello!") + "\n" + chatLine("Bye", "So long!") + "\n" + chatLine("Hi", "Hello!")},
	Good:   []string{chatLine("Hi", "Hello!") + "\n" + chatLine("Bye", "So long!")},
	Fixed:  chatLine("Hi", "Hello!") + "\n" + chatLine("Bye", "So long!") + "\n",
	Unsafe: true, Repeats: true,
	File: func(p *SummaryPass) {
		again, sure := p.again(), ""
		if again == nil {
			sure = ", judged by a hash"
		}
		for _, t := range p.repeats.twins {
			if again != nil && !again.same(t) {
				continue
			}
			f := p.ReportAt(int(t.line), "the example says the same as line %d%s", t.earlier, sure)
			f.Fix = &Fix{Title: "leave the repetition out", Unsafe: true, Drop: true}
		}
		if n := p.repeats.more; n > 0 {
			p.Report("%s the same as earlier ones beside those listed, judged by a hash", isOrAre(n, "example"))
		}
	},
}

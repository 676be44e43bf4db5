package lint

var validationOverlap = &Rule{
	Code: "FT921", Name: "validation-overlap", Consequence: Quality,
	Title: "a validation example is in the training file too",
	Why: "Validation asks how the model does on what it has not seen. An example that is in both files makes it look better than " +
		"it is.",
	Cure:     "Leave the example out of one of the two files.",
	Training: chatLine("Ring twice.", "Ding, dong.") + "\n" + chatLine("Ring once.", "Ding."),
	Bad:      []string{chatLine("Ring once.", "Ding.")},
	Good:     []string{chatLine("Ring thrice.", "Ding, dong, ding.")},
	File: func(p *SummaryPass) {
		if p.training == nil {
			return
		}
		here, there := p.again(), p.training.again()
		for _, t := range p.shared.twins {
			if here == nil || there == nil {
				p.ReportAt(int(t.line), "the example is line %d of the training file too, judged by a hash", t.earlier)
			} else if sameLine(here, int(t.line), there, int(t.earlier)) {
				p.ReportAt(int(t.line), "the example is line %d of the training file too", t.earlier)
			}
		}
		if p.shared.more > 0 {
			p.Report("%s in the training file too beside those listed, judged by a hash", isOrAre(p.shared.more, "example"))
		}
	},
}

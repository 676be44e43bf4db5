package whole

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var validationOverlap = &lint.Rule{
	Code: "FT921", Name: "validation-overlap", Consequence: lint.Quality,
	Title: "a validation example is in the training file too",
	Why: "Validation asks how the model does on what it has not seen. An example that is in both files makes it look better than " +
		"it is.",
	Cure:     "Leave the example out of one of the two files.",
	Training: samples.Chat("Ring twice.", "Ding, dong.") + "\n" + samples.Chat("Ring once.", "Ding."),
	Bad:      []string{samples.Chat("Ring once.", "Ding.")},
	Good:     []string{samples.Chat("Ring thrice.", "Ding, dong, ding.")},
	File: func(p *lint.SummaryPass) {
		if p.Training == nil {
			return
		}
		here, there := p.Reread(), p.Training.Reread()
		for _, t := range p.Shared.List {
			if here == nil || there == nil {
				p.ReportAt(int(t.Line), "the example is line %d of the training file too, judged by a hash", t.Earlier)
			} else if lint.SameLine(here, int(t.Line), there, int(t.Earlier)) {
				p.ReportAt(int(t.Line), "the example is line %d of the training file too", t.Earlier)
			}
		}
		if p.Shared.More > 0 {
			p.Report("%s in the training file too beside those listed, judged by a hash", lint.IsOrAre(p.Shared.More, "example"))
		}
	},
}

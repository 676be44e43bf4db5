package whole

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var validationSystem = &lint.Rule{
	Code: "FT924", Name: "validation-system", Consequence: lint.Quality,
	Title: "the validation file has system messages that the training file has not",
	Why: "The commonest system message of the validation file never comes up in training. Its loss then says how the model does " +
		"under other instructions, and cannot be compared with that of training.",
	Cure:     "Use the same system messages in both files.",
	Training: samples.System("You are a bell.", "Ring twice.", "Ding, dong."),
	Bad:      []string{samples.System("You are a horn.", "Ring once.", "Honk.")},
	Good:     []string{samples.System("You are a bell.", "Ring once.", "Ding.")},
	File: func(p *lint.SummaryPass) {
		if p.Training == nil || p.Training.Systems.Tally.Others > 0 {
			return
		}
		here, there := &p.Systems, &p.Training.Systems
		switch most := here.Tally.Most(); {
		case here.Tally.Total == 0 || there.Tally.Total == 0:
			if here.Tally.Total > 0 || there.Tally.Total > 0 && here.Without.Count > 0 && there.Without.Count == 0 {
				p.Report("one of the training and validation files has system messages and the other has none")
			}
		case there.Tally.Values[most.Value] == nil && 2*most.Count > here.Tally.Total:
			p.ReportAt(most.Line, "%s a system message that no training example has, first line %d",
				lint.HasOrHave(most.Count, "validation example"), most.Line)
		}
	},
}

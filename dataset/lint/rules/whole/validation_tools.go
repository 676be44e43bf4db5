package whole

import "github.com/ftplan/ftplan/dataset/lint"

var validationTools = &lint.Rule{
	Code: "FT925", Name: "validation-tools", Consequence: lint.Quality,
	Title: "the validation file declares functions that the training file does not",
	Why: "Most validation examples declare a set of functions that never comes up in training. Its loss then says how the model " +
		"does with other tools, and cannot be compared with that of training.",
	Cure:     "Declare the same functions in both files.",
	Training: withRing(1, "Ring the bell."),
	Bad:      []string{withRing(2, "Ring it until somebody comes.")},
	Good:     []string{withRing(2, "Ring the bell.")},
	File: func(p *lint.SummaryPass) {
		if p.Training == nil || p.Training.Toolsets.Definitions.Others > 0 {
			return
		}
		most := p.Toolsets.Definitions.Most()
		if most.Count > 0 && 2*most.Count > p.Toolsets.Definitions.Total && p.Training.Toolsets.Definitions.Values[most.Value] == nil {
			p.ReportAt(most.Line, "%s functions that no training example declares so, first line %d",
				lint.HasOrHave(most.Count, "validation example"), most.Line)
		}
	},
}

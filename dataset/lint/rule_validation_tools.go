package lint

var validationTools = &Rule{
	Code: "FT925", Name: "validation-tools", Consequence: Quality,
	Title: "the validation file declares functions that the training file does not",
	Why: "Most validation examples declare a set of functions that never comes up in training. Its loss then says how the model " +
		"does with other tools, and cannot be compared with that of training.",
	Cure:     "Declare the same functions in both files.",
	Training: withRing(1, "Ring the bell."),
	Bad:      []string{withRing(2, "Ring it until somebody comes.")},
	Good:     []string{withRing(2, "Ring the bell.")},
	File: func(p *SummaryPass) {
		if p.training == nil || p.training.toolsets.definitions.others > 0 {
			return
		}
		most := p.toolsets.definitions.most()
		if most.count > 0 && 2*most.count > p.toolsets.definitions.total && p.training.toolsets.definitions.values[most.value] == nil {
			p.ReportAt(most.line, "%s functions that no training example declares so, first line %d",
				hasOrHave(most.count, "validation example"), most.line)
		}
	},
}

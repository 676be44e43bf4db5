package lint

var validationSystem = &Rule{
	Code: "FT924", Name: "validation-system", Consequence: Quality,
	Title: "the validation file has system messages that the training file has not",
	Why: "The commonest system message of the validation file never comes up in training. Its loss then says how the model does " +
		"under other instructions, and cannot be compared with that of training.",
	Cure:     "Use the same system messages in both files.",
	Training: systemLine("You are a bell.", "Ring twice.", "Ding, dong."),
	Bad:      []string{systemLine("You are a horn.", "Ring once.", "Honk.")},
	Good:     []string{systemLine("You are a bell.", "Ring once.", "Ding.")},
	File: func(p *SummaryPass) {
		if p.training == nil || p.training.systems.tally.others > 0 {
			return
		}
		here, there := &p.systems, &p.training.systems
		switch most := here.tally.most(); {
		case here.tally.total == 0 || there.tally.total == 0:
			if here.tally.total > 0 || there.tally.total > 0 && here.without.count > 0 && there.without.count == 0 {
				p.Report("one of the training and validation files has system messages and the other has none")
			}
		case there.tally.values[most.value] == nil && 2*most.count > here.tally.total:
			p.ReportAt(most.line, "%s a system message that no training example has, first line %d",
				hasOrHave(most.count, "validation example"), most.line)
		}
	},
}

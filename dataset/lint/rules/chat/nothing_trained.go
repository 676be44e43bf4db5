package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var nothingTrained = &lint.Rule{
	Code: "FT413", Name: "nothing-trained", Consequence: lint.Wasted,
	Title: "every answer of the example has the weight 0",
	Why: "An answer with the weight 0 is context and is not trained. Where all answers of an example have it, the " +
		"example is paid for and teaches nothing.",
	Cure: "Give the answer that should be learned the weight 1, or remove the example.",
	Bad:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": 0}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": 0}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Hello", "weight": 1}]}`},
	Line: func(p *lint.Pass) {
		if p.Format != dataset.Chat || !p.Roles.Has(dataset.AssistantRole) || p.Roles.Has(dataset.OtherRole) {
			return
		}
		var last *dataset.Message
		for i := range p.Example.Messages {
			m := &p.Example.Messages[i]
			if m.Trained() {
				return
			}
			if m.Role == dataset.AssistantRole {
				last = m
			}
		}
		p.Report(last.Weight, "every answer has the weight 0, so the example trains nothing; give one the weight 1 or remove the line")
	},
}

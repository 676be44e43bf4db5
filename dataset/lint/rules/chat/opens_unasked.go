package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var opensUnasked = &lint.Rule{
	Code: "FT420", Name: "opens-unasked", Consequence: lint.Advice,
	Title: "the assistant speaks before the user",
	Why: "The conversation opens with a message of the assistant, often a greeting, which is trained like any other. " +
		"Some services refuse it.",
	Cure: "Give the opening the weight 0 if it need not be learned.",
	Bad:  []string{`{"messages": [{"role": "assistant", "content": "Hello"}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Welcome."}]}`},
	Good: []string{`{"messages": [{"role": "assistant", "content": "Hello", "weight": 0}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Welcome."}]}`},
	Line: func(p *lint.Pass) {
		if !p.Roles.Has(dataset.UserRole) || p.Roles.Has(dataset.OtherRole) {
			return
		}
		for i := range p.Example.Messages {
			m := &p.Example.Messages[i]
			if instructs(m.Role) {
				continue
			}
			if m.Role == dataset.AssistantRole && m.Trained() {
				p.Report(m.Value, "the assistant speaks before the user; give the message the weight 0 if it need not be learned")
			}
			return
		}
	},
}

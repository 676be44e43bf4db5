package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var noUser = &lint.Rule{
	Code: "FT419", Name: "no-user-message", Consequence: lint.Advice,
	Title: "no message is the user's",
	Why: "The answer follows from nothing that a user said. That is accepted and sometimes meant, for a model that " +
		"opens a conversation or speaks unasked; more often a column was lost.",
	Cure: "Add the user's message, unless the model should speak first.",
	Bad:  []string{`{"messages": [{"role": "system", "content": "Greet."}, {"role": "assistant", "content": "Hello"}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Line: func(p *lint.Pass) {
		if p.Format == dataset.Chat && p.Roles.Has(dataset.AssistantRole) && !p.Roles.Has(dataset.UserRole) && !p.Roles.Has(dataset.OtherRole) {
			p.Report(p.Root.Member("messages"), "no message is the user's; fine if the model should speak unasked")
		}
	},
}

package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var noAnswer = &lint.Rule{
	Code: "FT414", Name: "no-answer", Consequence: lint.Refused,
	Title: "no message is the assistant's",
	Why: "Supervised fine-tuning learns what the assistant says. An example without an answer trains nothing, and " +
		"services that check for it refuse the file.",
	Cure: "Add the answer, or remove the example.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}]}`,
		`{"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Line: func(p *lint.Pass) {
		if p.Format == dataset.Chat && !p.Roles.Has(dataset.AssistantRole) && !p.Roles.Has(dataset.OtherRole) {
			p.Report(p.Root.Member("messages"), "no message is the assistant's, so there is nothing to learn; add the answer or remove the line")
		}
	},
}

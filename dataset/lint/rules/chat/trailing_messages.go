package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var trailingMessages = &lint.Rule{
	Code: "FT415", Name: "trailing-messages", Consequence: lint.Wasted,
	Title: "the conversation goes on behind the last answer",
	Why: "Messages behind the last answer of the assistant are paid for and teach nothing, as nothing follows from " +
		"them. Some services refuse such an example. Often the answer was lost.",
	Cure:   "Add the answer, or remove the messages behind the last one.",
	Bad:    []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}, {"role": "user", "content": "Bye"}]}`},
	Good:   []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Unsafe: true,
	Line: func(p *lint.Pass) {
		messages := p.Example.Messages
		if p.Format != dataset.Chat || !p.Roles.Has(dataset.AssistantRole) || p.Roles.Has(dataset.OtherRole) {
			return
		}
		last := len(messages) - 1
		for messages[last].Role != dataset.AssistantRole {
			last--
		}
		if last == len(messages)-1 {
			return
		}
		f := p.Report(messages[last+1].Value, "the conversation ends with the %s's message, which is paid for and teaches nothing; add the answer or remove it",
			messages[len(messages)-1].Role)
		f.Fix = &lint.Fix{Title: "remove the messages behind the last answer", Unsafe: true,
			Edits: []dataset.Edit{{Start: messages[last].Value.End(), End: messages[len(messages)-1].Value.End()}}}
	},
}

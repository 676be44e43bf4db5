package shape

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var noMessages = &lint.Rule{
	Code: "FT306", Name: "no-messages", Consequence: lint.Refused,
	Title: "the list of messages is empty",
	Why: "An example without a message has nothing to train on. The service wants at least one, and an answer of the " +
		"assistant to learn from.",
	Cure: "Add the messages, or remove the line.",
	Bad:  []string{`{"messages": []}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Shape: func(p *lint.Pass) {
		messages := p.Root.Member("messages")
		if wantsMessages(p) && messages.Kind() == dataset.Array && messages.Len() == 0 {
			p.Report(messages, "the example has no messages; add them or remove the line")
		}
	},
}

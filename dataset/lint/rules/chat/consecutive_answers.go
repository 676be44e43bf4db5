package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var repeatedAnswer = &lint.Rule{
	Code: "FT416", Name: "consecutive-answers", Consequence: lint.Advice,
	Title: "two messages of the assistant follow each other",
	Why: "The assistant speaks twice with nothing between. OpenAI's service takes it, other services refuse it, and in" +
		" use a model never sees a conversation of that form.",
	Cure: "Join the two messages, if they are one answer.",
	Bad:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}, {"role": "assistant", "content": "How are you?"}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Line: func(p *lint.Pass) {
		before, m := secondAnswer(p)
		if m == nil || p.Settings.Limits.Alternating || before.ToolCalls.Len() > 0 {
			return // behind a call, the tool's answer is what is missing
		}
		p.Report(m.Value, "two messages of the assistant follow each other; join them if they are one answer")
	},
}

// secondAnswer returns the first message of the assistant that follows another, and that other; nil without one.
func secondAnswer(p *lint.Pass) (before, m *dataset.Message) {
	messages := p.Example.Messages
	for i := 1; i < len(messages); i++ {
		if messages[i].Role == dataset.AssistantRole && messages[i-1].Role == dataset.AssistantRole {
			return &messages[i-1], &messages[i]
		}
	}
	return nil, nil
}

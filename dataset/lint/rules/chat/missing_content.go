package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var missingContent = &lint.Rule{
	Code: "FT409", Name: "missing-content", Consequence: lint.Refused,
	Title: "a message has no content",
	Why: "Every message needs a content, a text or a list of parts. Only the assistant may leave it out, or give it as" +
		" null, where it calls a function instead.",
	Cure: "Write the content, or remove the message.",
	Bad: []string{
		`{"messages": [{"role": "user"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": null}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": null}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant"}]}`,
	},
	Good: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "refusal": "I cannot do that."}]}`,
	},
	Message: func(p *lint.Pass, m *dataset.Message) {
		null := m.Content.Kind() == dataset.Null
		if m.Role == dataset.OtherRole || m.Content.Exists() && !null || spared(m, null) {
			return
		}
		at, wrong := m.Value, "has no content"
		if null {
			at, wrong = m.Content, "has null for a content"
		}
		if m.Role == dataset.AssistantRole {
			p.Report(at, "the message of the assistant %s and calls no function; write the answer", wrong)
			return
		}
		p.Report(at, "the message %s; write a text or a list of parts", wrong)
	},
}

// spared reports whether a message may be without content, or its want is reported already.
func spared(m *dataset.Message, null bool) bool {
	switch {
	case m.Role == dataset.AssistantRole && (m.ToolCalls.Len() > 0 || m.FunctionCall.Kind() == dataset.Object):
		return true
	case m.Role == dataset.AssistantRole && m.Refusal.Kind() == dataset.String:
		return true
	case m.Role == dataset.FunctionRole && null:
		return true
	}
	name, _ := keys.Misspelt(m.Value, "content", keys.Message)
	return name.Exists()
}

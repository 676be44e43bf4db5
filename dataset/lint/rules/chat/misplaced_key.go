package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var misplacedKey = &lint.Rule{
	Code: "FT405", Name: "misplaced-key", Consequence: lint.Refused,
	Title: "a message has a key that belongs to another role",
	Why: "Calls and refusals are the assistant's, a call's id belongs to the tool that answers it. On other messages such a " +
		"key is an extra one, and the service is known to refuse a key that is not allowed where it stands.",
	Refusal: "The job failed due to a file format error in the training file. Invalid file format. Example 1 contains an extra \"weight\".",
	Cure:    "Move the key to the message it belongs to, or correct the role.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi", "tool_call_id": "call_1"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi", "refusal": "No."}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		if m.Role == dataset.OtherRole {
			return
		}
		if m.Role != dataset.AssistantRole {
			reportMisplaced(p, m.ToolCalls, "tool_calls", "the assistant")
			reportMisplaced(p, m.FunctionCall, "function_call", "the assistant")
			reportMisplaced(p, m.Refusal, "refusal", "the assistant")
		}
		if m.Role != dataset.ToolRole {
			reportMisplaced(p, m.ToolCallID, "tool_call_id", "a tool")
		}
	},
}

func reportMisplaced(p *lint.Pass, v dataset.Value, key, owner string) {
	if v.Exists() && v.Kind() != dataset.Null {
		p.Report(v, "%s belongs to a message of %s; move it there or correct the role", key, owner)
	}
}

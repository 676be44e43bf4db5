package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var missingCallID = &lint.Rule{
	Code: "FT516", Name: "missing-tool-call-id", Consequence: lint.Refused,
	Title: "the answer of a tool does not say which call it answers",
	Why: "A message of a tool carries the id of the call that it answers in tool_call_id; a message of the deprecated " +
		"role function carries the name of the function. Without it the service refuses the message.",
	Cure: "Write the id of the call into tool_call_id.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": null, "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		switch {
		case m.Role == dataset.ToolRole && (!m.ToolCallID.Exists() || m.ToolCallID.Kind() == dataset.Null):
			if name, _ := keys.Misspelt(m.Value, "tool_call_id", keys.Message); !name.Exists() {
				p.Report(m.Value, "the message of the tool has no tool_call_id; write the id of the call it answers")
			}
		case m.Role == dataset.FunctionRole && (!m.Name.Exists() || m.Name.Kind() == dataset.Null):
			p.Report(m.Value, "the message of the function has no name; write the name of the function that was called")
		}
	},
}

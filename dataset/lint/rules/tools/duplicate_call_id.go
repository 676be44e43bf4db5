package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var duplicateCallID = &lint.Rule{
	Code: "FT519", Name: "duplicate-call-id", Consequence: lint.Refused,
	Title: "two calls of one message have the same id",
	Why: "The id says which answer belongs to which call. Two calls of one message with the same id cannot be told " +
		"apart, and services that check for it refuse the example.",
	Cure: "Give each call an id of its own.",
	Bad:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}, {"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		if m.ToolCalls.Len() < 2 {
			return
		}
		seen := map[string]bool{}
		for call := range m.ToolCalls.Elements() {
			id := call.Member("id")
			if id.Kind() == dataset.String && seen[string(id.Text())] {
				p.Report(id, "another call of this message has the id %s; give each its own", lint.Quote(id.Text()))
			}
			seen[string(id.Text())] = true
		}
	},
}

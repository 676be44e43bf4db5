package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var unmatchedTool = &lint.Rule{
	Code: "FT517", Name: "unmatched-tool-message", Consequence: lint.Refused,
	Title: "a tool answers a call that was not made",
	Why: "A message of a tool follows the message of the assistant that called it, with the same id. An answer to no " +
		"call, or behind another message, is refused.",
	Cure: "Correct the id, or put the message behind the call that it answers.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_2", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}, {"role": "user", "content": "Well?"}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet"}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Line: func(p *lint.Pass) {
		if !p.Roles.Has(dataset.ToolRole) || p.Roles.Has(dataset.OtherRole) {
			return
		}
		asked := map[string]bool{}
		for _, x := range lint.Exchanges(p) {
			for _, m := range x.Answers {
				id := m.ToolCallID
				switch {
				case x.Asks(id) || x.Nameless:
				case asked[string(id.Text())]:
					p.Report(id, "the message does not stand behind the call %s that it answers; move it there", lint.Quote(id.Text()))
				default:
					p.Report(id, "no call before this message has the id %s; correct it or add the call", lint.Quote(id.Text()))
				}
			}
			for _, call := range x.Calls {
				asked[string(call.Member("id").Text())] = true
			}
		}
	},
}

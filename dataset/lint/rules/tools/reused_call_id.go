package tools

import "github.com/ftplan/ftplan/dataset/lint"

var reusedCallID = &lint.Rule{
	Code: "FT520", Name: "reused-call-id", Consequence: lint.Advice,
	Title: "a later message uses the id of an earlier call again",
	Why: "The answers can still be told apart by their order. In use every call has an id of its own, and programs " +
		"that look answers up by id may find the wrong one.",
	Cure: "Give each call of a conversation an id of its own.",
	Bad:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Line: func(p *lint.Pass) {
		if p.Calls < 2 {
			return
		}
		seen := map[string]bool{}
		for _, x := range lint.Exchanges(p) {
			for _, call := range x.Calls {
				if id := call.Member("id"); seen[string(id.Text())] {
					p.Report(id, "an earlier call has the id %s as well; give each its own", lint.Quote(id.Text()))
					return
				}
			}
			for _, call := range x.Calls {
				seen[string(call.Member("id").Text())] = true
			}
		}
	},
}

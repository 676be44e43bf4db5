package lint

import "github.com/ftplan/ftplan/dataset"

var repeatedToolAnswer = &Rule{
	Code: "FT523", Name: "repeated-tool-answer", Consequence: Quality,
	Title: "a call is answered twice",
	Why: "Each call of a tool has one answer. Where two messages answer the same call, one of them belongs to another call or " +
		"was written twice, and services that count them refuse the example.",
	Cure: "Correct the id of one of the two, or remove it.",
	Bad:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "tool", "tool_call_id": "call_1", "content": "done again"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet"}}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet"}}]}`},
	Line: func(p *Pass) {
		if !p.Roles.Has(dataset.ToolRole) {
			return
		}
		for _, x := range exchanges(p) {
			for i, m := range x.answers[:min(len(x.answers), comparedCalls)] {
				before := exchange{answers: x.answers[:i]}
				if before.answered(m.ToolCallID) && x.asks(m.ToolCallID) && !x.nameless {
					p.Report(m.ToolCallID, "the call %s is answered already; correct the id or remove the message", Quote(m.ToolCallID.Text()))
				}
			}
		}
	},
}

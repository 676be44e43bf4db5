package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var repeatedToolAnswer = &lint.Rule{
	Code: "FT523", Name: "repeated-tool-answer", Consequence: lint.Quality,
	Title: "a call is answered twice",
	Why: "Each call of a tool has one answer. Where two messages answer the same call, one of them belongs to another call or " +
		"was written twice, and services that count them refuse the example.",
	Cure: "Correct the id of one of the two, or remove it.",
	Bad:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "tool", "tool_call_id": "call_1", "content": "done again"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet"}}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet"}}]}`},
	Line: func(p *lint.Pass) {
		if !p.Roles.Has(dataset.ToolRole) {
			return
		}
		for _, x := range lint.Exchanges(p) {
			for i, m := range x.Answers[:min(len(x.Answers), lint.ComparedCalls)] {
				before := lint.Exchange{Answers: x.Answers[:i]}
				if before.Answered(m.ToolCallID) && x.Asks(m.ToolCallID) && !x.Nameless {
					p.Report(m.ToolCallID, "the call %s is answered already; correct the id or remove the message", lint.Quote(m.ToolCallID.Text()))
				}
			}
		}
	},
}

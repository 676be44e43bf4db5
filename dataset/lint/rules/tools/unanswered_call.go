package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var unansweredCall = &lint.Rule{
	Code: "FT518", Name: "unanswered-call", Consequence: lint.Quality,
	Title: "the conversation goes on without the answer to a call",
	Why: "The assistant calls a tool, and another message follows before the tool has answered. The API refuses such a" +
		" conversation in use, and the model learns to go on without the result. A call at the end of the example is " +
		"fine.",
	Cure: "Add the message of the tool, or end the example with the call.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}, {"id": "call_2", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	},
	Good: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	},
	Line: func(p *lint.Pass) {
		if p.Calls == 0 || p.Roles.Has(dataset.OtherRole) {
			return
		}
		late := lateAnswers(p)
		for _, x := range lint.Exchanges(p) {
			if x.Last || x.Nameless || x.Mismatched() {
				continue
			}
			for _, call := range x.Calls {
				if id := call.Member("id"); !x.Answered(id) && !late[string(id.Text())] {
					p.Report(call, "the conversation goes on before the tool has answered this call; add the message of the tool")
				}
			}
		}
	},
}

// lateAnswers returns the ids of the answers that do not stand behind their call, which has been reported.
func lateAnswers(p *lint.Pass) map[string]bool {
	late := map[string]bool{}
	for _, x := range lint.Exchanges(p) {
		for _, m := range x.Answers {
			if !x.Asks(m.ToolCallID) {
				late[string(m.ToolCallID.Text())] = true
			}
		}
	}
	return late
}

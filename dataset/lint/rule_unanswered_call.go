package lint

import "github.com/ftplan/ftplan/dataset"

var unansweredCall = &Rule{
	Code: "FT518", Name: "unanswered-call", Consequence: Quality,
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
	Line: func(p *Pass) {
		if p.calls == 0 || p.Roles.Has(dataset.OtherRole) {
			return
		}
		late := lateAnswers(p)
		for _, x := range exchanges(p) {
			if x.last || x.nameless || x.astray() {
				continue
			}
			for _, call := range x.calls {
				if id := call.Member("id"); !x.answered(id) && !late[string(id.Text())] {
					p.Report(call, "the conversation goes on before the tool has answered this call; add the message of the tool")
				}
			}
		}
	},
}

// lateAnswers returns the ids of the answers that do not stand behind their call, which has been reported.
func lateAnswers(p *Pass) map[string]bool {
	late := map[string]bool{}
	for _, x := range exchanges(p) {
		for _, m := range x.answers {
			if !x.asks(m.ToolCallID) {
				late[string(m.ToolCallID.Text())] = true
			}
		}
	}
	return late
}

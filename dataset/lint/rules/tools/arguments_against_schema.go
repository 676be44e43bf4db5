package tools

import (
	"github.com/ftplan/ftplan/dataset/lint"
)

var argumentsSchema = &lint.Rule{
	Code: "FT514", Name: "arguments-against-schema", Consequence: lint.Quality,
	Title: "the arguments of a call break the tool's own schema",
	Why: "The example declares what the function takes, and calls it with something else: a member missing, undeclared" +
		" or of another type. The model learns calls that the function would refuse.",
	Cure: "Correct the arguments or the schema.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": 7}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Line: func(p *lint.Pass) {
		for _, call := range lint.CheckedCalls(p) {
			if !call.Involved {
				p.Report(call.Arguments, "the arguments do not satisfy the schema of %s: %s", lint.Quote(call.Name.Text()), call.Why)
			}
		}
	},
}

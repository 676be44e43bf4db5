package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var unknownToolKey = &lint.Rule{
	Code: "FT524", Name: "unknown-tool-key", Consequence: lint.Quality,
	Title: "a tool or a call has a key that the service does not know",
	Why: "A tool holds type and function, and under function name, description, parameters and strict; a call holds id, " +
		"type and function. What stands under any other key does not reach the model, so misspelt parameters are no " +
		"parameters. The service is known to refuse extra keys elsewhere.",
	Cure: "Remove the key, or correct its spelling.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "Parameters": {"type": "object", "properties": {}}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "strict": true, "function": {"name": "greet"}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "greet"}}]}`,
	},
	Good: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "description": "Greets.", "strict": true, "parameters": {"type": "object", "properties": {}}}}]}`,
	},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {}}}}]}`,
	Line: func(p *lint.Pass) {
		for t := range p.Example.Tools.Elements() {
			if _, fault := toolFault(t); fault == "" {
				keys.ReportStray(p, t, "tool", toolKeys)
				keys.ReportStray(p, t.Member("function"), "function", functionKeys)
			}
		}
		for f := range p.Example.Functions.Elements() {
			if _, fault := functionFault(f, f); fault == "" {
				keys.ReportStray(p, f, "function", functionKeys)
			}
		}
	},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for call := range m.ToolCalls.Elements() {
			if _, fault := callFault(call); fault == "" {
				keys.ReportStray(p, call, "call", callKeys)
				keys.ReportStray(p, call.Member("function"), "call", calledKeys)
			}
		}
		keys.ReportStray(p, m.FunctionCall, "call", calledKeys)
	},
}

// The keys of tools and calls, and of what they hold under function.
var (
	toolKeys     = []string{"type", "function"}
	functionKeys = []string{"name", "description", "parameters", "strict"}
	callKeys     = []string{"id", "type", "function"}
	calledKeys   = []string{"name", "arguments"}
)

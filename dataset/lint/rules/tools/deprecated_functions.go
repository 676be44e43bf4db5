package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var deprecatedFunctions = &lint.Rule{
	Code: "FT522", Name: "deprecated-functions", Consequence: lint.Advice,
	Title: "the example uses the deprecated functions",
	Why: "The keys functions and function_call and the role function are the old form of tools and tool_calls. The " +
		"service still takes them; newer models are trained and used with tools.",
	Cure: "Rewrite the file with ftplan convert --to chat.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "functions": [{"name": "greet"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "function_call": {"name": "greet", "arguments": "{}"}}], "functions": [{"name": "greet"}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Line: func(p *lint.Pass) {
		if v := deprecated(p); v.Exists() {
			p.Report(v, "functions and function_call are deprecated; ftplan convert --to chat writes tools and tool_calls")
		}
	},
}

// deprecated returns the first place where the example uses the old form of tools, absent without one.
func deprecated(p *lint.Pass) dataset.Value {
	var found dataset.Value
	lint.EachMessage(p, func(_ *lint.Pass, m *dataset.Message) {
		if found.Exists() {
			return
		}
		if m.FunctionCall.Kind() == dataset.Object {
			found = m.FunctionCall
		} else if m.Role == dataset.FunctionRole {
			found = m.RoleValue
		}
	})
	if list := p.Example.Functions; !found.Exists() && list.Kind() == dataset.Array && list.Len() > 0 {
		found = p.Example.Functions
	}
	return found
}

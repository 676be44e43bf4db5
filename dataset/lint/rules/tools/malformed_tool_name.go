package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var toolName = &lint.Rule{
	Code: "FT504", Name: "malformed-tool-name", Consequence: lint.Refused,
	Title: "the name of a tool is malformed",
	Why: "The name of a function consists of 1 to 64 letters, digits, underscores and hyphens. Dots, spaces and other " +
		"characters are refused.",
	Cure: "Rename the function, in its calls as well.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "say hello", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "ggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Line: func(p *lint.Pass) {
		if !lint.HasTools(p) {
			return
		}
		for _, t := range lint.DeclaredTools(p) {
			if t.Name.Kind() == dataset.String && !lint.WellNamed(t.Name.Text()) {
				p.Report(t.Name, "the name %s is not made of 1 to 64 letters, digits, _ and -", lint.Quote(t.Name.Text()))
			}
		}
	},
}

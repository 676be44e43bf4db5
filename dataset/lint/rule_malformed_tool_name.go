package lint

import "github.com/ftplan/ftplan/dataset"

var toolName = &Rule{
	Code: "FT504", Name: "malformed-tool-name", Consequence: Refused,
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
	Line: func(p *Pass) {
		if !hasTools(p) {
			return
		}
		for _, t := range declaredTools(p) {
			if t.name.Kind() == dataset.String && !wellNamed(t.name.Text()) {
				p.Report(t.name, "the name %s is not made of 1 to 64 letters, digits, _ and -", Quote(t.name.Text()))
			}
		}
	},
}

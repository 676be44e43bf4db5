package tools

import "github.com/ftplan/ftplan/dataset/lint"

var tooManyTools = &lint.Rule{
	Code: "FT506", Name: "too-many-tools", Consequence: lint.Refused,
	Title:    "the example declares too many tools",
	Why:      "OpenAI's API takes at most 128 functions in one request, and so in one example.",
	Cure:     "Declare only the tools that the example needs.",
	Bad:      []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "a", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}, {"type": "function", "function": {"name": "b", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}, {"type": "function", "function": {"name": "c", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Good:     []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Settings: func(s *lint.Settings) { s.Limits.Functions = 2 },
	Line: func(p *lint.Pass) {
		most := p.Settings.Limits.Functions
		if n := p.Example.Tools.Len(); most > 0 && n > most {
			p.Report(p.Example.Tools, "the example declares %d tools; at most %d are taken", n, most)
		}
		if n := p.Example.Functions.Len(); most > 0 && n > most {
			p.Report(p.Example.Functions, "the example declares %d functions; at most %d are taken", n, most)
		}
	},
}

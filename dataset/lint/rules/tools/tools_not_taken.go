package tools

import "github.com/ftplan/ftplan/dataset/lint"

var toolsNotTaken = &lint.Rule{
	Code: "FT508", Name: "tools-not-taken", Consequence: lint.Refused,
	Title:    "the model or the method takes no tools",
	Why:      "Not every model can be trained with tools. Where it cannot, the service refuses the key as an extra one.",
	Cure:     "Choose a model that takes tools, or remove them.",
	Bad:      []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Good:     []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Settings: func(s *lint.Settings) { s.Limits.NoTools = true },
	Line: func(p *lint.Pass) {
		if p.Settings.Limits.NoTools && lint.HasTools(p) {
			p.Report(p.Root.Member("tools"), "this model or method takes no tools; choose another, or remove them")
		}
	},
}

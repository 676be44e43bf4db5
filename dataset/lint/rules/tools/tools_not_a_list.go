package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var toolsType = &lint.Rule{
	Code: "FT501", Name: "tools-not-a-list", Consequence: lint.Refused,
	Title: "tools is not a list",
	Why:   "The tools of an example are a JSON list of objects. An object, or a text that holds the list, is refused.",
	Cure:  "Write the tools as a list.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": {"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": "greet"}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Line: func(p *lint.Pass) {
		keys.ReportType(p, p.Example.Tools, "tools", dataset.Array)
		keys.ReportType(p, p.Example.Functions, "functions", dataset.Array)
	},
}

package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var duplicateTool = &lint.Rule{
	Code: "FT505", Name: "duplicate-tool", Consequence: lint.Refused,
	Title: "two tools have the same name",
	Why: "A call names its function, so that two functions of one name cannot be told apart. Services that check for " +
		"it refuse the example.",
	Cure: "Remove one of the two, or rename it.",
	Bad:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}, {"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Line: func(p *lint.Pass) {
		tools := lint.DeclaredTools(p)
		for i, t := range tools[:min(len(tools), lint.ToolsCompared)] {
			if _, ok := lint.FindTool(tools[:i], t.Name); ok && t.Name.Kind() == dataset.String {
				p.Report(t.Name, "a tool of the name %s is declared already; remove one or rename it", lint.Quote(t.Name.Text()))
			}
		}
	},
}

package tools

import (
	"slices"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var undeclaredTool = &lint.Rule{
	Code: "FT515", Name: "undeclared-tool", Consequence: lint.Quality,
	Title: "a call names a tool that the example does not declare",
	Why: "The model sees the declared tools and should learn to call those. A call to another, often one that was " +
		"renamed, teaches it to invent functions. Some services refuse the example.",
	Cure: "Declare the tool in the example, or correct the name.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "great", "arguments": "{\"name\": \"Ann\"}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Line: func(p *lint.Pass) {
		if p.Calls == 0 {
			return
		}
		tools := lint.DeclaredTools(p)
		if len(tools) > 0 && !slices.ContainsFunc(tools, func(t lint.Tool) bool { return t.Name.Exists() }) {
			return // none of them has a name, which is reported
		}
		lint.EachMessage(p, func(p *lint.Pass, m *dataset.Message) {
			for call := range m.Calls() {
				if _, ok := lint.FindTool(tools, call.Name); !ok && call.Name.Kind() == dataset.String && len(call.Name.Text()) > 0 {
					p.Report(call.Name, "the example declares no tool %s; %s", lint.Quote(call.Name.Text()), declareCure(call.Name, tools))
				}
			}
		})
	},
}

func declareCure(name dataset.Value, tools []lint.Tool) string {
	var names []string
	for _, t := range tools[:min(len(tools), lint.ToolsCompared)] {
		names = append(names, string(t.Name.Text()))
	}
	if near := lint.Nearest(string(name.Text()), names); near != "" {
		return "did you mean " + lint.Quote([]byte(near)) + "?"
	}
	return "declare it in tools"
}

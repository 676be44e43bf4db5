package tools

import (
	"bytes"

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
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": "[{\"type\": \"function\", \"function\": {\"name\": \"greet\"}}]"}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": {"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": "greet"}`,
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet"}}]}`,
	Line: func(p *lint.Pass) {
		if text := p.Example.Tools; packedList(text) {
			f := p.Report(text, "tools is a text that holds a list; write the list itself")
			f.Fix = &lint.Fix{Title: "write the list itself", Edits: []dataset.Edit{{Start: text.Start(), End: text.End(), New: string(text.Text())}}}
			return
		}
		keys.ReportType(p, p.Example.Tools, "tools", dataset.Array)
		keys.ReportType(p, p.Example.Functions, "functions", dataset.Array)
	},
}

// packedList reports whether a value is text that holds a list of objects as JSON, on one line.
func packedList(v dataset.Value) bool {
	if v.Kind() != dataset.String || bytes.ContainsAny(v.Text(), "\r\n") {
		return false
	}
	inner, err := dataset.ParseValue(v.Text())
	if err != nil || inner.Kind() != dataset.Array {
		return false
	}
	for tool := range inner.Elements() {
		if tool.Kind() != dataset.Object {
			return false
		}
	}
	return true
}

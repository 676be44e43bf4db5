package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var argumentsType = &lint.Rule{
	Code: "FT512", Name: "arguments-not-text", Consequence: lint.Refused,
	Title: "the arguments of a call are not a text",
	Why: "The arguments of a call are a text that holds a JSON object, not the object itself. The service refuses an " +
		"object there.",
	Cure: "Write the arguments as a text, with its quotes escaped.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": {"name": "Ann"}}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": null}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	Message: func(p *lint.Pass, m *dataset.Message) {
		for call := range m.Calls() {
			args := call.Arguments
			if !args.Exists() || args.Kind() == dataset.String {
				continue
			}
			f := p.Report(args, "the arguments are %s; they have to be a text that holds a JSON object", keys.WithArticle(args.Kind()))
			if args.Kind() == dataset.Object {
				text := string(lint.AppendString(nil, string(args.Raw())))
				f.Fix = &lint.Fix{Title: "write the arguments as a text", Edits: []dataset.Edit{{Start: args.Start(), End: args.End(), New: text}}}
			}
		}
	},
}

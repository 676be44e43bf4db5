package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
	"github.com/ftplan/ftplan/dataset/repair"
)

var unreadableArguments = &lint.Rule{
	Code: "FT513", Name: "unreadable-arguments", Consequence: lint.Quality,
	Title: "the arguments of a call are not a JSON object",
	Why: "The text of the arguments is what the model learns to write. Where it is no JSON object, the model learns " +
		"calls that no program can carry out: cut short, written as Python, or empty.",
	Cure: "Write the arguments with a JSON library; no arguments are {}.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": ""}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{'name': 'Ann'}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "[1]"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	},
	Good:   []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	Unsafe: true,
	Message: func(p *lint.Pass, m *dataset.Message) {
		for call := range m.Calls() {
			args := call.Arguments
			if args.Kind() != dataset.String {
				continue
			}
			v, err := p.Parser.Parse(args.Text())
			switch {
			case detect.Blank(args.Text()):
				f := p.Report(args, "the arguments are empty; no arguments are {}")
				f.Fix = &lint.Fix{Title: "write {}", Unsafe: true, Edits: []dataset.Edit{{Start: args.Start(), End: args.End(), New: `"{}"`}}}
			case err != nil:
				p.Report(args, "the arguments are not JSON, at their byte %d: %s", err.Offset+1, lint.Printable(repair.Diagnose(args.Text(), err).Reason))
			case v.Kind() != dataset.Object:
				p.Report(args, "the arguments hold %s; a function takes an object", keys.WithArticle(v.Kind()))
			}
		}
	},
}

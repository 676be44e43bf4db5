package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var toolSchema = &lint.Rule{
	Code: "FT507", Name: "bad-tool-schema", Consequence: lint.Refused,
	Title: "the parameters of a tool are not a JSON Schema",
	Why: "The parameters of a function are described by a JSON Schema of an object. A schema that breaks the rules of " +
		"JSON Schema, or describes something other than an object, is refused.",
	Cure: "Correct the schema; an empty one leaves all open.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "str"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": true}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "array", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": "none"}}]}`,
	},
	Good: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {}}}]}`,
	},
	Line: func(p *lint.Pass) {
		if !lint.HasTools(p) {
			return
		}
		for _, t := range lint.DeclaredTools(p) {
			kind := t.Parameters.Member("type")
			switch {
			case !t.Parameters.Exists() || t.Parameters.Kind() == dataset.Null:
			case t.Parameters.Kind() != dataset.Object:
				p.Report(t.Parameters, "the parameters are %s; they have to be a JSON Schema, an object", keys.WithArticle(t.Parameters.Kind()))
			case kind.Kind() == dataset.String && !kind.Is("object"):
				p.Report(kind, "the parameters are of another type than object, and a function takes an object")
			default:
				if fault := p.Schemas.Of(t.Parameters).Fault; fault != "" {
					p.Report(t.Parameters, "the parameters are not a valid JSON Schema: %s", fault)
				}
			}
		}
	},
}

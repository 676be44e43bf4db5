package tools

import (
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var malformedCall = &lint.Rule{
	Code: "FT511", Name: "malformed-call", Consequence: lint.Refused,
	Title: "a call of a tool is malformed",
	Why: "A call is an object with an id, the type function and, under function, the name of the function and its " +
		"arguments. A call that lacks one of them is refused.",
	Cure: "Write the call as {\"id\": …, \"type\": \"function\", \"function\": {\"name\": …, \"arguments\": …}}.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": ["greet"]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"name": "greet", "arguments": {}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": 7, "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "tool", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	Message: func(p *lint.Pass, m *dataset.Message) {
		for call := range m.ToolCalls.Elements() {
			if v, fault := callFault(call); fault != "" {
				f := p.Report(v, "the call %s", fault)
				f.Fix = typeFix(call, fault)
			}
		}
		if call := m.FunctionCall; call.Kind() == dataset.Object {
			if v, fault := calledFault(call, ""); fault != "" {
				p.Report(v, "the function call %s", fault)
			}
		}
	},
}

// callFault returns what is malformed about a call, and where; "" for nothing.
func callFault(call dataset.Value) (dataset.Value, string) {
	id, kind, function := call.Member("id"), call.Member("type"), call.Member("function")
	switch {
	case call.Kind() != dataset.Object:
		return call, "is " + keys.WithArticle(call.Kind()) + "; it has to be an object with id, type and function"
	case !function.Exists() && call.Member("name").Exists():
		return call, "has its name at the top; name and arguments belong into an object under function"
	case id.Exists() && id.Kind() != dataset.String:
		return id, "has " + keys.WithArticle(id.Kind()) + " for an id; it has to be a text"
	case id.Exists() && len(id.Text()) == 0:
		return id, "has an empty id"
	case kind.Exists() && !kind.Is("function"):
		return kind, "is not of the type function, and no other can be trained"
	case function.Exists() && function.Kind() != dataset.Object:
		return function, "has " + keys.WithArticle(function.Kind()) + " under function; it has to be an object"
	}
	var lacks []string
	for _, key := range []string{"id", "type", "function"} {
		if !call.Member(key).Exists() {
			lacks = append(lacks, key)
		}
	}
	if function.Exists() {
		return calledFault(function, strings.Join(lacks, ", "))
	}
	return call, "lacks " + strings.Join(lacks, ", ")
}

// calledFault is callFault for the object with name and arguments, of a call that lacks other members as well.
func calledFault(function dataset.Value, lacks string) (dataset.Value, string) {
	for _, key := range []string{"name", "arguments"} {
		if function.Member(key).Exists() {
			continue
		}
		if lacks != "" {
			lacks += ", "
		}
		lacks += key
	}
	name := function.Member("name")
	switch {
	case lacks != "":
		return function, "lacks " + lacks
	case name.Kind() != dataset.String:
		return name, "has " + keys.WithArticle(name.Kind()) + " for a name; it has to be a text"
	case len(name.Text()) == 0:
		return name, "has an empty name"
	}
	return function, ""
}

// typeFix returns a fix for a call that lacks nothing but its type.
func typeFix(call dataset.Value, fault string) *lint.Fix {
	id := call.Member("id")
	if fault != "lacks type" || !id.Exists() {
		return nil
	}
	return &lint.Fix{Title: "add the type function", Edits: []dataset.Edit{{Start: id.End(), End: id.End(), New: `, "type": "function"`}}}
}

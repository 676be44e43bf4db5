package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var malformedTool = &lint.Rule{
	Code: "FT503", Name: "malformed-tool", Consequence: lint.Refused,
	Title: "the declaration of a tool is malformed",
	Why: "A tool is an object with the type function and, under function, an object with at least a name. The " +
		"deprecated list of functions holds the inner object alone.",
	Cure: "Write the tool as {\"type\": \"function\", \"function\": {\"name\": …, \"parameters\": …}}.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": ["greet"]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"function": {"name": "greet"}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "web_search"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "name": "greet"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": 1}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"name": "greet"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "description": 1}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "strict": "true"}}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Line: func(p *lint.Pass) {
		for t := range p.Example.Tools.Elements() {
			if v, fault := toolFault(t); fault != "" {
				p.Report(v, "the tool %s", fault)
			}
		}
		for f := range p.Example.Functions.Elements() {
			if v, fault := functionFault(f, f); fault != "" {
				p.Report(v, "the function %s", fault)
			}
		}
	},
}

// toolFault returns what is malformed about an entry of tools, and where; "" for nothing.
func toolFault(t dataset.Value) (dataset.Value, string) {
	kind, function := t.Member("type"), t.Member("function")
	switch {
	case t.Kind() != dataset.Object:
		return t, "is " + keys.WithArticle(t.Kind()) + "; it has to be an object with type and function"
	case !function.Exists() && t.Member("name").Exists():
		return t, "has its name at the top; name and parameters belong into an object under function"
	case !kind.Exists():
		return t, "has no type; write function"
	case !kind.Is("function"):
		return kind, "is not of the type function, and no other can be trained"
	case function.Kind() == dataset.Absent:
		return t, "has no member function"
	case function.Kind() != dataset.Object:
		return function, "has " + keys.WithArticle(function.Kind()) + " under function; it has to be an object"
	}
	return functionFault(t, function)
}

// functionFault is toolFault for the object that holds name, description and parameters.
func functionFault(entry, function dataset.Value) (dataset.Value, string) {
	name, description, strict := function.Member("name"), function.Member("description"), function.Member("strict")
	switch {
	case function.Kind() != dataset.Object:
		return entry, "is " + keys.WithArticle(function.Kind()) + "; it has to be an object with a name"
	case !name.Exists():
		return function, "has no name"
	case name.Kind() != dataset.String:
		return name, "has " + keys.WithArticle(name.Kind()) + " for a name; it has to be a text"
	case description.Exists() && description.Kind() != dataset.String && description.Kind() != dataset.Null:
		return description, "has " + keys.WithArticle(description.Kind()) + " for a description; it has to be a text"
	case strict.Exists() && lint.PlainKind(strict.Kind()) != dataset.True && strict.Kind() != dataset.Null:
		return strict, "has " + keys.WithArticle(strict.Kind()) + " for strict; it has to be true or false"
	}
	return function, ""
}

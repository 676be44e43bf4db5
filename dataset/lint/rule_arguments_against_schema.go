package lint

import "github.com/ftplan/ftplan/dataset"

var argumentsSchema = &Rule{
	Code: "FT514", Name: "arguments-against-schema", Consequence: Quality,
	Title: "the arguments of a call break the tool's own schema",
	Why: "The example declares what the function takes, and calls it with something else: a member missing, undeclared" +
		" or of another type. The model learns calls that the function would refuse.",
	Cure: "Correct the arguments or the schema.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": 7}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`},
	Line: func(p *Pass) {
		if p.calls == 0 || !hasTools(p) {
			return
		}
		tools := toolsByName(p)
		eachMessage(p, func(p *Pass, m *dataset.Message) {
			for call := range m.Calls() {
				parameters := tools[string(call.Name.Text())].parameters
				if call.Arguments.Kind() != dataset.String || parameters.Kind() != dataset.Object || call.Name.Kind() != dataset.String {
					continue
				}
				if v, err := dataset.ParseValue(call.Arguments.Text()); err != nil || v.Kind() != dataset.Object {
					continue
				}
				if fault := p.schemas.of(parameters).violation(call.Arguments.Text()); fault != "" {
					p.Report(call.Arguments, "the arguments do not satisfy the schema of %s: %s", Quote(call.Name.Text()), fault)
				}
			}
		})
	},
}

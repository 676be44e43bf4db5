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
		tools := declaredTools(p)
		eachMessage(p, func(p *Pass, m *dataset.Message) {
			for call := range m.Calls() {
				t, _ := findTool(tools, call.Name)
				if t.parameters.Kind() != dataset.Object || call.Arguments.Kind() != dataset.String {
					continue
				}
				args, err := p.parser.Parse(call.Arguments.Text())
				if err != nil || args.Kind() != dataset.Object {
					continue // which has been reported
				}
				if fault := p.Schemas.Of(t.parameters).Violation(args); fault != "" {
					p.Report(call.Arguments, "the arguments do not satisfy the schema of %s: %s", Quote(call.Name.Text()), fault)
				}
			}
		})
	},
}

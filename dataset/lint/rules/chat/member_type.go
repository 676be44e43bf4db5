package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var memberType = &lint.Rule{
	Code: "FT422", Name: "member-type", Consequence: lint.Refused,
	Title: "a member of a message has the wrong type",
	Why:   "A refusal and the id of a call are texts, calls are a list of objects. A value of another type is refused.",
	Cure:  "Write the value in the type that it has to have.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "refusal": 1}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "tool_calls": "greet"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "function_call": "greet"}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		keys.ReportType(p, m.Refusal, "refusal", dataset.String)
		keys.ReportType(p, m.ToolCallID, "tool_call_id", dataset.String)
		keys.ReportType(p, m.ToolCalls, "tool_calls", dataset.Array)
		keys.ReportType(p, m.FunctionCall, "function_call", dataset.Object)
	},
}

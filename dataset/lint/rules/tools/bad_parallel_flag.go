package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var badParallelFlag = &lint.Rule{
	Code: "FT509", Name: "bad-parallel-flag", Consequence: lint.Refused,
	Title: "parallel_tool_calls is not true or false",
	Why:   "The switch for several calls at once is a JSON boolean. A text or a number in its place is refused.",
	Cure:  "Write true or false.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}], "parallel_tool_calls": "false"}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}], "parallel_tool_calls": 0}`,
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}], "parallel_tool_calls": false}`},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}], "parallel_tool_calls": false}`,
	Line: func(p *lint.Pass) {
		v := p.Example.Parallel
		switch v.Kind() {
		case dataset.Absent, dataset.Null, dataset.True, dataset.False:
			return
		}
		f := p.Report(v, "parallel_tool_calls is %s; it has to be true or false", keys.WithArticle(v.Kind()))
		switch string(v.Text()) {
		case "true", "True", "1":
			f.Fix = &lint.Fix{Title: "write true", Edits: []dataset.Edit{{Start: v.Start(), End: v.End(), New: "true"}}}
		case "false", "False", "0":
			f.Fix = &lint.Fix{Title: "write false", Edits: []dataset.Edit{{Start: v.Start(), End: v.End(), New: "false"}}}
		}
	},
}

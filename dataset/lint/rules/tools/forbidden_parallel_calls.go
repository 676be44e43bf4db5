package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var forbiddenParallel = &lint.Rule{
	Code: "FT521", Name: "forbidden-parallel-calls", Consequence: lint.Quality,
	Title: "a message makes several calls where only one is allowed",
	Why: "The example says that parallel_tool_calls is false, and its answer makes several calls at once. The model " +
		"learns what the switch forbids.",
	Cure: "Spread the calls over several messages, or set parallel_tool_calls to true.",
	Bad:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}, {"id": "call_2", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}], "parallel_tool_calls": false}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}, {"id": "call_2", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}], "parallel_tool_calls": true}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		if m.ToolCalls.Len() > 1 && p.Example.Parallel.Kind() == dataset.False {
			p.Report(m.ToolCalls, "the message makes %d calls, and parallel_tool_calls is false; make one call or leave the flag out", m.ToolCalls.Len())
		}
	},
}

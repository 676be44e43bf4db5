package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var unusedTools = &lint.Rule{
	Code: "FT510", Name: "unused-tools", Consequence: lint.Advice,
	Title: "tools are declared and never called",
	Why: "Examples declare tools, which cost tokens in each of them, and no example of the file calls one. That is " +
		"right where the model should learn not to call them; otherwise the calls were lost.",
	Cure: "Add examples that call the tools, or leave them out.",
	Bad:  []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"What is 0 plus 3\"}, {\"role\": \"assistant\", \"content\": \"It is 3\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"What is 1 plus 4\"}, {\"role\": \"assistant\", \"content\": \"It is 5\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"What is 2 plus 7\"}, {\"role\": \"assistant\", \"content\": \"It is 9\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"What is 3 plus 12\"}, {\"role\": \"assistant\", \"content\": \"It is 15\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"What is 4 plus 19\"}, {\"role\": \"assistant\", \"content\": \"It is 23\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"What is 5 plus 28\"}, {\"role\": \"assistant\", \"content\": \"It is 33\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"What is 6 plus 39\"}, {\"role\": \"assistant\", \"content\": \"It is 45\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"What is 7 plus 52\"}, {\"role\": \"assistant\", \"content\": \"It is 59\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"What is 8 plus 67\"}, {\"role\": \"assistant\", \"content\": \"It is 75\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"What is 9 plus 84\"}, {\"role\": \"assistant\", \"content\": \"It is 93\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}"},
	Good: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{\"name\": \"Ann\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "done"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet", "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}]}`,
	},
	File: func(p *lint.SummaryPass) {
		if p.Settings.Format == dataset.Reinforcement {
			return // its examples end before the call
		}
		if p.Tools >= 10 && p.Calls == 0 {
			p.Report("the file declares tools in %d examples and no example calls one; add such examples, or leave the tools out", p.Tools)
		}
	},
}

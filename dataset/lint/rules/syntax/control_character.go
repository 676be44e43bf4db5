package syntax

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/repair"
)

var controlCharacter = &lint.Rule{
	Code: "FT208", Name: "control-character", Consequence: lint.Refused,
	Title: "a raw control character stands inside a text",
	Why: "Control characters, such as a tab or a NUL, have to be escaped inside JSON strings. Strict readers refuse " +
		"the line otherwise.",
	Refusal: "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json",
	Cure:    "Write the character as an escape: \\t for a tab.",
	Bad: []string{
		"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"one\ttwo\"}]}",
		"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"a\x00b\"}]}",
		"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"a\rb\"}]}",
	},
	Good:   []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "one\ttwo"}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "one\ttwo"}]}`,
	Broken: lint.ReportFault(repair.ControlCharacter),
}

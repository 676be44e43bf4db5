package syntax

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/repair"
)

var badJSON = &lint.Rule{
	Code: "FT201", Name: "bad-json", Consequence: lint.Refused,
	Title: "the line is not JSON",
	Why: "Every line has to be one JSON object as RFC 8259 has it: double quotes, commas between elements, nothing " +
		"behind the closing brace. One broken line makes the service refuse the whole file. A missing comma is filled" +
		" in only on request, as something else may be missing with it.",
	Refusal: "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json: Expecting ',' " +
		"delimiter: line 1 column 79 (char 78) (line 1273)",
	Cure: "Write the file with a JSON library, one object per line.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"} {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{role: "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "He said "Hi" to me"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "C:\docs"}, {"role": "assistant", "content": "Hello"}]}`,
		`hello`,
		`{"messages": []}]`,
	},
	Good:   []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Unsafe: true,
	Broken: lint.ReportFault(repair.Other),
}

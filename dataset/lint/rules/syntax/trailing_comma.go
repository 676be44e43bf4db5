package syntax

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/repair"
)

var trailingComma = &lint.Rule{
	Code: "FT204", Name: "trailing-comma", Consequence: lint.Refused,
	Title: "a comma stands behind the last element",
	Why: "JavaScript and Python allow a comma behind the last element of a list or an object, JSON does not. A comma " +
		"behind the whole example is left over from a JSON array.",
	Refusal: "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json",
	Cure:    "Remove the comma.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"},]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]},`,
	},
	Good:   []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Broken: lint.ReportFault(repair.TrailingComma),
}

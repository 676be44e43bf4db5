package syntax

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/repair"
)

var comment = &lint.Rule{
	Code: "FT205", Name: "comment", Consequence: lint.Refused,
	Title: "the line holds a comment",
	Why: "JSON has no comments, neither those of JavaScript nor those of Python. The service refuses the line, even " +
		"where a comment is all that stands on it.",
	Refusal: "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json",
	Cure:    "Remove the comment.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]} // greeting`,
		`{"messages": [/* one */ {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good:   []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]} `,
	Broken: lint.ReportFault(repair.Comment),
}

package syntax

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/repair"
)

var pythonLiteral = &lint.Rule{
	Code: "FT202", Name: "python-literal", Consequence: lint.Refused,
	Title: "the line is written as Python, not as JSON",
	Why: "Printing a dict in Python gives single quotes, None, True and False, which JSON does not know. The service " +
		"refuses the file.",
	Refusal: "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json",
	Cure:    "Write the file with json.dumps instead of str or print.",
	Bad: []string{
		`{'messages': [{'role': 'user', 'content': 'It is "on"', 'name': None}, {'role': 'assistant', 'content': 'It\'s on'}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": True}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "It\'s on"}]}`,
	},
	Good:   []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "It is \"on\"", "name": null}, {"role": "assistant", "content": "It's on"}]}`,
	Broken: lint.ReportFault(repair.Python),
}

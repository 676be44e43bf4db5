package syntax

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/repair"
)

var cutLine = &lint.Rule{
	Code: "FT207", Name: "cut-line", Consequence: lint.Refused,
	Title: "the line ends in the middle of the example",
	Why: "The line stops inside a string, a list or an object. Usually a download or an export broke off, or a text " +
		"holds a line break that was not escaped, so that one example stands on two lines.",
	Refusal: "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json",
	Cure:    "Write the example again from its source; a line break inside a text is written \\n.",
	Bad:     []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "a`},
	Good:    []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Broken:  lint.ReportFault(repair.CutLine),
}

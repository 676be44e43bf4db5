package syntax

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/repair"
)

var notANumber = &lint.Rule{
	Code: "FT203", Name: "not-a-number", Consequence: lint.Refused,
	Title: "a value is NaN or Infinity",
	Why: "JSON has no NaN and no Infinity. Python and pandas write them for missing values and read them back without " +
		"a word; the service refuses the line. What was meant is not to be known, so that null is put in only on " +
		"request.",
	Refusal: "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json",
	Cure:    "Leave the member out, or write a number or null.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "score": NaN}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "score": -Infinity}`,
	},
	Good:   []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "score": null}`,
	Unsafe: true,
	Broken: lint.ReportFault(repair.NotANumber),
}

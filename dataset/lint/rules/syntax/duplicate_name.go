package syntax

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/repair"
)

var duplicateName = &lint.Rule{
	Code: "FT209", Name: "duplicate-name", Consequence: lint.Refused,
	Title: "an object has the same name twice",
	Why: "Programs that read such an object keep one of the two values, most of them the last, so that what is trained" +
		" is not what somebody reads in the file. Strict readers refuse the line.",
	Cure:   "Keep the value that was meant and remove the other.",
	Bad:    []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes.", "content": "Hello"}]}`},
	Good:   []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Unsafe: true,
	Broken: lint.ReportFault(repair.DuplicateName),
}

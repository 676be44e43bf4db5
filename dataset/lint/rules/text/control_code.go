package text

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

var controlCode = &lint.Rule{
	Code: "FT807", Name: "control-code", Consequence: lint.Quality,
	Title: "a text holds control characters",
	Why: "Control characters other than tabs and newlines are left over from terminals, page breaks and binary files. They " +
		"say nothing in a conversation, and the model learns to write them.",
	Cure:   "Take the characters out.",
	Bad:    []string{`{"messages": [{"role": "user", "content": "Page one\fPage\u0000 two"}, {"role": "assistant", "content": "Two pages."}]}`},
	Good:   []string{`{"messages": [{"role": "user", "content": "Page one\n\tPage two"}, {"role": "assistant", "content": "Two pages."}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "Page onePage two"}, {"role": "assistant", "content": "Two pages."}]}`,
	Unsafe: true,
	Line: func(p *lint.Pass) {
		if p.MayHold(detect.Control) {
			lint.EachText(&p.Example, func(v dataset.Value) {
				reportRemoval(p, v, detect.IsControl, "control character", "remove control characters")
			})
		}
	},
}

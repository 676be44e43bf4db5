package file

import (
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var lineTooLong = &lint.Rule{
	Code: "FT108", Name: "line-too-long", Consequence: lint.Unread,
	Title: "a line is longer than can be read",
	Why: "The line is longer than 64 MiB, the most that this program reads as one line, or it holds more than 1,048,576 values or " +
		"65,536 messages, so nobody looked at what it holds. " +
		"Such a line usually is a whole dataset without line breaks, or holds images that the service would refuse.",
	Cure: "Write every example on a line of its own; shorten an example that is that long alone, or leave it out.",
	Long: func() (bad, good []string) {
		bad = []string{`{"messages": [` + strings.Repeat(" ", 1<<16) + `]}`}
		good = []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`}
		return bad, good
	},
	Broken: func(p *lint.Pass) {
		switch p.Err.Fault {
		case dataset.LineTooLong:
			p.ReportAt(0, "", "the line is longer than the limit and was not read; check that it holds one example alone")
		case dataset.TooManyValues:
			p.ReportAt(p.Err.Offset, p.Err.Pointer, "%s and was not read further; check that it holds one example alone", p.Err.Reason)
		}
	},
}

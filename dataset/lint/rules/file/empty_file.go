package file

import "github.com/ftplan/ftplan/dataset/lint"

var emptyFile = &lint.Rule{
	Code: "FT101", Name: "empty-file", Consequence: lint.Refused,
	Title: "the file holds no example",
	Why: "A file without a single example cannot be trained on. Usually an export failed half way, or the wrong file was " +
		"named.",
	Cure: "Check how the file was made and name the right one.",
	Bad:  []string{""},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	File: func(p *lint.SummaryPass) {
		if p.Lines == 0 && p.Foreign == nil {
			p.Report("the file is empty; a training file holds one JSON object per line")
		}
	},
}

package syntax

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var badUTF8 = &lint.Rule{
	Code: "FT210", Name: "bad-utf-8", Consequence: lint.Refused,
	Title: "a byte is not UTF-8",
	Why: "Training files are UTF-8. Such bytes come from files in Latin-1 or Windows-1252, or from a character that " +
		"was cut in two. The service cannot read the line.",
	Cure: "Convert the file from its real encoding, for example with iconv -f WINDOWS-1252 -t UTF-8.",
	Bad:  []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"caf\xe9\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}"},
	Good: []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"caf\u00e9\"}]}"},
	Broken: func(p *lint.Pass) {
		if p.Err.Fault == dataset.BadUTF8 {
			p.ReportAt(p.Err.Offset, "", "%s; convert the file from its real encoding to UTF-8", p.Err.Reason)
		}
	},
}

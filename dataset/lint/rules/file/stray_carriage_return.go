package file

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var strayCarriageReturn = &lint.Rule{
	Code: "FT109", Name: "stray-carriage-return", Consequence: lint.Dropped,
	Title: "a carriage return stands inside a line",
	Why: "A carriage return that no line feed follows is white space to JSON, but many programs start a new line there" +
		" and cut the example in two. Line endings of CR LF are fine.",
	Cure:  "Replace it by a space.",
	Bad:   []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"},\r{\"role\": \"assistant\", \"content\": \"Hello\"}]}"},
	Good:  []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\r\n"},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Shape: func(p *lint.Pass) {
		at := bytes.IndexByte(p.Text, '\r')
		if at < 0 {
			return
		}
		f := p.ReportAt(at, "", "a carriage return stands inside the line, where many programs would cut it; replace it by a space")
		f.Fix = &lint.Fix{Title: "replace carriage returns by spaces"}
		for i := at; i < len(p.Text) && len(f.Fix.Edits) < lint.MaxEdits; i++ {
			if p.Text[i] == '\r' {
				f.Fix.Edits = append(f.Fix.Edits, dataset.Edit{Start: i, End: i + 1, New: " "})
			}
		}
	},
}

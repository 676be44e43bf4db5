package file

import (
	"bytes"
	"fmt"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var rawSeparator = &lint.Rule{
	Code: "FT110", Name: "line-separator", Consequence: lint.Advice,
	Title: "a text holds a raw line separator character",
	Why: "U+2028 and U+2029 are allowed in JSON texts, but some programs split lines at them and would cut the example" +
		" in two. Written as an escape they say the same and split nothing.",
	Cure:  "Write the characters as \\u2028 and \\u2029.",
	Bad:   []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"one\u2028two\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}"},
	Good:  []string{`{"messages": [{"role": "user", "content": "one\u2028two"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed: `{"messages": [{"role": "user", "content": "one\u2028two"}, {"role": "assistant", "content": "Hello"}]}`,
	Shape: func(p *lint.Pass) {
		at := lineSeparator(p.Text)
		if at < 0 || p.Roles.Has(dataset.OtherRole) {
			return // a role with such a character in it is fault enough
		}
		f := p.ReportAt(at, "", "a raw line separator stands in the text, where some programs would cut the line; write it as an escape")
		f.Fix = &lint.Fix{Title: "write line separators as escapes"}
		for i := at; len(f.Fix.Edits) < lint.MaxEdits; {
			f.Fix.Edits = append(f.Fix.Edits, dataset.Edit{Start: i, End: i + 3, New: fmt.Sprintf(`\u20%x`, p.Text[i+2]-0x80)})
			next := lineSeparator(p.Text[i+3:])
			if next < 0 {
				return
			}
			i += 3 + next
		}
	},
}

// lineSeparator returns the offset of the first U+2028 or U+2029, -1 without one.
func lineSeparator(text []byte) int {
	for i := 0; ; {
		n := bytes.Index(text[i:], []byte("\xe2\x80"))
		if n < 0 || i+n+2 >= len(text) {
			return -1
		}
		if i += n; text[i+2] == 0xa8 || text[i+2] == 0xa9 {
			return i
		}
		i += 2
	}
}

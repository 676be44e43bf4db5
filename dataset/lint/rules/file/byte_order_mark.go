package file

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/repair"
)

var byteOrderMark = &lint.Rule{
	Code: "FT105", Name: "byte-order-mark", Consequence: lint.Refused,
	Title: "a byte-order mark stands before the text",
	Why: "Some editors put the three bytes EF BB BF at the start of UTF-8 files. OpenAI's service takes them for the " +
		"start of the first example, which then is no JSON object. Azure, on the other hand, asks for the mark.",
	Refusal: "Expected file to have JSONL format, where every line is a JSON dictionary. Line 1 is not a dictionary (HINT:" +
		" line starts with: \"{\"p...\").",
	Cure: "Save the file as UTF-8 without a byte-order mark.",
	Bad: []string{
		"\ufeff{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n",
		"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n\ufeff{\"messages\": [{\"role\": \"user\", \"content\": \"Bye\"}, {\"role\": \"assistant\", \"content\": \"See you\"}]}\n",
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed: "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n",
	Broken: func(p *lint.Pass) {
		reportMark(p)
		lint.ReportFault(repair.ByteOrderMark)(p)
	},
	Shape: reportMark,
}

func reportMark(p *lint.Pass) {
	if p.BOM && !p.Settings.Limits.WantsBOM {
		f := p.ReportAt(0, "", "a byte-order mark stands before the first example; save the file without it")
		f.Fix = &lint.Fix{Title: "remove the byte-order mark", BOM: true}
	}
}

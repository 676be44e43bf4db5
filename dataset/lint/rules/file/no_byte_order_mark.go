package file

import "github.com/ftplan/ftplan/dataset/lint"

var noByteOrderMark = &lint.Rule{
	Code: "FT106", Name: "no-byte-order-mark", Consequence: lint.Advice,
	Title: "the byte-order mark that Azure asks for is missing",
	Why: "Azure's documents ask for UTF-8 with a byte-order mark at the start of the file. Files without one are known" +
		" to have passed as well.",
	Cure:     "Save the file as UTF-8 with a byte-order mark if the upload to Azure fails.",
	Bad:      []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Good:     []string{"\ufeff{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}"},
	Settings: func(s *lint.Settings) { s.Limits.WantsBOM = true },
	Broken:   reportNoMark,
	Shape:    reportNoMark,
}

func reportNoMark(p *lint.Pass) {
	if p.Settings.Limits.WantsBOM && p.Number == 1 && !p.BOM {
		p.ReportAt(0, "", "the file starts without a byte-order mark, which this service's documents ask for")
	}
}

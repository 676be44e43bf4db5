package file

import "github.com/ftplan/ftplan/dataset/lint"

var foreignFile = &lint.Rule{
	Code: "FT102", Name: "foreign-file", Consequence: lint.Refused,
	Title: "the file is something other than JSON lines",
	Why: "A training file is plain UTF-8 text with one JSON object per line. Archives, spreadsheets, tables, UTF-16 " +
		"text and web pages are refused as a whole, whatever they hold.",
	Refusal: "Expected file to have JSONL format, where every line is a JSON dictionary. Line 1 is not a dictionary",
	Cure:    "Unpack or export the data as JSON lines in UTF-8.",
	Bad: []string{
		"\x1f\x8b\x08 (a gzip file)",
		"prompt,completion\nHi,Hello\n",
		"{\x00\"\x00",
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	File: func(p *lint.SummaryPass) {
		if p.Foreign != nil && !p.Foreign.JSON {
			p.ReportAt(1, "the file is %s, not JSON lines; %s", p.Foreign.Kind, p.Foreign.Cure)
		}
	},
}

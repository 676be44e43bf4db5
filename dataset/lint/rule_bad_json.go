package lint

import "github.com/ftplan/ftplan/dataset"

var badJSON = &Rule{
	Code: "FT201", Name: "bad-json", Consequence: Refused,
	Title: "the line is not JSON",
	Why: "Every line has to be one JSON object as RFC 8259 has it: double quotes, no trailing comma, no comment, nothing " +
		"behind the closing brace. One broken line makes the service refuse the whole file.",
	Refusal: "Example 1273 cannot be parsed. Error: line contains invalid json: Expecting ',' delimiter: line 1 column 79 (char 78) (line 1273)",
	Cure:    "Write the file with a JSON library, one object per line.",
	Bad:     []string{`{"messages": [{"role": "user", "content": "Hi"} {"role": "assistant", "content": "Hello"}]}`},
	Good:    []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Broken: func(p *Pass) {
		if p.Err.Fault == dataset.BadJSON {
			p.ReportAt(p.Err.Offset, p.Err.Pointer, "not JSON: %s", Printable(p.Err.Reason))
		}
	},
}

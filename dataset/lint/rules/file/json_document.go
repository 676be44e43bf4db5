package file

import "github.com/ftplan/ftplan/dataset/lint"

var jsonDocument = &lint.Rule{
	Code: "FT103", Name: "json-document", Consequence: lint.Refused,
	Title: "the file is one JSON document over many lines",
	Why: "The examples stand in one JSON array, or each is spread over several lines. The service reads line by line " +
		"and finds no whole object on any of them.",
	Refusal: "Expected file to have JSONL format, where every line is a JSON dictionary. Line 1 is not a dictionary (HINT:" +
		" line starts with: \"{\"p...\").",
	Cure: "Write one example per line with ftplan convert.",
	Bad: []string{
		"[\n{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]},\n{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n]\n",
		"{\n  \"messages\": [\n",
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	File: func(p *lint.SummaryPass) {
		if p.Foreign != nil && p.Foreign.JSON {
			p.ReportAt(1, "the file is %s, not JSON lines; %s", p.Foreign.Kind, p.Foreign.Cure)
		}
	},
}

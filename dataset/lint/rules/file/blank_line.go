package file

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var blankLine = &lint.Rule{
	Code: "FT107", Name: "blank-line", Consequence: lint.Refused,
	Title: "a line is blank",
	Why: "Every line has to hold one example. A blank line is no JSON, so it counts as a broken example and the file " +
		"is refused. It often stands at the end of the file or where files were joined.",
	Refusal: "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json",
	Cure:    "Remove the line.",
	Bad:     []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n\n{\"messages\": [{\"role\": \"user\", \"content\": \"Bye\"}, {\"role\": \"assistant\", \"content\": \"See you\"}]}\n"},
	Good:    []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n"},
	Fixed:   "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"Bye\"}, {\"role\": \"assistant\", \"content\": \"See you\"}]}\n",
	Broken: func(p *lint.Pass) {
		if p.Err.Fault == dataset.BlankLine {
			f := p.ReportAt(0, "", "the line is blank; remove it")
			f.Fix = &lint.Fix{Title: "remove the blank line", Drop: true}
		}
	},
}

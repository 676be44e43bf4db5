package preference

import (
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var graderField = &lint.Rule{
	Code: "FT712", Name: "grader-field", Consequence: lint.Refused,
	Title: "the line lacks a field that the grader reads",
	Why: "A grader's template names fields of the line, as in {{item.reference_answer}}. Where a line has no such field, or " +
		"null in it, the job fails, often after hours.",
	Cure: "Add the field to every line, or take it out of the grader.",
	Settings: func(s *lint.Settings) {
		forReinforcement(s)
		s.GraderFields = []string{"reference_answer", "source.page"}
	},
	Bad: []string{
		`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "source": {"page": 1}}`,
		`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12", "source": {"site": 1}}`,
		`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "reference_answer": null, "source": {"page": 1}}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12", "source": {"page": 1}}`},
	Line: func(p *lint.Pass) {
		if p.Format != dataset.Reinforcement {
			return
		}
		for _, field := range p.Settings.GraderFields {
			switch v := fieldOf(p.Root, field); v.Kind() {
			case dataset.Absent:
				p.Report(p.Root, "the line has no %s, which the grader reads", lint.Quote([]byte(field)))
			case dataset.Null:
				p.Report(v, "%s is null, and the grader reads it", lint.Quote([]byte(field)))
			}
		}
	},
}

// fieldOf returns the value at a path of member names with points between them.
func fieldOf(v dataset.Value, path string) dataset.Value {
	for name := range strings.SplitSeq(path, ".") {
		v = v.Member(name)
	}
	return v
}

package preference

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/grader"
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
		s.Grader = grader.Read([]byte(`{"type": "string_check", "name": "same", "input": "{{sample.output_text}}", "operation": "eq", ` +
			`"reference": "{{item.reference_answer}} on page {{item.source.page}}"}`))
	},
	Bad: []string{
		`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "source": {"page": 1}}`,
		`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12", "source": {"site": 1}}`,
		`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "reference_answer": null, "source": {"page": 1}}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12", "source": {"page": 1}}`},
	Line: func(p *lint.Pass) {
		if p.Format != dataset.Reinforcement || p.Settings.Grader == nil {
			return
		}
		for _, field := range p.Settings.Grader.Fields {
			switch v := field.In(p.Root); v.Kind() {
			case dataset.Absent:
				p.Report(p.Root, "the line has no %s, which the grader reads", lint.Quote([]byte(field.Path)))
			case dataset.Null:
				p.Report(v, "%s is null, and the grader reads it", lint.Quote([]byte(field.Path)))
			}
		}
	},
}

package preference

import (
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset/lint"
)

var graderModel = &lint.Rule{
	Code: "FT715", Name: "grader-model", Consequence: lint.Refused,
	Title: "the grader asks a model that may not judge",
	Why: "A score_model or label_model grader has a model judge the answers, and a provider lets few models do so, by the full " +
		"names of their snapshots. The job is refused, or fails on its first answer.",
	Cure:       "Name one of the models that the provider lists for graders.",
	BadGrader:  modelGrader("gpt-4"),
	GoodGrader: modelGrader("gpt-4o-2024-08-06"),
	Settings: func(s *lint.Settings) {
		forReinforcement(s)
		s.Limits.GraderModels = []string{"gpt-4o-2024-08-06", "o3-mini-2025-01-31"}
	},
	Bad:  []string{`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "answer": "12"}`},
	Good: []string{`{"messages": [{"role": "user", "content": "What is 3 times 5?"}], "answer": "15"}`},
	File: func(p *lint.SummaryPass) {
		models := p.Settings.Limits.GraderModels
		if !graded(p) || len(models) == 0 {
			return
		}
		for _, m := range p.Settings.Grader.Models {
			if !slices.Contains(models, m.Name) {
				reportGrader(p, m.Path, lint.Quote([]byte(m.Name))+" may not judge here; the provider lists "+strings.Join(models, " and "))
			}
		}
	},
}

// modelGrader is a grader that asks a model, for examples.
func modelGrader(model string) string {
	return `{"type": "score_model", "name": "judge", "model": "` + model + `", "input": [{"role": "user", "content": ` +
		`"How close is {{sample.output_text}} to {{item.answer}}? Answer from 0 to 1."}]}`
}

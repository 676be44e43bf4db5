package shape

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var completionType = &lint.Rule{
	Code: "FT308", Name: "completion-not-text", Consequence: lint.Refused,
	Title: "prompt or completion is not a text",
	Why: "A line for the legacy models holds two texts, the prompt and its completion. A number, a list or null in the" +
		" place of one of them is refused.",
	Cure: "Write both as texts.",
	Bad: []string{
		`{"prompt": "Hi ->", "completion": 1}`,
		`{"prompt": null, "completion": " Hello"}`,
	},
	Good:     []string{`{"prompt": "Hi ->", "completion": " Hello"}`},
	Settings: func(s *lint.Settings) { s.Format = dataset.Completion },
	Line: func(p *lint.Pass) {
		if p.Format == dataset.Completion {
			reportNotText(p, p.Example.Prompt, "prompt")
			reportNotText(p, p.Example.Completion, "completion")
		}
	},
}

func reportNotText(p *lint.Pass, v dataset.Value, name string) {
	if v.Exists() && v.Kind() != dataset.String {
		p.Report(v, "the %s is %s; it has to be a text", name, keys.WithArticle(v.Kind()))
	}
}

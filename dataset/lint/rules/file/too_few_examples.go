package file

import "github.com/ftplan/ftplan/dataset/lint"

var tooFewExamples = &lint.Rule{
	Code: "FT104", Name: "too-few-examples", Consequence: lint.Refused,
	Title: "the file holds fewer examples than the service wants",
	Why: "The service refuses a training file with fewer examples than its minimum, which is 10 at OpenAI. Good " +
		"results usually start at 50 to 100.",
	Refusal:  "Training file has 7 example(s), but must have at least 10 examples",
	Cure:     "Add examples; do not repeat the same ones.",
	Bad:      []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Good:     []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"Bye\"}, {\"role\": \"assistant\", \"content\": \"See you\"}]}"},
	Settings: func(s *lint.Settings) { s.Limits.MinExamples = 2 },
	File: func(p *lint.SummaryPass) {
		held, least := p.Lines-p.Blank+p.Packed, p.Settings.Limits.MinExamples
		if p.Foreign != nil || p.Lines == 0 || held >= least {
			return
		}
		noun := "examples"
		if held == 1 {
			noun = "example"
		}
		p.Report("the file holds %d %s; the service wants at least %d", held, noun, least)
	},
}

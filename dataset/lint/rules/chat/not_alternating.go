package chat

import "github.com/ftplan/ftplan/dataset/lint"

var notAlternating = &lint.Rule{
	Code: "FT417", Name: "not-alternating", Consequence: lint.Refused,
	Title:    "two messages of the assistant follow each other where that is refused",
	Why:      "Azure's service refuses files in which the assistant speaks twice in a row, without saying on which line.",
	Cure:     "Join the two messages, or put the user's message back between them.",
	Bad:      []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}, {"role": "assistant", "content": "How are you?"}]}`},
	Good:     []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Settings: func(s *lint.Settings) { s.Limits.Alternating = true },
	Line: func(p *lint.Pass) {
		if !p.Settings.Limits.Alternating {
			return
		}
		if _, m := secondAnswer(p); m != nil {
			p.Report(m.Value, "two messages of the assistant follow each other, which this service refuses; join them")
		}
	},
}

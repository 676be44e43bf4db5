package text

import (
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var cutExample = &lint.Rule{
	Code: "FT816", Name: "cut-example", Consequence: lint.Dropped,
	Title: "the example is longer than the model trains on",
	Why: "An example beyond the model's limit is cut at its end, and the end is usually the answer: the model then trains on " +
		"half an answer, or on none and the example is paid for in vain.",
	Cure:     "Shorten the conversation, or divide it into several examples.",
	Settings: func(s *lint.Settings) { s.Limits.ExampleTokens = 60 },
	Bad:      []string{samples.Chat("What is it? "+strings.Repeat("It rings and rings. ", 9), "It is a bell.")},
	Good:     []string{samples.Chat("What is it? "+strings.Repeat("It rings and rings. ", 2), "It is a bell.")},
	Line: func(p *lint.Pass) {
		limit, n := p.Settings.Limits.ExampleTokens, p.Lengths.Tokens
		if limit > 0 && n > limit {
			p.Report(p.Root, "the example has %s and the model trains on %s; %s", lint.Count(n, "token"), lint.Thousands(limit), lost(p, limit))
		}
	},
}

// lost says what the cut takes away.
func lost(p *lint.Pass, limit int) string {
	messages := p.Example.Messages
	if len(p.Lengths.Messages) != len(messages) || p.Format == dataset.Preference {
		return "its end is cut off"
	}
	at := p.Lengths.Tokens // what is not part of a message, such as tools, comes first
	for _, n := range p.Lengths.Messages {
		at -= n
	}
	whole, half := 0, 0
	for i := range messages {
		start := at
		at += p.Lengths.Messages[i]
		switch {
		case !messages[i].Trained() || at <= limit:
		case start >= limit:
			whole++
		default:
			half++
		}
	}
	switch {
	case whole+half == 0:
		return "its end is cut off, and no answer with it"
	case whole == 0:
		return "the cut goes through its last answer"
	case half == 0:
		return "the cut takes away " + lint.Count(whole, "answer")
	}
	return "the cut goes through an answer and takes away " + lint.Count(whole, "more answer")
}

package shape

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var mixedFormats = &lint.Rule{
	Code: "FT307", Name: "mixed-formats", Consequence: lint.Refused,
	Title: "the file mixes formats",
	Why: "One job trains with one method, and every line of its files has to be in the format of that method. The " +
		"service refuses a file of several formats.",
	Refusal:  "Unexpected file format, expected either prompt/completion pairs or chat messages.",
	Cure:     "Keep the lines of each format in their own file.",
	Bad:      []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n{\"input\": {\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}, \"preferred_output\": [{\"role\": \"assistant\", \"content\": \"Hello\"}], \"non_preferred_output\": [{\"role\": \"assistant\", \"content\": \"Yo\"}]}"},
	Good:     []string{"{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"Bye\"}, {\"role\": \"assistant\", \"content\": \"See you\"}]}"},
	Settings: func(s *lint.Settings) { s.Format = dataset.UnknownFormat },
	File: func(p *lint.SummaryPass) {
		chats := p.Formats[dataset.Chat] + p.Formats[dataset.Reinforcement]
		pairs, legacy := p.Formats[dataset.Preference], p.Formats[dataset.Completion]
		all := chats + pairs + legacy
		if rest := all - max(chats, pairs, legacy); rest*strayPart >= all && rest > 0 {
			p.Report("the file mixes formats: %d lines of messages, %d of preference, %d of prompt and completion; one file holds one",
				chats, pairs, legacy)
		}
	},
}

// strayPart is how many lines there have to be to one of another format for it to be a stray one, which the rule about
// lines says, and not part of a mixture.
const strayPart = 10

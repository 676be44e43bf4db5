package preference

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var preferenceEnding = &lint.Rule{
	Code: "FT704", Name: "preference-ending", Consequence: lint.Quality,
	Title: "the input of a preference does not end with a question",
	Why: "Both outputs answer the last message of the input, so that has to be the user's or a tool's. Where it is the " +
		"assistant's, the outputs go on from an answer, which no conversation does.",
	Cure:     "End the input with the message that the outputs answer.",
	Settings: forPreferences,
	Bad: []string{`{"input": {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}, ` +
		`"preferred_output": [{"role": "assistant", "content": "How are you?"}], "non_preferred_output": [{"role": "assistant", "content": "What?"}]}`},
	Good: []string{samples.Preference("Hi", "Hello!", "What?")},
	Line: func(p *lint.Pass) {
		n := len(p.Example.Messages)
		if p.Format != dataset.Preference || n == 0 {
			return
		}
		switch last := &p.Example.Messages[n-1]; last.Role {
		case dataset.AssistantRole, dataset.SystemRole, dataset.DeveloperRole:
			p.Report(last.Value, "the input ends with a message of role %s; end it with what the outputs answer", last.Role)
		}
	},
}

package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var notAMessage = &lint.Rule{
	Code: "FT402", Name: "message-not-an-object", Consequence: lint.Refused,
	Title: "a message is not an object",
	Why: "A message is a JSON object with a role and a content. A text, a list or null among the messages is refused; " +
		"a list often comes from a converter that nested the messages once too often.",
	Cure: "Write the message as an object with role and content.",
	Bad: []string{
		`{"messages": ["Hi", {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}, null]}`,
		`{"messages": [[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Line: func(p *lint.Pass) {
		reportNotObject(p, p.Example.Messages)
		reportNotObject(p, p.Example.Preferred)
		reportNotObject(p, p.Example.NonPreferred)
	},
}

// reportNotObject reports the first message of a list that is no object. Where one is, others mostly are for the same reason.
func reportNotObject(p *lint.Pass, messages []dataset.Message) {
	for i := range messages {
		if v := messages[i].Value; v.Kind() != dataset.Object {
			p.Report(v, "the message is %s; it has to be an object with role and content", keys.WithArticle(v.Kind()))
			return
		}
	}
}

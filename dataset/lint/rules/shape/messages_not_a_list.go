package shape

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
	"github.com/go-json-experiment/json/jsontext"
)

var messagesType = &lint.Rule{
	Code: "FT305", Name: "messages-not-a-list", Consequence: lint.Refused,
	Title: "messages is not a list",
	Why: "The messages of an example are a JSON list of objects. A text, an object or null in its place is refused; a " +
		"text usually means that the list was encoded twice.",
	Cure: "Write messages as a list of objects with role and content.",
	Bad: []string{
		`{"messages": "[{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]"}`,
		`{"messages": {"role": "user", "content": "Hi"}}`,
		`{"messages": null}`,
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed: `{"messages": [{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}`,
	Shape: func(p *lint.Pass) {
		messages := p.Root.Member("messages")
		if !wantsMessages(p) || messages.Kind() == dataset.Array {
			return
		}
		f := p.Report(messages, "messages has to be a list of messages; it is %v", keys.WithArticle(messages.Kind()))
		if inner, err := dataset.ParseValue(messages.Text()); messages.Kind() == dataset.String && err == nil && inner.Kind() == dataset.Array {
			compact := jsontext.Value(bytes.Clone(messages.Text()))
			if compact.Compact() == nil {
				f.Fix = &lint.Fix{Title: "write the list itself", Edits: []dataset.Edit{{Start: messages.Start(), End: messages.End(), New: string(compact)}}}
			}
		}
	},
}

// wantsMessages reports whether the line is an object with messages at its top, as far as formats go.
func wantsMessages(p *lint.Pass) bool {
	conversation := p.Format == dataset.Chat || p.Format == dataset.Reinforcement
	return conversation && (p.Settings.Format == dataset.UnknownFormat || p.Settings.Format == p.Format)
}

package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var contentType = &lint.Rule{
	Code: "FT410", Name: "content-type", Consequence: lint.Refused,
	Title: "a content is neither a text nor a list of parts",
	Why: "The content of a message is a text, or a list of parts that each have a type. A number, a boolean or an " +
		"object in its place is refused; structured answers are trained as text that holds JSON.",
	Cure: "Write the content as a text.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": {"answer": 42}}]}`,
		`{"messages": [{"role": "user", "content": 42}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		switch kind := m.Content.Kind(); kind {
		case dataset.Absent, dataset.Null, dataset.String, dataset.Array:
		case dataset.Object:
			p.Report(m.Content, "the content is an object; it has to be a text, here one that holds JSON, or a list of parts")
		default:
			p.Report(m.Content, "the content is %s; it has to be a text or a list of parts", keys.WithArticle(kind))
		}
	},
}

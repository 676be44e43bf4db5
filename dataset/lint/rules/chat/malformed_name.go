package chat

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var malformedName = &lint.Rule{
	Code: "FT421", Name: "malformed-name", Consequence: lint.Refused,
	Title: "the name of a participant is malformed",
	Why: "The name that tells participants of one role apart may not be empty, have white space in it, or any of < | \\" +
		" / >, and is at most 64 characters long. The API refuses it otherwise.",
	Cure: "Write the name with letters, digits, hyphens and underscores.",
	Bad: []string{
		`{"messages": [{"role": "user", "name": "Ann Lee", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "name": "", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "name": 7, "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "name": "Ann_Lee", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		switch text := m.Name.Text(); {
		case !m.Name.Exists() || m.Name.Kind() == dataset.Null:
		case m.Name.Kind() != dataset.String:
			p.Report(m.Name, "the name is %s; it has to be a text", keys.WithArticle(m.Name.Kind()))
		case len(text) == 0:
			p.Report(m.Name, "the name is empty; write it or leave it out")
		case utf8.RuneCount(text) > 64:
			p.Report(m.Name, "the name is longer than 64 characters")
		case bytes.ContainsAny(text, "<|\\/>") || bytes.ContainsFunc(text, unicode.IsSpace):
			p.Report(m.Name, "the name %s has a character in it that the service refuses; write letters, digits, - and _", lint.Quote(text))
		}
	},
}

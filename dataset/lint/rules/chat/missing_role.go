package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var missingRole = &lint.Rule{
	Code: "FT401", Name: "missing-role", Consequence: lint.Refused,
	Title: "a message has no role",
	Why: "The role decides what a message is: context or something to learn. The service tells messages apart by it " +
		"and refuses one without.",
	Refusal: "Invalid file format. Example 100, message 2 Discriminator 'role' is missing in value",
	Cure:    "Give every message one of the roles system, developer, user, assistant or tool.",
	Bad: []string{
		`{"messages": [{"content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"Role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"from": "human", "value": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		if m.RoleValue.Exists() {
			return
		}
		if fromShareGPT(m.Value) {
			if m.Value.Start() == p.Example.Messages[0].Value.Start() {
				p.Report(m.Value, "the message is one of ShareGPT, with from and value; ftplan convert --to chat rewrites the file")
			}
			return
		}
		if name, _ := keys.Misspelt(m.Value, "role", keys.Message); name.Exists() {
			f := p.Report(name, "the message has no role, but the unknown key %s; did you mean \"role\"?", lint.Quote(name.Text()))
			f.Fix = keys.Rename(name, "role")
			return
		}
		p.Report(m.Value, "the message has no role; give it one of system, developer, user, assistant, tool")
	},
}

// fromShareGPT reports whether a message has the keys that ShareGPT's have.
func fromShareGPT(message dataset.Value) bool {
	return message.Member("from").Exists() && message.Member("value").Exists()
}

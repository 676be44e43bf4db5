package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var unknownMessageKey = &lint.Rule{
	Code: "FT404", Name: "unknown-message-key", Consequence: lint.Refused,
	Title: "a message has a key that the service does not know",
	Why: "A message holds role, content and, depending on the role, name, weight, tool calls and the like. Notes, ids " +
		"and time stamps that a chat export leaves in a message are refused as extra keys.",
	Refusal: "The job failed due to a file format error in the training file. Invalid file format. Example 1 contains an " +
		"extra \"weight\".",
	Cure: "Remove the key, or correct its spelling.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "Content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi", "timestamp": 17}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "train": true}]}`,
	},
	Good: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "name": "Ann", "weight": 0}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Message: func(p *lint.Pass, m *dataset.Message) {
		for name, value := range m.Value.Members() {
			key := name.Text()
			if keys.Contains(keys.Message, key) || p.Settings.Limits.Reasoning && reasoning(key) || !m.RoleValue.Exists() && notesOfOthers(m.Value, key) {
				continue
			}
			meant := keys.Meant(string(key), keys.Message)
			if meant == "" || m.Value.Member(meant).Exists() {
				f := p.Report(name, "the message has the key %s, which the service does not know; %s", lint.Quote(key), messageKeyCure(key))
				if !keys.Marks(key) { // without a mark, what is not to be trained would be
					f.Fix = &lint.Fix{Title: "remove the key", Unsafe: true, Edits: []dataset.Edit{value.Removal()}}
				}
			} else if meant != "role" {
				f := p.Report(name, "the message has the key %s, which the service does not know; did you mean %q?", lint.Quote(key), meant)
				f.Fix = keys.Rename(name, meant)
			}
		}
	},
}

// notesOfOthers reports whether a key of a message without a role is one of ShareGPT's, which the rule about roles has
// named.
func notesOfOthers(message dataset.Value, key []byte) bool {
	return (string(key) == "from" || string(key) == "value") && fromShareGPT(message)
}

// messageKeyCure says what to do about a key of a message.
func messageKeyCure(key []byte) string {
	switch {
	case keys.Marks(key):
		return "it may say whether to train the message, and ftplan convert reads it so"
	case reasoning(key):
		return "only some providers train on reasoning, together among them; remove it"
	}
	return "remove it"
}

// reasoning reports whether a key holds what was thought before an answer.
func reasoning(key []byte) bool {
	return string(key) == "reasoning_content" || string(key) == "reasoning"
}

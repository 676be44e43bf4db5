package shape

import (
	"slices"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var unknownKey = &lint.Rule{
	Code: "FT304", Name: "unknown-key", Consequence: lint.Refused,
	Title: "the example has a key that the service does not know",
	Why: "Beside the keys of its format an example may hold nothing, no notes, sources or ids. The service refuses the" +
		" file for the first such key. Only reinforcement fine-tuning takes further keys, as data for graders.",
	Refusal: "The job failed due to a file format error in the training file. Invalid file format. Example 1 contains an " +
		"extra \"weight\".",
	Cure: "Remove the key, or correct its spelling.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "Tools": [{"type": "function", "function": {"name": "greet"}}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "source": "web"}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "weight": 1}`,
		`{"system": "Be kind.", "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "parallel_tool_calls": true}`,
	},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "greet"}}]}`,
	Line: func(p *lint.Pass) {
		if p.Format == dataset.Reinforcement {
			return
		}
		known := topKeys(p)
		reportUnknownKeys(p, p.Root, known)
		if p.Format == dataset.Preference {
			reportUnknownKeys(p, p.Root.Member("input"), keys.Chat)
		}
	},
}

// topKeys returns the keys that an example of the wanted format can have.
func topKeys(p *lint.Pass) []string {
	format := p.Format
	if format == dataset.UnknownFormat {
		format = p.Settings.Format
	}
	switch format {
	case dataset.Preference:
		return keys.Preference
	case dataset.Completion:
		return keys.Completion
	}
	return keys.Chat
}

func reportUnknownKeys(p *lint.Pass, object dataset.Value, known []string) {
	for name, value := range object.Members() {
		key := name.Text()
		if !keys.Contains(known, key) && !oldPreferenceKey(p, key) && !explained(p, object, name, known) {
			if string(key) == "weight" && p.Settings.Limits.Weights {
				continue
			}
			f := p.Report(name, "the example has the key %s, which the service does not know; %s", lint.Quote(key), keyCure(object, name, known))
			f.Fix = keyFix(p, object, name, value, known)
		}
	}
}

func oldPreferenceKey(p *lint.Pass, key []byte) bool {
	return p.Format == dataset.Preference && (string(key) == "preferred_completion" || string(key) == "non_preferred_completion")
}

// explained reports whether the rule about missing keys has taken the name for the misspelling of a key that is needed.
func explained(p *lint.Pass, object, name dataset.Value, known []string) bool {
	meant := keys.Meant(string(name.Text()), known)
	return object.Start() == p.Root.Start() && slices.Contains(requiredKeys(p), meant) && !object.Member(meant).Exists()
}

func keyCure(object, name dataset.Value, known []string) string {
	key := string(name.Text())
	if meant := lint.Nearest(key, known); meant != "" && !object.Member(meant).Exists() {
		return "did you mean " + lint.Quote([]byte(meant)) + "?"
	}
	switch key {
	case "weight":
		return "a weight belongs to a message of the assistant"
	case "system", "system_prompt", "system_message", "instruction", "instructions":
		return "instructions belong into a first message with the role system"
	case "model", "temperature", "max_tokens", "stream", "tool_choice", "response_format":
		return "settings of a request do not belong into a training file, remove it"
	}
	if keys.Marks(name.Text()) {
		return "it may say whether to train the example, and ftplan convert reads it so"
	}
	return "remove it"
}

func keyFix(p *lint.Pass, object, name, value dataset.Value, known []string) *lint.Fix {
	if meant := lint.Nearest(string(name.Text()), known); meant != "" && !object.Member(meant).Exists() {
		return keys.Rename(name, meant)
	}
	switch string(name.Text()) {
	case "system", "system_prompt", "system_message", "instruction", "instructions":
		return instructionFix(p, object, value)
	}
	if keys.Marks(name.Text()) {
		return nil // without it, what is not to be trained would be
	}
	return &lint.Fix{Title: "remove the key", Unsafe: true, Edits: []dataset.Edit{value.Removal()}}
}

// instructionFix moves an instruction into a first message. Where the messages have one already, nobody but the user can
// say which holds.
func instructionFix(p *lint.Pass, object, value dataset.Value) *lint.Fix {
	messages := object.Member("messages")
	if messages.Kind() != dataset.Array || messages.Len() == 0 {
		return nil
	}
	for i := range p.Example.Messages {
		if role := p.Example.Messages[i].Role; role == dataset.SystemRole || role == dataset.DeveloperRole {
			return nil
		}
	}
	switch value.Kind() {
	case dataset.String:
	case dataset.Array:
		for part := range value.Elements() {
			if !part.Member("type").Is("text") || part.Member("text").Kind() != dataset.String {
				return nil
			}
		}
	default:
		return nil
	}
	first := `{"role": "system", "content": ` + string(value.Raw()) + `}, `
	return &lint.Fix{Title: "move the instruction into a first message", Edits: []dataset.Edit{
		value.Removal(), {Start: messages.Start() + 1, End: messages.Start() + 1, New: first}}}
}

package shape

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var missingKey = &lint.Rule{
	Code: "FT303", Name: "missing-key", Consequence: lint.Refused,
	Title: "a key that the format needs is missing",
	Why: "A line for supervised or reinforcement fine-tuning needs messages; one for preference needs input, " +
		"preferred_output and non_preferred_output; one for the legacy models needs prompt and completion. Names are " +
		"case-sensitive.",
	Refusal: "The job failed due to a file format error in the training file. Invalid file format. Example 1 is missing " +
		"key 'messages'",
	Cure: "Add the key, or correct its spelling.",
	Bad: []string{
		`{"Messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{}`,
		`{"role": "user", "content": "Hi"}`,
		`{"custom_id": "1", "body": {"messages": [{"role": "user", "content": "Hi"}]}}`,
		`{"contents": []}`,
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Shape: func(p *lint.Pass) {
		if p.Root.Kind() != dataset.Object || otherFormat(p) {
			return
		}
		for _, key := range requiredKeys(p) {
			if !p.Root.Member(key).Exists() && !p.Root.Member(keys.OldPreferenceName(key)).Exists() {
				reportMissing(p, key)
			}
		}
	},
}

// otherFormat reports whether the line has a format, and not one that is wanted.
func otherFormat(p *lint.Pass) bool {
	want := p.Settings.Format
	return p.Format != dataset.UnknownFormat && (!p.Format.Service() || want != dataset.UnknownFormat && p.Format != want)
}

// requiredKeys returns the keys that the line's format, or else the wanted one, needs.
func requiredKeys(p *lint.Pass) []string {
	format := p.Format
	if format == dataset.UnknownFormat {
		format = p.Settings.Format
	}
	switch format {
	case dataset.Preference:
		return []string{"input", "preferred_output", "non_preferred_output"}
	case dataset.Completion:
		return []string{"prompt", "completion"}
	}
	return []string{"messages"}
}

func reportMissing(p *lint.Pass, key string) {
	if name, _ := keys.Misspelt(p.Root, key, topKeys(p)); name.Exists() {
		f := p.Report(name, "the line has no %s, but the unknown key %s; did you mean %q?", key, lint.Quote(name.Text()), key)
		f.Fix = keys.Rename(name, key)
		return
	}
	p.Report(p.Root, "the line has no %s%s", key, insteadOf(p.Root, key))
}

// insteadOf says what a line without messages seems to be.
func insteadOf(root dataset.Value, key string) string {
	switch {
	case key != "messages":
		return "; add it"
	case root.Member("role").Exists() && root.Member("content").Exists():
		return "; it is a single message, and an example holds all messages of a conversation in a list"
	case root.Member("custom_id").Exists() && root.Member("body").Exists():
		return "; it is a line for the batch service, whose messages stand in its body"
	case root.Member("contents").Exists():
		return "; contents is the name that Gemini's files have for it"
	case root.Len() == 0:
		return "; it is an empty object, so remove it or write the example"
	}
	return "; an example is a list of messages under that name"
}

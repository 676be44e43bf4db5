package preference

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var preferenceOutput = &lint.Rule{
	Code: "FT703", Name: "preference-output", Consequence: lint.Refused,
	Title: "an output of a preference is not one message of the assistant",
	Why: "Each output is a list with exactly one message, and that is the assistant's. What came before, other answers " +
		"included, belongs into the input.",
	Cure:     "Write each output as a list of one message with the role assistant.",
	Settings: forPreferences,
	Bad: []string{
		`{"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": "Hello!", "non_preferred_output": [{"role": "assistant", "content": "What?"}]}`,
		`{"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "user", "content": "Hello!"}], "non_preferred_output": [{"role": "assistant", "content": "What?"}]}`,
		`{"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello!"}, {"role": "assistant", "content": "How are you?"}], "non_preferred_output": [{"role": "assistant", "content": "What?"}]}`,
		`{"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [], "non_preferred_output": [{"role": "assistant", "content": "What?"}]}`,
		`{"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": {"role": "assistant", "content": "Hello!"}, "non_preferred_output": [{"role": "assistant", "content": "What?"}]}`,
	},
	Good:  []string{samples.Preference("Hi", "Hello!", "What?")},
	Fixed: samples.Preference("Hi", "Hello!", "What?"),
	Line: func(p *lint.Pass) {
		if p.Format != dataset.Preference {
			return
		}
		checkOutput(p, "preferred_output", p.Example.Preferred)
		checkOutput(p, "non_preferred_output", p.Example.NonPreferred)
	},
}

func checkOutput(p *lint.Pass, key string, messages []dataset.Message) {
	switch output := p.Root.Member(key); {
	case !output.Exists():
	case output.Kind() == dataset.String:
		f := p.Report(output, "%s is a text; it has to be a list of one message of the assistant", key)
		f.Fix = &lint.Fix{Title: "make it a message of the assistant", Edits: []dataset.Edit{
			{Start: output.Start(), End: output.Start(), New: `[{"role": "assistant", "content": `}, {Start: output.End(), End: output.End(), New: "}]"}}}
	case output.Kind() == dataset.Object:
		f := p.Report(output, "%s is a message; it has to be a list of one", key)
		f.Fix = &lint.Fix{Title: "make it a list", Edits: []dataset.Edit{{Start: output.Start(), End: output.Start(), New: "["}, {Start: output.End(), End: output.End(), New: "]"}}}
	case output.Kind() != dataset.Array:
		p.Report(output, "%s is %s; it has to be a list of one message of the assistant", key, keys.WithArticle(output.Kind()))
	case len(messages) != 1:
		p.Report(output, "%s holds %s; it has to be exactly one, the assistant's", key, lint.Count(len(messages), "message"))
	case messages[0].Value.Kind() == dataset.Object && messages[0].Role != dataset.OtherRole && messages[0].Role != dataset.AssistantRole:
		p.Report(messages[0].RoleValue, "the message in %s has another role than assistant; write \"assistant\"", key)
	}
}

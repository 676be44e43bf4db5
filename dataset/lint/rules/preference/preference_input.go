package preference

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var preferenceInput = &lint.Rule{
	Code: "FT702", Name: "preference-input", Consequence: lint.Refused,
	Title: "the input of a preference is not an object with messages",
	Why: "The input of a preference is written as a request would be: an object with the messages up to the answer, and " +
		"tools where there are any. A text, or the list of messages by itself, is refused.",
	Cure:     `Write "input": {"messages": […]}.`,
	Settings: forPreferences,
	Bad: []string{
		`{"input": [{"role": "user", "content": "Hi"}], "preferred_output": [{"role": "assistant", "content": "Hello!"}], "non_preferred_output": [{"role": "assistant", "content": "What?"}]}`,
		`{"input": "Hi", "preferred_output": [{"role": "assistant", "content": "Hello!"}], "non_preferred_output": [{"role": "assistant", "content": "What?"}]}`,
		`{"input": {}, "preferred_output": [{"role": "assistant", "content": "Hello!"}], "non_preferred_output": [{"role": "assistant", "content": "What?"}]}`,
	},
	Good:  []string{samples.Preference("Hi", "Hello!", "What?")},
	Fixed: samples.Preference("Hi", "Hello!", "What?"),
	Line: func(p *lint.Pass) {
		input := p.Root.Member("input")
		if p.Format != dataset.Preference || !input.Exists() {
			return
		}
		switch input.Kind() {
		case dataset.Array:
			f := p.Report(input, `the input is a list; it has to be an object, {"messages": […]}`)
			f.Fix = &lint.Fix{Title: "put the list into an object", Edits: []dataset.Edit{
				{Start: input.Start(), End: input.Start(), New: `{"messages": `}, {Start: input.End(), End: input.End(), New: "}"}}}
		case dataset.Object:
			if m := input.Member("messages"); m.Kind() != dataset.Array || m.Len() == 0 {
				p.Report(input, "the input has no list of messages; write it as {\"messages\": […]}")
			}
		default:
			p.Report(input, `the input is %s; it has to be an object, {"messages": […]}`, keys.WithArticle(input.Kind()))
		}
	},
}

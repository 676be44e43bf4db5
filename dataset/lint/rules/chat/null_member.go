package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var nullMember = &lint.Rule{
	Code: "FT406", Name: "null-member", Consequence: lint.Quality,
	Title: "a member is null that should be left out",
	Why: "Libraries that write all members of a message give those without a value as null. The API's schema allows " +
		"null for content, refusal and function_call only, and it is not known that the service takes it elsewhere. A" +
		" member that is left out is always right.",
	Cure: "Leave the member out.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "tool_calls": null}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": null}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": null}]}`,
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "refusal": null, "function_call": null}]}`},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Line: func(p *lint.Pass) {
		for name, value := range p.Root.Members() {
			if value.Kind() == dataset.Null && keys.Contains(keys.Chat[1:], name.Text()) {
				reportNull(p, p.Root, name, value)
			}
		}
	},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for name, value := range m.Value.Members() {
			if value.Kind() == dataset.Null && keys.Contains(nullable, name.Text()) && !(m.Role == dataset.ToolRole && name.Is("tool_call_id")) {
				reportNull(p, m.Value, name, value)
			}
		}
	},
}

// nullable are the members of a message that libraries write as null.
var nullable = []string{"name", "weight", "tool_calls", "tool_call_id"}

func reportNull(p *lint.Pass, object, name, value dataset.Value) {
	f := p.Report(value, "%s is null; leave it out", name.Text())
	f.Fix = &lint.Fix{Title: "leave the member out", Edits: []dataset.Edit{value.Removal()}}
}

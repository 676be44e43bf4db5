package tools

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var emptyList = &lint.Rule{
	Code: "FT502", Name: "empty-list", Consequence: lint.Quality,
	Title: "a list of tools or of calls is empty",
	Why: "The API's schema wants at least one entry in tools, functions and tool_calls, and it is not known that the " +
		"service takes an empty list when it trains. Lists that are left out are always right. In data of " +
		"preferences and for reinforcement an empty list of tools is fine: the guide to preferences has one in its example.",
	Cure: "Leave the list out.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": []}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "tool_calls": []}]}`,
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Line: func(p *lint.Pass) {
		if p.Format != dataset.Chat {
			return
		}
		reportEmpty(p, p.Root, p.Example.Tools, "tools")
		reportEmpty(p, p.Root, p.Example.Functions, "functions")
	},
	Message: func(p *lint.Pass, m *dataset.Message) { reportEmpty(p, m.Value, m.ToolCalls, "tool_calls") },
}

func reportEmpty(p *lint.Pass, object, list dataset.Value, name string) {
	if list.Kind() == dataset.Array && list.Len() == 0 {
		f := p.Report(list, "%s is an empty list; leave it out", name)
		f.Fix = &lint.Fix{Title: "leave the empty list out", Edits: []dataset.Edit{list.Removal()}}
	}
}

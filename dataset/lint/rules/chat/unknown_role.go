package chat

import (
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var unknownRole = &lint.Rule{
	Code: "FT403", Name: "unknown-role", Consequence: lint.Refused,
	Title: "a message has a role that the service does not know",
	Why: "The service knows the roles system, developer, user, assistant, tool and, of old, function, spelled exactly " +
		"so. Names from elsewhere, such as human or model, and any other spelling are refused.",
	Cure: "Write one of the known roles in small letters.",
	Bad: []string{
		`{"messages": [{"role": "User", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "asistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "human", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": 1, "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": null, "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "developer", "content": "Be kind."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Message: func(p *lint.Pass, m *dataset.Message) {
		role := m.RoleValue
		switch {
		case m.Role != dataset.OtherRole || !role.Exists():
			return
		case role.Kind() != dataset.String:
			p.Report(role, "the role is %s; it has to be a text: system, developer, user, assistant or tool", keys.WithArticle(role.Kind()))
			return
		}
		written := string(role.Text())
		meant := meantRole(written)
		if meant == "" {
			p.Report(role, "the service knows no role %s; write system, developer, user, assistant or tool", lint.Quote(role.Text()))
			return
		}
		f := p.Report(role, "the service knows no role %s; did you mean %q?", lint.Quote(role.Text()), meant)
		f.Fix = &lint.Fix{Title: "write the role as " + meant, Unsafe: lint.Folded(strings.TrimSpace(written)) != meant,
			Edits: []dataset.Edit{{Start: role.Start(), End: role.End(), New: `"` + meant + `"`}}}
	},
}

// meantRole returns the role that somebody who wrote another word for it meant, "" where that is not clear.
func meantRole(written string) string {
	switch strings.ToLower(strings.TrimSpace(written)) {
	case "human", "customer", "prompter":
		return "user"
	case "gpt", "bot", "ai", "model", "chatbot", "agent", "chatgpt":
		return "assistant"
	case "observation", "ipython", "tool_response":
		return "tool"
	}
	return lint.Nearest(strings.TrimSpace(written), dataset.RoleNames())
}

package tokenize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// A Chat is what a service adds to the texts of a conversation before it trains on it. It is data: the numbers are tokens.
type Chat struct {
	Name       string
	Example    int // once for every example
	System     int // more, once, where there is a system or developer message
	Message    int // around every message, its role not counted
	CountRole  bool
	User       int // around a message of the user's and any other but the assistant's, beyond Message
	Assistant  int // around a message of the assistant's, beyond Message
	LastAnswer int // more, on the last message of the assistant's
	Confirmed  bool
	Source     string
}

// Chats are the known formats.
var chats = []Chat{
	{Name: "openai", Example: 1, Message: 3, CountRole: true, Confirmed: true,
		Source: "public bills of ten OpenAI jobs, 2023 to 2025, each met exactly"},
	{Name: "harmony", Example: 61, System: 7, User: 4, Assistant: 6,
		Source: "one known invoice: Nebius, 120 examples of gpt-oss-20b, 2026-09-24, met within 0.013 %"},
	{Name: "llama3", Example: 1, Message: 5,
		Source: "the published chat template, without its dated system header; no bill is known"},
	{Name: "qwen3", Message: 5, LastAnswer: 4,
		Source: "the published chat template; no bill is known"},
	{Name: "none", Source: "texts alone; no bill is known"},
}

// ChatNamed returns the chat format of that name: openai, harmony, llama3, qwen3 or none.
func ChatNamed(name string) (Chat, error) {
	for _, c := range chats {
		if c.Name == name {
			return c, nil
		}
	}
	return Chat{}, fmt.Errorf("unknown chat format %q; known are %s", name, strings.Join(ChatNames(), ", "))
}

// ChatNames lists the chat formats.
func ChatNames() []string {
	names := make([]string, len(chats))
	for i, c := range chats {
		names[i] = c.Name
	}
	return names
}

// around returns the tokens around a message, its role apart.
func (c *Chat) around(role dataset.Role) int {
	if role == dataset.AssistantRole {
		return c.Message + c.Assistant
	}
	if c.System > 0 && isSystem(role) {
		return c.Message
	}
	return c.Message + c.User
}

func isSystem(role dataset.Role) bool {
	return role == dataset.SystemRole || role == dataset.DeveloperRole
}

// once returns the tokens that a conversation costs beside its messages.
func (c *Chat) once(messages []dataset.Message) int {
	n := c.Example
	if slices.ContainsFunc(messages, func(m dataset.Message) bool { return isSystem(m.Role) }) {
		n += c.System
	}
	return n
}

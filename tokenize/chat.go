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
	Call       int // around the name and the arguments of a call
	OldCall    int // more, on a call in the deprecated member function_call
	NextCall   int // more, around each call of a message but the first
	Result     int // around the result of a tool, beyond Message, in place of User
	Confirmed  bool
	Tools      ToolsFormat
	Source     string
}

// A ToolsFormat is how definitions of tools are written for a model.
type ToolsFormat int

// The ways to write tools.
const (
	UnknownTools ToolsFormat = iota // they are counted as OpenAI's, and the count is no bound
	OpenAITools                     // as one bill and counts of the chat API show
	SimilarTools                    // the same, for a model of OpenAI's that none of these were for
	HarmonyTools                    // as the format's reference renderer does
)

// ForModel returns the format as a model has it: how its tools are counted is known for some models of OpenAI's alone.
func (c Chat) ForModel(model string) Chat {
	if c.Tools == OpenAITools && !toolsAreKnown(model) {
		c.Tools = SimilarTools
	}
	return c
}

// toolsAreKnown reports whether a bill or counts of the chat API show how a model's tools are counted.
func toolsAreKnown(model string) bool {
	base := baseOf(model)
	for _, known := range EvidenceOn(ToolText).Models {
		if base == known || strings.HasPrefix(base, known+"-") {
			return true
		}
	}
	return false
}

// Chats are the known formats.
var chats = []Chat{
	{Name: "openai", Example: 1, Message: 3, CountRole: true, Call: 4, OldCall: -1, Confirmed: true, Tools: OpenAITools,
		Source: EvidenceOn(ChatText).Sentence()},
	{Name: "harmony", Example: 61, System: 7, User: 4, Assistant: 6, Call: 5, NextCall: 6, Result: 10, Tools: HarmonyTools,
		Source: EvidenceOn(HarmonyText).Sentence()},
	{Name: "llama3", Example: 1, Message: 5, Call: 4,
		Source: "the published chat template, without its dated system header; no bill is known"},
	{Name: "qwen3", Message: 5, LastAnswer: 4, Call: 4,
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
	if c.Result > 0 && (role == dataset.ToolRole || role == dataset.FunctionRole) {
		return c.Message + c.Result
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

package dataset

import (
	"bytes"
	"iter"
)

// A Role is who speaks in a message.
type Role byte

// The roles that OpenAI's service knows. OtherRole is any other, or none at all.
const (
	OtherRole Role = iota
	SystemRole
	DeveloperRole
	UserRole
	AssistantRole
	ToolRole
	FunctionRole
)

// Roles holds the names of the roles, as lines spell them, at the role's own number.
var roles = [...]string{"", "system", "developer", "user", "assistant", "tool", "function"}

// String returns the role as lines spell it, "" for [OtherRole].
func (r Role) String() string { return roles[r] }

// RoleNames returns the roles that the service knows, as lines spell them.
func RoleNames() []string { return roles[1:] }

func roleOf(v Value) Role {
	if v.Kind() != String {
		return OtherRole
	}
	switch string(v.Text()) {
	case "system":
		return SystemRole
	case "developer":
		return DeveloperRole
	case "user":
		return UserRole
	case "assistant":
		return AssistantRole
	case "tool":
		return ToolRole
	case "function":
		return FunctionRole
	}
	return OtherRole
}

// An Example is what a line says, as far as it has the shape of its [Format]. Decoding takes what fits and leaves the
// rest absent: judging a line is the business of package lint. Its slices are filled again for the next record.
type Example struct {
	Messages     []Message // chat and reinforcement: messages; preference: input.messages
	Preferred    []Message // preference: preferred_output
	NonPreferred []Message // preference: non_preferred_output
	Tools        Value     // the list of tools
	Functions    Value     // the deprecated list of functions
	Parallel     Value     // parallel_tool_calls
	Prompt       Value     // completion
	Completion   Value     // completion
}

// A Message is one message of an example. Members that are not there are absent.
type Message struct {
	Value        Value // the message itself, whatever its kind
	Role         Role
	RoleValue    Value
	Content      Value // text or a list of parts
	Name         Value
	Weight       Value
	ToolCalls    Value // a list of calls
	ToolCallID   Value
	FunctionCall Value // deprecated
	Refusal      Value
	Other        bool // it has a key that other trainers write in place of content, role or weight
}

// Trained reports whether the service trains on the message: it is the assistant's and its weight is not 0.
func (m *Message) Trained() bool {
	return m.Role == AssistantRole && !zero(m.Weight)
}

// zero reports whether a weight is 0, also as columns of floats write it, or false.
func zero(weight Value) bool {
	switch weight.Kind() {
	case Number:
		text := weight.Text()
		return string(text) == "0" || len(text) > 2 && len(bytes.Trim(text, "0.")) == 0
	case False:
		return true
	}
	return false
}

// Texts yields the text of the content: the content itself or, where it is a list of parts, the text of each part.
func (m *Message) Texts() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if m.Content.Kind() == String {
			yield(m.Content)
			return
		}
		for part := range m.Content.Elements() {
			if text := part.Member("text"); text.Kind() == String && !yield(text) {
				return
			}
		}
	}
}

// A Call is one call of a function by the assistant.
type Call struct {
	Value     Value // the call itself
	ID        Value
	Name      Value
	Arguments Value // a string that holds JSON
}

// Calls yields the message's tool calls, and its deprecated function call.
func (m *Message) Calls() iter.Seq[Call] {
	return func(yield func(Call) bool) {
		for v := range m.ToolCalls.Elements() {
			function := v.Member("function")
			call := Call{Value: v, ID: v.Member("id"), Name: function.Member("name"), Arguments: function.Member("arguments")}
			if !yield(call) {
				return
			}
		}
		if v := m.FunctionCall; v.Kind() == Object {
			yield(Call{Value: v, Name: v.Member("name"), Arguments: v.Member("arguments")})
		}
	}
}

// AllMessages yields the messages of every part of the example: the conversation, then the preferred output, then the
// other one.
func (e *Example) AllMessages() iter.Seq[*Message] {
	return func(yield func(*Message) bool) {
		for _, messages := range [...][]Message{e.Messages, e.Preferred, e.NonPreferred} {
			for i := range messages {
				if !yield(&messages[i]) {
					return
				}
			}
		}
	}
}

// decode fills the example from the value of a line.
func (e *Example) decode(root Value, format Format) {
	*e = Example{Messages: e.Messages[:0], Preferred: e.Preferred[:0], NonPreferred: e.NonPreferred[:0]}
	conversation := root
	if format == Preference {
		conversation = root.Member("input")
		e.Preferred = appendMessages(e.Preferred, root.Member("preferred_output"))
		e.NonPreferred = appendMessages(e.NonPreferred, root.Member("non_preferred_output"))
	}
	for name, value := range conversation.Members() {
		switch string(name.Text()) {
		case "messages":
			e.Messages = appendMessages(e.Messages, value)
		case "tools":
			e.Tools = value
		case "functions":
			e.Functions = value
		case "parallel_tool_calls":
			e.Parallel = value
		case "prompt":
			e.Prompt = value
		case "completion":
			e.Completion = value
		}
	}
}

func appendMessages(messages []Message, list Value) []Message {
	for v := range list.Elements() {
		messages = append(messages, message(v))
	}
	return messages
}

func message(v Value) Message {
	m := Message{Value: v}
	for name, value := range v.Members() {
		switch string(name.Text()) {
		case "role":
			m.RoleValue, m.Role = value, roleOf(value)
		case "content":
			m.Content = value
		case "name":
			m.Name = value
		case "weight":
			m.Weight = value
		case "tool_calls":
			m.ToolCalls = value
		case "tool_call_id":
			m.ToolCallID = value
		case "function_call":
			m.FunctionCall = value
		case "refusal":
			m.Refusal = value
		default:
			m.Other = m.Other || otherKey(name.Text())
		}
	}
	return m
}

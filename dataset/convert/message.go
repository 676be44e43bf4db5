package convert

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// A conversation is an example on its way from any source to any target.
type conversation struct {
	system   []byte    // to be put in front
	path     string    // of the messages in the input, a JSON Pointer
	messages []message // where there is a pair of answers, those before it
	pair     *pair
	tools    tools
	parallel dataset.Value // parallel_tool_calls
	extra    []member      // for graders
	weight   dataset.Value // of the whole example, where the target takes one
	marked   bool          // the source says whether to train it
	unwanted bool          // and that it is not to be trained
}

// A pair is two answers to the same messages.
type pair struct{ preferred, other message }

// A message is one message of a conversation. Nil is absent.
type message struct {
	role      dataset.Role
	name      []byte
	text      []byte // the content where it is text; not nil, even if empty
	parts     []part // the content where it is a list of parts
	refusal   []byte
	calls     []call
	answers   []byte // the id of the call that a tool's message answers
	reasoning []byte // what the assistant thought before it answered
	weight    weight
}

// present returns text that is not nil.
func present(text []byte) []byte {
	if text == nil {
		return []byte{}
	}
	return text
}

// said makes a message of plain text.
func said(role dataset.Role, text []byte) message { return message{role: role, text: present(text)} }

// list reads a list of messages, whose JSON Pointer begins every error. Text that holds such a list will do, as tables have
// it.
func (c *converter) list(path string, v dataset.Value) ([]message, error) {
	v = unpacked(v)
	if v.Kind() != dataset.Array {
		return nil, fmt.Errorf("%s: it is %s, not a list of messages", path, article(v.Kind()))
	}
	if v.Len() == 0 {
		return nil, fmt.Errorf("%s: it is an empty list", path)
	}
	messages := make([]message, 0, v.Len()+2)
	at := 0
	for element := range v.Elements() {
		read, err := c.message(element, path+"/"+strconv.Itoa(at)+": ")
		if err != nil {
			return nil, err
		}
		messages = append(messages, read...)
		at++
	}
	return messages, nil
}

// unpacked returns the value that text holds as JSON where that is a list or an object; any other value as it is.
func unpacked(v dataset.Value) dataset.Value {
	if v.Kind() != dataset.String {
		return v
	}
	text := v.Text()
	for len(text) > 0 && strings.IndexByte(" \t\r\n", text[0]) >= 0 {
		text = text[1:]
	}
	if len(text) == 0 || text[0] != '[' && text[0] != '{' {
		return v
	}
	if inner, err := dataset.ParseValue(text); err == nil {
		return inner
	}
	return v
}

// message reads one message, as chat has it, as ShareGPT has it, or as Anthropic, Bedrock and Gemini do. What one message
// says there may be several here: results of tools stand in the user's. Where it stands begins every error.
func (c *converter) message(v dataset.Value, where string) ([]message, error) {
	if v.Kind() != dataset.Object {
		return nil, fmt.Errorf("%sit is %s, not a message", where, article(v.Kind()))
	}
	r := messageReader{converter: c, where: where}
	for name, value := range v.Members() {
		if value.Kind() == dataset.Null {
			continue
		}
		if err := r.member(name.Text(), value); err != nil {
			return nil, err
		}
	}
	return r.done()
}

// A messageReader fills a message key by key.
type messageReader struct {
	*converter
	message

	where   string
	speaker string        // the role as the message has it
	content dataset.Value // text or parts
	marked  string        // the key that gave the weight
	results []message     // of tools, that stand in it
}

func (r *messageReader) member(name []byte, v dataset.Value) (err error) {
	switch key := string(name); key {
	case "role", "from":
		return r.from(v)
	case "content", "value", "parts":
		if r.content.Exists() {
			return fmt.Errorf("%sit has both content and value", r.where)
		}
		r.content = v
	case "name":
		r.name, err = r.str("name", v)
	case "refusal":
		r.refusal, err = r.str("refusal", v)
	case "tool_call_id":
		r.answers, err = r.str("tool_call_id", v)
	case "tool_calls":
		r.calls, err = r.toolCalls(unpacked(v))
	case "function_call":
		err = r.functionCall(v)
	case "reasoning_content", "reasoning", "thinking":
		err = r.thought(name, v)
	default:
		err = r.surplus(name, v)
	}
	return err
}

// surplus deals with a key that is none of a message.
func (r *messageReader) surplus(name []byte, v dataset.Value) error {
	if kind, marked := markNamed(name); marked && !r.dropped(name) {
		return r.mark(name, v, kind)
	}
	return r.extra(name, v, r.where)
}

// thought takes what the assistant thought, for a target that has a place for it.
func (r *messageReader) thought(name []byte, v dataset.Value) error {
	if v.Kind() == dataset.String && len(v.Text()) == 0 {
		return nil
	}
	switch {
	case r.dropped(name):
		r.notes.drop(name)
		return nil
	case v.Kind() != dataset.String:
		return fmt.Errorf("%s%s is %s, not a string", r.where, name, article(v.Kind()))
	case !r.o.Keeps.Reasoning || r.o.To != dataset.Chat:
		return fmt.Errorf("%sthe key %s holds the reasoning before the answer, for which the target has no place; convert it for a provider that trains on it, such as --provider together, or leave it out with %s",
			r.where, dataset.Quote(name), dropFlag(name))
	case r.reasoning != nil && string(r.reasoning) != string(v.Text()):
		return fmt.Errorf("%sit has reasoning under two keys", r.where)
	}
	r.reasoning = v.Text()
	return nil
}

func (r *messageReader) str(key string, v dataset.Value) ([]byte, error) {
	if v.Kind() != dataset.String {
		return nil, fmt.Errorf("%s%s is %s, not a string", r.where, key, article(v.Kind()))
	}
	return present(v.Text()), nil
}

func (r *messageReader) from(v dataset.Value) error {
	text, err := r.str("role", v)
	if err != nil {
		return err
	}
	if r.speaker != "" {
		return fmt.Errorf("%sit has both role and from", r.where)
	}
	r.speaker = strings.ToLower(string(text))
	if r.role = roleOf(r.speaker); r.role == dataset.OtherRole {
		return fmt.Errorf("%sthe role %s is none of those known", r.where, dataset.Quote(text))
	}
	return nil
}

// roleOf returns the role of a speaker as the service or ShareGPT's many makers name it.
func roleOf(speaker string) dataset.Role {
	switch speaker {
	case "system", "context":
		return dataset.SystemRole
	case "developer":
		return dataset.DeveloperRole
	case "user", "human", "input", "prompter", "question":
		return dataset.UserRole
	case "assistant", "gpt", "chatgpt", "bot", "model", "ai", "output", "answer", "function_call", "tool_call":
		return dataset.AssistantRole
	case "tool", "function", "observation", "function_response", "tool_response", "ipython":
		return dataset.ToolRole
	}
	return dataset.OtherRole
}

// calling reports whether a speaker's text is the calls of functions themselves.
func calling(speaker string) bool { return speaker == "function_call" || speaker == "tool_call" }

// done checks that the message is one that the service takes.
func (r *messageReader) done() ([]message, error) {
	for _, check := range []func() error{r.checkContent, r.checkRole, r.checkWeight} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	if r.text == nil && r.parts == nil && r.calls == nil && r.refusal == nil {
		return r.results, nil // results of tools and no more
	}
	return append(r.results, r.message), nil
}

func (r *messageReader) checkRole() error {
	switch {
	case r.speaker == "":
		return fmt.Errorf("%sit has no role", r.where)
	case r.role != dataset.AssistantRole && (r.calls != nil || r.refusal != nil || r.reasoning != nil):
		return fmt.Errorf("%sonly the assistant can call functions, refuse or reason", r.where)
	case r.role != dataset.ToolRole && r.answers != nil:
		return fmt.Errorf("%sonly a tool's message can have a tool_call_id", r.where)
	}
	return nil
}

func (r *messageReader) checkContent() error {
	switch v := r.content; {
	case calling(r.speaker):
		return r.callText(v)
	case v.Kind() == dataset.String:
		r.text = present(v.Text())
	case v.Kind() == dataset.Array:
		return r.readParts(v)
	case v.Exists():
		return fmt.Errorf("%sthe content is %s, neither text nor a list of parts", r.where, article(v.Kind()))
	case r.calls == nil && r.refusal == nil:
		return fmt.Errorf("%sit has no content", r.where)
	}
	return nil
}

// checkWeight leaves a weight only where the service takes one. A 0 elsewhere says what is so anyway.
func (r *messageReader) checkWeight() error {
	w := r.weight
	if !w.given || r.role == dataset.AssistantRole || r.o.Keeps.Weights {
		return nil
	}
	if !w.zero() {
		return fmt.Errorf("%sonly the assistant's messages are trained and can have the weight 1", r.where)
	}
	r.weight = weight{}
	r.notes.count(idleWeights)
	return nil
}

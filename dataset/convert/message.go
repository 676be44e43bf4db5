package convert

import (
	"bytes"
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
}

// A pair is two answers to the same messages.
type pair struct{ preferred, other message }

// A message is one message of a conversation. Nil is absent.
type message struct {
	role    dataset.Role
	name    []byte
	text    []byte        // the content where it is text; not nil, even if empty
	parts   dataset.Value // the content where it is a list of parts
	refusal []byte
	calls   []call
	answers []byte        // the id of the call that a tool's message answers
	weight  dataset.Value // 0 or 1
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

// list reads a list of messages, whose JSON Pointer begins every error.
func (c *converter) list(path string, v dataset.Value) ([]message, error) {
	if v.Kind() != dataset.Array {
		return nil, fmt.Errorf("%s: it is %s, not a list of messages", path, article(v.Kind()))
	}
	if v.Len() == 0 {
		return nil, fmt.Errorf("%s: it is an empty list", path)
	}
	messages := make([]message, 0, v.Len()+2)
	for element := range v.Elements() {
		where := path + "/" + strconv.Itoa(len(messages)) + ": "
		m, err := c.message(element, where)
		if err != nil {
			return nil, err
		}
		messages = append(messages, m)
	}
	return messages, nil
}

// message reads one message, as chat has it or as ShareGPT has it. Where it stands begins every error.
func (c *converter) message(v dataset.Value, where string) (message, error) {
	if v.Kind() != dataset.Object {
		return message{}, fmt.Errorf("%sit is %s, not a message", where, article(v.Kind()))
	}
	r := messageReader{converter: c, where: where}
	for name, value := range v.Members() {
		if value.Kind() == dataset.Null {
			continue
		}
		if err := r.member(name.Text(), value); err != nil {
			return message{}, err
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
}

func (r *messageReader) member(name []byte, v dataset.Value) (err error) {
	switch string(name) {
	case "role", "from":
		return r.from(v)
	case "content", "value":
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
	case "weight":
		r.weight = v
	case "tool_calls":
		r.calls, err = r.toolCalls(v)
	case "function_call":
		err = r.functionCall(v)
	default:
		err = r.extra(name, v, r.where)
	}
	return err
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
		return fmt.Errorf("%sthe role %s is none of those known", r.where, quoted(string(text)))
	}
	return nil
}

// roleOf returns the role of a speaker as the service or ShareGPT's many makers name it.
func roleOf(speaker string) dataset.Role {
	switch speaker {
	case "system":
		return dataset.SystemRole
	case "developer":
		return dataset.DeveloperRole
	case "user", "human":
		return dataset.UserRole
	case "assistant", "gpt", "chatgpt", "bot", "model", "function_call":
		return dataset.AssistantRole
	case "tool", "function", "observation", "function_response":
		return dataset.ToolRole
	}
	return dataset.OtherRole
}

// done checks that the message is one that the service takes.
func (r *messageReader) done() (message, error) {
	for _, check := range []func() error{r.checkRole, r.checkContent, r.checkWeight} {
		if err := check(); err != nil {
			return message{}, err
		}
	}
	return r.message, nil
}

func (r *messageReader) checkRole() error {
	switch {
	case r.speaker == "":
		return fmt.Errorf("%sit has no role", r.where)
	case r.role != dataset.AssistantRole && (r.calls != nil || r.refusal != nil):
		return fmt.Errorf("%sonly the assistant can call functions or refuse", r.where)
	case r.role != dataset.ToolRole && r.answers != nil:
		return fmt.Errorf("%sonly a tool's message can have a tool_call_id", r.where)
	}
	return nil
}

func (r *messageReader) checkContent() error {
	switch v := r.content; {
	case r.speaker == "function_call":
		return r.callText(v)
	case v.Kind() == dataset.String:
		r.text = present(v.Text())
	case v.Kind() == dataset.Array:
		r.parts = v
		return r.checkParts(v)
	case v.Exists():
		return fmt.Errorf("%sthe content is %s, neither text nor a list of parts", r.where, article(v.Kind()))
	case r.calls == nil && r.refusal == nil:
		return fmt.Errorf("%sit has no content", r.where)
	}
	return nil
}

func (r *messageReader) checkParts(list dataset.Value) error {
	if list.Len() == 0 {
		return fmt.Errorf("%sthe content is an empty list", r.where)
	}
	for part := range list.Elements() {
		kind := part.Member("type")
		if kind.Kind() != dataset.String {
			return fmt.Errorf("%sa part of the content has no type", r.where)
		}
		if kind.Is("text") && part.Member("text").Kind() != dataset.String {
			return fmt.Errorf("%sa part of type text has no text", r.where)
		}
	}
	return nil
}

// checkWeight leaves a weight only where the service takes one. A 0 elsewhere says what is so anyway.
func (r *messageReader) checkWeight() error {
	w := r.weight
	if !w.Exists() {
		return nil
	}
	zero := bytes.Equal(w.Raw(), []byte("0"))
	if !zero && !bytes.Equal(w.Raw(), []byte("1")) {
		return fmt.Errorf("%sthe weight is neither 0 nor 1", r.where)
	}
	if r.role == dataset.AssistantRole {
		return nil
	}
	if !zero {
		return fmt.Errorf("%sonly the assistant's messages are trained and can have the weight 1", r.where)
	}
	r.weight = dataset.Value{}
	r.notes.count(idleWeights)
	return nil
}

package convert

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/ftplan/ftplan/dataset"
)

// preference reads input and two outputs, also under the names that an old description of the format gave them.
func (c *converter) preference() (talk conversation, err error) {
	if talk, err = c.input(c.object.take("input")); err != nil {
		return talk, err
	}
	talk.path = "/input/messages"
	var p pair
	if p.preferred, err = c.output("preferred"); err != nil {
		return talk, err
	}
	p.other, err = c.output("non_preferred")
	talk.pair = &p
	return talk, err
}

// input reads messages and tools; text and a bare list of messages will do.
func (c *converter) input(v dataset.Value) (talk conversation, err error) {
	if v.Kind() != dataset.Object {
		talk.messages, err = c.prompt("input", v)
		return talk, err
	}
	var o object
	o.reset(v)
	if talk, err = c.thread("/input/messages", &o); err != nil {
		return talk, err
	}
	for _, m := range o.members {
		if m.taken {
			continue
		}
		if err := c.extra(m.name, m.value, "in input, "); err != nil {
			return talk, err
		}
	}
	return talk, nil
}

func (c *converter) output(which string) (message, error) {
	name, old := which+"_output", which+"_completion"
	v, other := c.object.take(name), c.object.take(old)
	switch {
	case v.Exists() && other.Exists():
		return message{}, fmt.Errorf("it has both %s and %s", name, old)
	case !v.Exists() && !other.Exists():
		return message{}, fmt.Errorf("it lacks %s", name)
	case other.Exists():
		c.notes.count(oldNames)
		v, name = other, old
	}
	return c.answer(name, v, legacy{})
}

// chosen reads TRL's prompt, chosen and rejected. Each is text or messages; chosen and rejected may hold the whole
// conversation, of which what they share becomes the prompt.
func (c *converter) chosen() (talk conversation, err error) {
	o := c.object
	if err = c.beside(&talk); err != nil {
		return talk, err
	}
	key, chosen := o.first("chosen", "chosen_messages", "chosen_response")
	other, rejected := o.first("rejected", "rejected_messages", "rejected_response")
	chosen, rejected = packedMessages(chosen), packedMessages(rejected)
	if m := o.find("messages"); m != nil && dataset.Equal(m.value, chosen) {
		m.taken = true // what some datasets have for supervised tuning besides
		c.notes.count(repeats)
	}
	if talk.messages, err = c.asked(); err != nil {
		return talk, err
	}
	better, err := c.replies(key, chosen, talk.messages == nil)
	if err != nil {
		return talk, err
	}
	worse, err := c.replies(other, rejected, talk.messages == nil)
	if err != nil {
		return talk, err
	}
	return talk, talk.factor(better, worse)
}

// packedMessages returns what text holds where that is a list of messages or one, and the value otherwise.
func packedMessages(v dataset.Value) dataset.Value {
	inner := unpacked(v)
	first := inner
	for element := range inner.Elements() {
		first = element
		break
	}
	for _, key := range []string{"role", "from"} {
		if first.Member(key).Kind() == dataset.String {
			return inner
		}
	}
	return v
}

// asked reads what comes before the two answers under whichever name it has; nil where there is nothing.
func (c *converter) asked() ([]message, error) {
	o := c.object
	before, err := history(o.take("history"))
	if err != nil {
		return nil, err
	}
	for _, key := range []string{"messages", "conversations", "conversation"} {
		if m := o.find(key); m != nil && !m.taken {
			m.taken = true
			read, err := c.spoken("/"+key, m.value)
			return append(before, read...), err
		}
	}
	if o.find("instruction") != nil {
		text, err := c.instruction()
		return append(before, said(dataset.UserRole, text)), err
	}
	key, v := o.first("prompt", "question", "query", "input")
	if !v.Exists() {
		return before, nil
	}
	read, err := c.prompt(key, v)
	return append(before, read...), err
}

// replies reads chosen or rejected. Text without a prompt is a whole dialogue, marked as such.
func (c *converter) replies(key string, v dataset.Value, whole bool) ([]message, error) {
	if v.Kind() != dataset.String {
		return c.replied(key, v)
	}
	if !whole {
		if len(v.Text()) == 0 {
			return nil, fmt.Errorf("%s is empty", key)
		}
		return []message{said(dataset.AssistantRole, v.Text())}, nil
	}
	messages := dialogue(v.Text())
	if messages == nil {
		return nil, fmt.Errorf("there is no prompt, and %s is not a dialogue of Human: and Assistant: paragraphs", key)
	}
	c.notes.count(dialogues)
	return messages, nil
}

// factor makes the prompt of what two conversations begin with and the pair of how they end.
func (talk *conversation) factor(better, worse []message) error {
	shared := 0
	for shared < min(len(better), len(worse))-1 && same(&better[shared], &worse[shared]) {
		shared++
	}
	if len(better) != shared+1 || len(worse) != shared+1 {
		return errors.New("chosen and rejected differ in more than their last message")
	}
	talk.path = "/prompt"
	if err := talk.begin(better[:shared]); err != nil {
		return err
	}
	talk.pair = &pair{preferred: better[shared], other: worse[shared]}
	for _, m := range []*message{&talk.pair.preferred, &talk.pair.other} {
		if m.role != dataset.AssistantRole {
			return errors.New("chosen and rejected do not end with a message of the assistant")
		}
	}
	return nil
}

// begin puts what chosen and rejected begin with behind the prompt, or in its place where they begin with the prompt.
func (talk *conversation) begin(shared []message) error {
	prompt := talk.messages
	switch {
	case len(shared) == 0:
	case len(prompt) == 0 || startsWith(shared, prompt):
		talk.messages, talk.path = shared, "/chosen"
	case startsWith(shared, withoutSystem(prompt)):
		talk.messages = slices.Concat(prompt[:len(prompt)-len(withoutSystem(prompt))], shared)
	case startsWith(withoutSystem(shared), prompt):
		talk.messages, talk.path = shared, "/chosen"
	case prompt[len(prompt)-1].role == dataset.UserRole && shared[0].role != dataset.AssistantRole:
		return errors.New("the prompt is not how chosen and rejected begin")
	default:
		talk.messages = slices.Concat(prompt, shared)
	}
	return nil
}

// startsWith reports whether a conversation starts with the messages of a prompt.
func startsWith(conversation, prompt []message) bool {
	if len(prompt) == 0 || len(prompt) > len(conversation) {
		return false
	}
	for i := range prompt {
		if !same(&prompt[i], &conversation[i]) {
			return false
		}
	}
	return true
}

// withoutSystem returns messages without the system's at their start.
func withoutSystem(messages []message) []message {
	for len(messages) > 0 && messages[0].role == dataset.SystemRole {
		messages = messages[1:]
	}
	return messages
}

func same(a, b *message) bool {
	return bytes.Equal(appendMessage(nil, a), appendMessage(nil, b))
}

package convert

import (
	"bytes"
	"errors"
	"fmt"

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
	o := &c.object
	if talk.system, err = o.text("system"); err != nil {
		return talk, err
	}
	if talk.tools, err = offered(o, &c.notes); err != nil {
		return talk, err
	}
	if talk.messages, err = c.asked(); err != nil {
		return talk, err
	}
	chosen, rejected := o.take("chosen"), o.take("rejected")
	if m := o.find("messages"); m != nil && dataset.Equal(m.value, chosen) {
		m.taken = true // what some datasets have for supervised tuning besides
		c.notes.count(repeats)
	}
	better, err := c.replies("chosen", chosen, talk.messages == nil)
	if err != nil {
		return talk, err
	}
	worse, err := c.replies("rejected", rejected, talk.messages == nil)
	if err != nil {
		return talk, err
	}
	return talk, talk.factor(better, worse)
}

// asked reads the prompt under whichever name it has; nil where there is none.
func (c *converter) asked() ([]message, error) {
	o := &c.object
	switch {
	case o.find("instruction") != nil:
		text, err := c.instruction()
		return []message{said(dataset.UserRole, text)}, err
	case o.find("prompt") != nil:
		return c.prompt("prompt", o.take("prompt"))
	case o.find("question") != nil:
		return c.prompt("question", o.take("question"))
	}
	return nil, nil
}

// replies reads chosen or rejected. Text without a prompt is a whole dialogue, marked as such.
func (c *converter) replies(key string, v dataset.Value, whole bool) ([]message, error) {
	if v.Kind() != dataset.String {
		return c.spoken(key, v)
	}
	if !whole {
		m, err := c.answer(key, v, legacy{})
		return []message{m}, err
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
	if shared > 0 && !within(talk.messages, better[:shared]) {
		return errors.New("the prompt is not how chosen and rejected begin")
	}
	talk.path = "/prompt"
	if shared > 0 {
		talk.messages, talk.path = better[:shared], "/chosen"
	}
	talk.pair = &pair{preferred: better[shared], other: worse[shared]}
	for _, m := range []*message{&talk.pair.preferred, &talk.pair.other} {
		if m.role != dataset.AssistantRole {
			return errors.New("chosen and rejected do not end with a message of the assistant")
		}
	}
	return nil
}

// within reports whether a conversation says all that a prompt does: it starts with the same messages, or the prompt is
// text and one of the user's messages is it.
func within(prompt, conversation []message) bool {
	if len(prompt) == 1 && prompt[0].role == dataset.UserRole {
		for i := range conversation {
			if same(&prompt[0], &conversation[i]) {
				return true
			}
		}
	}
	if len(prompt) > len(conversation) {
		return false
	}
	for i := range prompt {
		if !same(&prompt[i], &conversation[i]) {
			return false
		}
	}
	return true
}

func same(a, b *message) bool {
	return bytes.Equal(appendMessage(nil, a), appendMessage(nil, b))
}

// dialogue reads text in which "Human:" and "Assistant:" open paragraphs, as in the HH-RLHF data; nil for any other.
func dialogue(text []byte) (messages []message) {
	human, assistant := []byte("\n\nHuman:"), []byte("\n\nAssistant:")
	if !bytes.HasPrefix(text, human) {
		return nil
	}
	for len(text) > 0 {
		role, opening := dataset.UserRole, human
		if bytes.HasPrefix(text, assistant) {
			role, opening = dataset.AssistantRole, assistant
		}
		text = text[len(opening):]
		end := len(text)
		for _, next := range [][]byte{human, assistant} {
			if i := bytes.Index(text[:end], next); i >= 0 {
				end = i
			}
		}
		messages = append(messages, said(role, bytes.TrimPrefix(text[:end], []byte(" "))))
		text = text[end:]
	}
	return messages
}

package convert

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/ftplan/ftplan/dataset"
)

// chat reads messages, tools and parallel_tool_calls.
func (c *converter) chat() (conversation, error) { return c.thread("/messages", &c.object) }

// thread reads what chat has at the top of a line and preference below input. The path is that of the messages.
func (c *converter) thread(path string, o *object) (talk conversation, err error) {
	talk.path = path
	if talk.messages, err = c.list(path, o.take("messages")); err != nil {
		return talk, err
	}
	if talk.tools, err = offered(o, &c.notes); err != nil {
		return talk, err
	}
	talk.parallel = o.take("parallel_tool_calls")
	switch talk.parallel.Kind() {
	case dataset.Absent, dataset.True, dataset.False:
		return talk, nil
	}
	return talk, errors.New("parallel_tool_calls is neither true nor false")
}

// sharegpt reads conversations, and a system message and tools beside them.
func (c *converter) sharegpt() (talk conversation, err error) {
	if talk.system, err = c.object.text("system"); err != nil {
		return talk, err
	}
	if talk.tools, err = offered(&c.object, &c.notes); err != nil {
		return talk, err
	}
	talk.path = "/conversations"
	talk.messages, err = c.list(talk.path, c.object.take("conversations"))
	return talk, err
}

// alpaca reads an instruction with its input, the turns before it and the output.
func (c *converter) alpaca() (talk conversation, err error) {
	if talk.system, err = c.object.text("system"); err != nil {
		return talk, err
	}
	if talk.messages, err = history(c.object.take("history")); err != nil {
		return talk, err
	}
	ask, err := c.instruction()
	if err != nil {
		return talk, err
	}
	output, err := c.object.needed("output")
	c.leaveText()
	talk.messages = append(talk.messages, said(dataset.UserRole, ask), said(dataset.AssistantRole, output))
	return talk, err
}

// leaveText takes a text that says instruction, input and output again in one, as some datasets have it besides.
func (c *converter) leaveText() {
	m := c.object.find("text")
	if m == nil || m.value.Kind() != dataset.String {
		return
	}
	for _, key := range []string{"instruction", "input", "output"} {
		if part := c.object.find(key); part != nil && !bytes.Contains(m.value.Text(), part.value.Text()) {
			return
		}
	}
	m.taken = true
	c.notes.count(repeats)
}

// instruction returns an instruction and the input that it is about.
func (c *converter) instruction() ([]byte, error) {
	ask, err := c.object.needed("instruction")
	if err != nil {
		return nil, err
	}
	input, err := c.object.text("input")
	if err != nil || input == nil {
		return ask, err
	}
	c.notes.count(joinedInputs)
	return bytes.Join([][]byte{ask, input}, []byte("\n\n")), nil
}

// history reads the turns before an instruction: a list of what the user said and what the assistant answered.
func history(list dataset.Value) (messages []message, err error) {
	if list.Exists() && list.Kind() != dataset.Array {
		return nil, fmt.Errorf("history is %s, not a list of turns", article(list.Kind()))
	}
	for turn := range list.Elements() {
		role := dataset.UserRole
		for text := range turn.Elements() {
			if text.Kind() != dataset.String {
				return nil, errors.New("a turn of the history holds something other than text")
			}
			messages = append(messages, said(role, text.Text()))
			role = dataset.AssistantRole
		}
		if turn.Kind() != dataset.Array || turn.Len() != 2 {
			return nil, errors.New("a turn of the history is not a list of a question and its answer")
		}
	}
	return messages, nil
}

// completion reads a prompt and its completion, without what told the old models where they end.
func (c *converter) completion() (talk conversation, err error) {
	if talk.system, err = c.object.text("system"); err != nil {
		return talk, err
	}
	talk.path = "/prompt"
	if talk.messages, err = c.prompt("prompt", c.object.take("prompt")); err != nil {
		return talk, err
	}
	answer, err := c.answer("completion", c.object.take("completion"), c.legacy)
	talk.messages = append(talk.messages, answer)
	return talk, err
}

// prompt reads what comes before an answer: text, or a list of messages. Empty text is no message.
func (c *converter) prompt(key string, v dataset.Value) ([]message, error) {
	switch {
	case v.Kind() == dataset.Array:
		return c.list("/"+key, v)
	case v.Kind() != dataset.String:
		return nil, fmt.Errorf("%s is %s, neither text nor a list of messages", key, article(v.Kind()))
	}
	text := c.legacy.prompt(v.Text())
	if len(text) == 0 {
		c.notes.count(emptyPrompts)
		return nil, nil
	}
	return []message{said(dataset.UserRole, text)}, nil
}

// answer reads one message of the assistant: text, a message, or a list of one.
func (c *converter) answer(key string, v dataset.Value, l legacy) (message, error) {
	if v.Kind() == dataset.String {
		text := l.completion(v.Text())
		if len(text) == 0 {
			return message{}, fmt.Errorf("%s is empty", key)
		}
		return said(dataset.AssistantRole, text), nil
	}
	messages, err := c.spoken(key, v)
	if err != nil {
		return message{}, err
	}
	if len(messages) != 1 || messages[0].role != dataset.AssistantRole {
		return message{}, fmt.Errorf("%s is not one message of the assistant", key)
	}
	return messages[0], nil
}

// spoken reads a message, or a list of them.
func (c *converter) spoken(key string, v dataset.Value) ([]message, error) {
	switch v.Kind() {
	case dataset.Array:
		return c.list("/"+key, v)
	case dataset.Object:
		m, err := c.message(v, "/"+key+": ")
		return []message{m}, err
	}
	return nil, fmt.Errorf("%s is %s, neither text nor messages", key, article(v.Kind()))
}

// pairs reads two columns of text by the names that tables give them.
func (c *converter) pairs() (talk conversation, err error) {
	ask, reply := "user", "assistant"
	for _, names := range [][2]string{{"question", "answer"}, {"input", "output"}} {
		if len(c.object.lacks(names[:])) == 0 {
			ask, reply = names[0], names[1]
			break
		}
	}
	if talk.system, err = c.object.text("system"); err != nil {
		return talk, err
	}
	user, err := c.object.needed(ask)
	if err != nil {
		return talk, err
	}
	assistant, err := c.object.needed(reply)
	talk.messages = []message{said(dataset.UserRole, user), said(dataset.AssistantRole, assistant)}
	return talk, err
}

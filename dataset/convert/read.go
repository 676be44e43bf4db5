package convert

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/ftplan/ftplan/dataset"
)

// chat reads messages, tools and parallel_tool_calls, and the instruction that stands beside the messages.
func (c *converter) chat() (conversation, error) {
	talk, err := c.thread("/messages", c.object)
	if err != nil {
		return talk, err
	}
	if err := c.pictures(&talk); err != nil {
		return talk, err
	}
	talk.system, err = c.system()
	return talk, err
}

// thread reads what chat has at the top of a line and preference below input. The path is that of the messages.
func (c *converter) thread(path string, o *object) (talk conversation, err error) {
	talk.path = path
	if talk.messages, err = c.spoken(path, o.take("messages")); err != nil {
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

// system takes the instruction beside a conversation: text, parts of text, or an object that has them.
func (c *converter) system() ([]byte, error) {
	v := c.object.take("system")
	if v.Kind() == dataset.Object {
		for _, key := range []string{"parts", "content", "text"} {
			if inner := v.Member(key); inner.Exists() {
				v = inner
				break
			}
		}
	}
	if v.Kind() != dataset.Array {
		return textOf("system", v)
	}
	var texts [][]byte
	for part := range v.Elements() {
		switch text := part.Member("text"); {
		case part.Kind() == dataset.String:
			texts = append(texts, part.Text())
		case text.Kind() == dataset.String:
			texts = append(texts, text.Text())
		default:
			return nil, errors.New("system has parts other than text")
		}
	}
	return bytes.Join(texts, []byte("\n\n")), nil
}

// beside reads what stands beside a conversation: a system message and tools.
func (c *converter) beside(talk *conversation) (err error) {
	if talk.system, err = c.system(); err != nil {
		return err
	}
	talk.tools, err = offered(c.object, &c.notes)
	return err
}

// sharegpt reads conversations, and a system message and tools beside them.
func (c *converter) sharegpt() (talk conversation, err error) {
	if err = c.beside(&talk); err != nil {
		return talk, err
	}
	m := c.object.turns()
	m.taken = true
	talk.path = "/" + string(m.name)
	if talk.messages, err = c.spoken(talk.path, m.value); err != nil {
		return talk, err
	}
	return talk, c.pictures(&talk)
}

// contents reads what Gemini has: contents, and an instruction and tools beside them.
func (c *converter) contents() (talk conversation, err error) {
	if err = c.beside(&talk); err != nil {
		return talk, err
	}
	talk.path = "/contents"
	talk.messages, err = c.list(talk.path, c.object.take("contents"))
	return talk, err
}

// spoken reads a conversation: a list of messages, a list of pairs or of texts in turn, or a map of turns.
func (c *converter) spoken(path string, v dataset.Value) ([]message, error) {
	v = unpacked(v)
	if v.Kind() == dataset.Object {
		return c.turnMap(path, v)
	}
	if !pairwise(v) {
		return c.list(path, v)
	}
	var messages []message
	role, at := dataset.UserRole, 0
	for element := range v.Elements() {
		read, err := exchange(element, role)
		if err != nil {
			return nil, fmt.Errorf("%s/%d: %w", path, at, err)
		}
		if at++; len(read) == 1 {
			role = otherSide(role)
		}
		messages = append(messages, read...)
	}
	c.notes.count(turnsRead)
	return messages, nil
}

func otherSide(role dataset.Role) dataset.Role {
	if role == dataset.UserRole {
		return dataset.AssistantRole
	}
	return dataset.UserRole
}

// pairwise reports whether a list holds pairs, or texts in turn, in place of messages.
func pairwise(v dataset.Value) bool {
	for element := range v.Elements() {
		switch element.Kind() {
		case dataset.Array, dataset.String:
			return true
		case dataset.Object:
			for _, key := range []string{"role", "from"} {
				if element.Member(key).Exists() {
					return false
				}
			}
			return pairIn(element) != nil
		}
		return false
	}
	return false
}

// pairIn returns the names under which an object has a question and its answer, nil where it has none.
func pairIn(v dataset.Value) []string {
	var o object
	o.reset(v)
	i := slices.IndexFunc(pairNames, func(names []string) bool { return len(o.lacks(names)) == 0 })
	if i < 0 {
		return nil
	}
	return pairNames[i]
}

// exchange reads what was said in one turn: a pair, or the text of whose turn it is.
func exchange(v dataset.Value, turn dataset.Role) ([]message, error) {
	switch v.Kind() {
	case dataset.String:
		return []message{said(turn, v.Text())}, nil
	case dataset.Array:
		return pairOf(v)
	}
	names := pairIn(v)
	if names == nil || v.Len() != 2 {
		return nil, fmt.Errorf("it is %s, not a question and its answer", article(v.Kind()))
	}
	var o object
	o.reset(v)
	ask, reply := o.take(names[0]), o.take(names[1])
	if ask.Kind() != dataset.String || reply.Kind() != dataset.String {
		return nil, errors.New("a question or its answer is no text")
	}
	return []message{said(dataset.UserRole, ask.Text()), said(dataset.AssistantRole, reply.Text())}, nil
}

// pairOf reads a list of a question and its answer.
func pairOf(list dataset.Value) (messages []message, err error) {
	role := dataset.UserRole
	for text := range list.Elements() {
		if text.Kind() != dataset.String {
			return nil, errors.New("a turn holds something other than text")
		}
		messages = append(messages, said(role, text.Text()))
		role = otherSide(role)
	}
	if len(messages) != 2 {
		return nil, errors.New("a turn is not a list of a question and its answer")
	}
	return messages, nil
}

// turns reads turn_1, turn_2 and on at the top of a line.
func (c *converter) turns() (talk conversation, err error) {
	if err = c.beside(&talk); err != nil {
		return talk, err
	}
	for n := 1; ; n++ {
		m := c.object.find("turn_" + strconv.Itoa(n))
		if m == nil {
			return talk, nil
		}
		m.taken = true
		read, err := c.turn("/"+string(m.name), m.value)
		if err != nil {
			return talk, err
		}
		talk.messages = append(talk.messages, read...)
	}
}

// turnMap reads a map of turns, whose names end in their numbers.
func (c *converter) turnMap(path string, v dataset.Value) (messages []message, err error) {
	if v.Member("messages").Kind() == dataset.Array && v.Len() == 1 {
		return c.list(path+"/messages", v.Member("messages"))
	}
	if v.Len() == 0 {
		return nil, fmt.Errorf("%s: it is an empty object, not a list of messages", path)
	}
	for n := 1; n <= v.Len(); n++ {
		turn := dataset.Value{}
		for _, name := range []string{"turn_", "turn", "round_", ""} {
			if one := v.Member(name + strconv.Itoa(n)); one.Exists() {
				turn = one
			}
		}
		if !turn.Exists() {
			return nil, fmt.Errorf("%s: it is an object, not a list of messages, and its keys are not those of turns: turn_1, turn_2 and on", path)
		}
		read, err := c.turn(path, turn)
		if err != nil {
			return nil, err
		}
		messages = append(messages, read...)
	}
	return messages, nil
}

// turn reads one turn of a map: a message, or a pair.
func (c *converter) turn(path string, v dataset.Value) ([]message, error) {
	if v.Member("role").Exists() || v.Member("from").Exists() {
		return c.message(v, path+": ")
	}
	c.notes.count(turnsRead)
	if v.Kind() == dataset.String {
		return nil, fmt.Errorf("%s: a turn is text, and does not say whose", path)
	}
	read, err := exchange(v, dataset.UserRole)
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return read, err
}

// alpaca reads an instruction with its input, the turns before it and the output.
func (c *converter) alpaca() (talk conversation, err error) {
	if talk.system, err = c.system(); err != nil {
		return talk, err
	}
	if talk.messages, err = history(c.object.take("history")); err != nil {
		return talk, err
	}
	ask, err := c.instruction()
	if err != nil {
		return talk, err
	}
	output, err := c.object.needed("output", "response")
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
	for _, key := range []string{"instruction", "input", "context", "output", "response"} {
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
	key, v := c.object.first("input", "context")
	input, err := textOf(key, v)
	if err != nil || input == nil {
		return ask, err
	}
	c.notes.count(joinedInputs)
	return bytes.Join([][]byte{ask, input}, []byte("\n\n")), nil
}

// history reads the turns before an instruction: a list of what the user said and what the assistant answered.
func history(list dataset.Value) (messages []message, err error) {
	list = unpacked(list)
	if list.Exists() && list.Kind() != dataset.Array {
		return nil, fmt.Errorf("history is %s, not a list of turns", article(list.Kind()))
	}
	for turn := range list.Elements() {
		if turn.Kind() == dataset.String {
			return nil, errors.New("a turn of the history is not a list of a question and its answer")
		}
		read, err := exchange(turn, dataset.UserRole)
		if err != nil {
			return nil, fmt.Errorf("in history, %w", err)
		}
		messages = append(messages, read...)
	}
	return messages, nil
}

// completion reads a prompt and its completion, without what told the old models where they end.
func (c *converter) completion() (talk conversation, err error) {
	if err = c.beside(&talk); err != nil {
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
	if list := unpacked(v); list.Kind() == dataset.Array {
		return c.list("/"+key, list)
	}
	if v.Kind() != dataset.String {
		return nil, fmt.Errorf("%s is %s, neither text nor a list of messages", key, article(v.Kind()))
	}
	text := v.Text()
	if c.shape.name == completionName {
		text = c.legacy.prompt(text)
	}
	if len(text) == 0 {
		c.notes.count(emptyPrompts)
		return nil, nil
	}
	return []message{said(dataset.UserRole, text)}, nil
}

// answer reads one message of the assistant: text, a message, or a list of one.
func (c *converter) answer(key string, v dataset.Value, l legacy) (message, error) {
	list := unpacked(v)
	if k := list.Kind(); v.Kind() == dataset.String && (k == dataset.String || l.rows > 0) {
		text := l.completion(v.Text())
		if len(text) == 0 {
			return message{}, fmt.Errorf("%s is empty", key)
		}
		return said(dataset.AssistantRole, text), nil
	}
	messages, err := c.replied(key, v)
	if err != nil {
		return message{}, err
	}
	if len(messages) != 1 || messages[0].role != dataset.AssistantRole {
		return message{}, fmt.Errorf("%s is not one message of the assistant", key)
	}
	return messages[0], nil
}

// replied reads a message, a list of them, or an object that holds such a list.
func (c *converter) replied(key string, v dataset.Value) ([]message, error) {
	switch v.Kind() {
	case dataset.Array:
		return c.list("/"+key, v)
	case dataset.Object:
		if inner := v.Member("messages"); inner.Kind() == dataset.Array && v.Len() == 1 {
			return c.list("/"+key+"/messages", inner)
		}
		return c.message(v, "/"+key+": ")
	}
	return nil, fmt.Errorf("%s is %s, neither text nor messages", key, article(v.Kind()))
}

// pairs reads two columns of text by the names that tables give them, and the turns before them.
func (c *converter) pairs() (talk conversation, err error) {
	if talk.system, err = c.system(); err != nil {
		return talk, err
	}
	if talk.messages, err = history(c.object.take("history")); err != nil {
		return talk, err
	}
	names := []string{"user", "assistant"}
	if i := slices.IndexFunc(pairNames, func(names []string) bool { return len(c.object.lacks(names)) == 0 }); i >= 0 {
		names = pairNames[i]
	}
	user, err := c.object.needed(names[0])
	if err != nil {
		return talk, err
	}
	assistant, err := c.object.needed(names[1])
	talk.messages = append(talk.messages, said(dataset.UserRole, user), said(dataset.AssistantRole, assistant))
	return talk, err
}

// labelled reads a text and the class that it is of, which is text or a number.
func (c *converter) labelled() (talk conversation, err error) {
	if talk.system, err = c.system(); err != nil {
		return talk, err
	}
	text, err := c.object.needed("text")
	if err != nil {
		return talk, err
	}
	v := c.object.take("label")
	switch v.Kind() {
	case dataset.Number:
		c.notes.count(numberLabels)
	case dataset.String:
	default:
		return talk, fmt.Errorf("label is %s, not the name of a class; say what it is with --template", article(v.Kind()))
	}
	if len(v.Text()) == 0 {
		return talk, errors.New("label is empty")
	}
	talk.messages = []message{said(dataset.UserRole, text), said(dataset.AssistantRole, v.Text())}
	return talk, nil
}

package convert

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert/input"
)

// A target writes a conversation as one line. The error is the reason why that format cannot hold it.
type target struct {
	format dataset.Format
	write  func(line []byte, talk *conversation) ([]byte, error)
}

// targets lists what can be made, the usual one first.
var targets = []target{
	{dataset.Chat, writeChat},
	{dataset.Preference, writePreference},
	{dataset.Reinforcement, writeReinforcement},
	{dataset.Completion, writeCompletion},
}

// TargetNames returns the names of the formats that [Options].To may be, the default first.
func TargetNames() []string {
	names := make([]string, len(targets))
	for i, t := range targets {
		names[i] = t.format.String()
	}
	return names
}

func targetOf(f dataset.Format) *target {
	for i := range targets {
		if targets[i].format == f {
			return &targets[i]
		}
	}
	return nil
}

// fit makes of a conversation what the target has room for.
func (c *converter) fit(talk *conversation) error {
	if err := c.link(talk.path, talk.messages); err != nil {
		return err
	}
	if talk.pair != nil {
		for _, m := range []*message{&talk.pair.preferred, &talk.pair.other} {
			if err := m.plain(); err != nil {
				return err
			}
		}
	}
	c.addSystem(talk)
	if talk.pair != nil && c.o.To != dataset.Preference {
		talk.messages = append(talk.messages, talk.pair.preferred)
		talk.pair = nil
		c.notes.count(leftAnswers)
	}
	if c.o.To == dataset.Reinforcement {
		c.renameSystem(talk.messages)
	}
	if c.o.To != dataset.Chat {
		return c.leaveWeights(talk)
	}
	return nil
}

// addSystem puts a system message in front: the example's own where it has one, otherwise the one that was given.
func (c *converter) addSystem(talk *conversation) {
	own := false
	for _, m := range talk.messages {
		own = own || m.role == dataset.SystemRole || m.role == dataset.DeveloperRole
	}
	text := talk.system
	switch {
	case text != nil && own && bytes.Equal(talk.messages[0].text, text):
		return // said twice
	case text != nil:
		own = true
	case !own:
		text = []byte(c.o.System)
	}
	if own && c.o.System != "" {
		c.notes.count(ownSystem)
	}
	if len(text) > 0 {
		talk.messages = append([]message{said(dataset.SystemRole, text)}, talk.messages...)
	}
}

func (c *converter) renameSystem(messages []message) {
	for i := range messages {
		if messages[i].role == dataset.SystemRole {
			messages[i].role = dataset.DeveloperRole
			c.notes.count(developers)
		}
	}
}

// leaveWeights takes weights off where the target has none. Only one of an answer says something there.
func (c *converter) leaveWeights(talk *conversation) error {
	all := make([]*message, 0, len(talk.messages)+2)
	for i := range talk.messages {
		all = append(all, &talk.messages[i])
	}
	answers := all[max(0, len(all)-1):]
	if talk.pair != nil {
		answers = []*message{&talk.pair.preferred, &talk.pair.other}
		all = append(all, answers...)
	}
	for _, m := range answers {
		if m.untrained() {
			return fmt.Errorf("the answer has the weight 0, and %v has no way to say that it is not trained", c.o.To)
		}
	}
	for _, m := range all {
		if m.weight.given {
			m.weight = weight{}
			c.notes.count(leftWeights)
		}
	}
	return nil
}

// plain returns an error where an answer is more than text.
func (m *message) plain() error {
	if m.calls != nil {
		return errors.New("an answer of a pair calls functions; only text can be preferred")
	}
	for i := range m.parts {
		if _, text := m.parts[i].isText(); !text {
			return errors.New("an answer of a pair has parts other than text")
		}
	}
	if m.text == nil && m.parts == nil {
		return errors.New("an answer of a pair has no content")
	}
	return nil
}

func writeChat(line []byte, talk *conversation) ([]byte, error) {
	for i := range talk.messages {
		if talk.messages[i].role == dataset.AssistantRole {
			line = appendThread(append(line, '{'), talk)
			if talk.weight.Exists() {
				line = input.AppendValue(input.AppendKey(line, "weight"), talk.weight)
			}
			return append(line, '}'), nil
		}
	}
	return line, errors.New("it has no message of the assistant, so there is nothing to train on")
}

func writePreference(line []byte, talk *conversation) ([]byte, error) {
	if len(talk.messages) == 0 {
		return line, errors.New("there is no prompt before the answers")
	}
	line = input.AppendKey(append(line, '{'), "input")
	line = appendThread(append(line, '{'), talk)
	line = append(line, '}')
	line = appendMessages(input.AppendKey(line, "preferred_output"), []message{talk.pair.preferred})
	line = appendMessages(input.AppendKey(line, "non_preferred_output"), []message{talk.pair.other})
	return append(line, '}'), nil
}

// writeReinforcement writes messages up to the answer. The answer, where there is one, becomes reference_answer, for
// graders to compare with; so do other keys under their own names.
func writeReinforcement(line []byte, talk *conversation) ([]byte, error) {
	before, answer := talk.messages, (*message)(nil)
	if n := len(before); n > 0 && before[n-1].role == dataset.AssistantRole {
		before, answer = before[:n-1], &before[n-1]
	}
	if err := graded(before, answer, talk); err != nil {
		return line, err
	}
	cut := *talk
	cut.messages = before
	line = appendThread(append(line, '{'), &cut)
	if answer != nil {
		line = input.AppendText(input.AppendKey(line, referenceAnswer), answer.text)
	}
	for _, m := range talk.extra {
		if name := string(m.name); name == "messages" || name == "tools" || name == "parallel_tool_calls" {
			return line, fmt.Errorf("its key %s is not part of the conversation, and reinforcement would take it for one", name)
		}
		line = append(input.AppendText(input.Comma(line), m.name), ':')
		line = input.AppendValue(line, m.value)
	}
	return append(line, '}'), nil
}

const referenceAnswer = "reference_answer"

// graded returns an error where an example cannot be answered by a model and then graded.
func graded(before []message, answer *message, talk *conversation) error {
	if n := len(before); n == 0 || before[n-1].role == dataset.AssistantRole {
		return errors.New("no message of the user or a tool stands before the answer")
	}
	if answer == nil {
		return nil
	}
	if answer.text == nil || answer.calls != nil || answer.refusal != nil || answer.name != nil {
		return errors.New("the answer is more than text, which reference_answer cannot hold")
	}
	if slices.ContainsFunc(talk.extra, func(m member) bool { return string(m.name) == referenceAnswer }) {
		return errors.New("it has a reference_answer and ends with an answer as well")
	}
	return nil
}

// writeCompletion writes one prompt and one completion.
func writeCompletion(line []byte, talk *conversation) ([]byte, error) {
	var ask []byte
	messages := talk.messages
	if len(messages) == 2 && messages[0].role == dataset.UserRole {
		ask, messages = messages[0].text, messages[1:]
		if ask == nil {
			return line, errors.New("the user's message is a list of parts; a prompt is text")
		}
	}
	switch {
	case len(messages) != 1 || messages[0].role != dataset.AssistantRole:
		return line, errors.New("it is more than one message of the user and one of the assistant, which completion cannot hold")
	case talk.tools.list.Exists() || talk.parallel.Exists():
		return line, errors.New("completion has no place for tools")
	}
	answer := messages[0]
	if answer.text == nil || answer.calls != nil || answer.refusal != nil || answer.name != nil || talk.messages[0].name != nil {
		return line, errors.New("a message is more than text, which completion cannot hold")
	}
	line = input.AppendText(input.AppendKey(append(line, '{'), "prompt"), ask)
	line = input.AppendText(input.AppendKey(line, "completion"), answer.text)
	return append(line, '}'), nil
}

// appendThread appends the members messages, tools and parallel_tool_calls.
func appendThread(line []byte, talk *conversation) []byte {
	line = appendMessages(input.AppendKey(line, "messages"), talk.messages)
	if talk.tools.list.Exists() {
		line = appendTools(input.AppendKey(line, "tools"), talk.tools)
	}
	if talk.parallel.Exists() {
		line = input.AppendValue(input.AppendKey(line, "parallel_tool_calls"), talk.parallel)
	}
	return line
}

func appendMessages(line []byte, messages []message) []byte {
	line = append(line, '[')
	for i := range messages {
		line = appendMessage(input.Comma(line), &messages[i])
	}
	return append(line, ']')
}

func appendMessage(line []byte, m *message) []byte {
	line = input.AppendText(input.AppendKey(append(line, '{'), "role"), []byte(m.role.String()))
	if m.name != nil {
		line = input.AppendText(input.AppendKey(line, "name"), m.name)
	}
	if m.answers != nil {
		line = input.AppendText(input.AppendKey(line, "tool_call_id"), m.answers)
	}
	if m.text != nil {
		line = input.AppendText(input.AppendKey(line, "content"), m.text)
	}
	if m.parts != nil {
		line = appendParts(input.AppendKey(line, "content"), m.parts)
	}
	if m.reasoning != nil {
		line = input.AppendText(input.AppendKey(line, "reasoning_content"), m.reasoning)
	}
	if m.refusal != nil {
		line = input.AppendText(input.AppendKey(line, "refusal"), m.refusal)
	}
	if m.calls != nil {
		line = appendCalls(input.AppendKey(line, "tool_calls"), m.calls)
	}
	if m.weight.given {
		line = append(input.AppendKey(line, "weight"), m.weight.json()...)
	}
	return append(line, '}')
}

// appendParts appends a list of parts: text and pictures in the service's form, others as they were.
func appendParts(line []byte, parts []part) []byte {
	line = append(line, '[')
	for i := range parts {
		line = input.Comma(line)
		switch p := &parts[i]; {
		case p.text != nil:
			line = append(input.AppendText(append(line, `{"type":"text","text":`...), p.text), '}')
		case p.url != nil:
			line = append(input.AppendText(append(line, `{"type":"image_url","image_url":{"url":`...), p.url), "}}"...)
		default:
			line = input.AppendValue(line, p.value)
		}
	}
	return append(line, ']')
}

func appendCalls(line []byte, calls []call) []byte {
	line = append(line, '[')
	for _, one := range calls {
		line = input.AppendText(input.AppendKey(append(input.Comma(line), '{'), "id"), one.id)
		line = append(input.AppendKey(line, "type"), `"function"`...)
		line = append(input.AppendKey(line, "function"), '{')
		line = input.AppendText(input.AppendKey(line, "name"), one.name)
		line = input.AppendText(input.AppendKey(line, "arguments"), one.arguments)
		line = append(line, "}}"...)
	}
	return append(line, ']')
}

// appendTools appends a list of tools; functions become tools.
func appendTools(line []byte, t tools) []byte {
	if !t.bare {
		return input.AppendValue(line, t.list)
	}
	line = append(line, '[')
	for function := range t.list.Elements() {
		line = append(input.Comma(line), `{"type":"function","function":`...)
		line = append(input.AppendValue(line, function), '}')
	}
	return append(line, ']')
}

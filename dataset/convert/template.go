package convert

import (
	"bytes"
	"errors"

	"github.com/ftplan/ftplan/dataset"
)

// templated reads a text that holds a whole conversation in a known template. The marks of the template go.
func (c *converter) templated() (talk conversation, err error) {
	if talk.system, err = c.system(); err != nil {
		return talk, err
	}
	text, err := c.object.needed("text")
	if err != nil {
		return talk, err
	}
	talk.path = "/text"
	name, messages := dialect(text)
	if messages == nil {
		return talk, errors.New("the text is no conversation in a template known here, so nothing says what is asked and what is answered; providers that train on plain text, such as together, take the line as it is")
	}
	talk.messages = messages
	c.notes.template(name)
	return talk, nil
}

// A layout is how a chat template writes a message: a mark, the role, what ends the head, the content, what ends it.
type layout struct{ name, open, head, end string }

var layouts = []layout{
	{"ChatML", "<|im_start|>", "\n", "<|im_end|>"},
	{"Llama 3", "<|start_header_id|>", "<|end_header_id|>\n\n", "<|eot_id|>"},
	{"Gemma", "<start_of_turn>", "\n", "<end_of_turn>"},
}

// dialect returns the messages of a text in a known template and the template's name; nil where it is in none, or where
// it can be read in more ways than one.
func dialect(text []byte) (name string, messages []message) {
	text = trimMarks(text)
	for _, l := range layouts {
		if bytes.HasPrefix(text, []byte(l.open)) {
			return l.name, usable(l.read(text))
		}
	}
	switch {
	case bytes.HasPrefix(text, []byte("[INST]")):
		return "Llama 2", usable(bracketed(text))
	case bytes.Contains(text, []byte("### ")):
		return "### Instruction", usable(headed(text))
	}
	if bytes.HasPrefix(text, []byte("Human:")) {
		text = append([]byte("\n\n"), text...)
	}
	return "Human and Assistant", usable(dialogue(text))
}

// trimMarks takes off the marks that tokenizers put around a whole text, and white space.
func trimMarks(text []byte) []byte {
	text = bytes.TrimRight(text, " \t\r\n")
	for _, mark := range []string{"<s>", "<bos>", "<|begin_of_text|>"} {
		if rest, is := bytes.CutPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte(mark)); is {
			text = bytes.TrimLeft(rest, " ")
		}
	}
	for _, mark := range []string{"</s>", "<eos>", "<|endoftext|>", "<|end_of_text|>"} {
		text = bytes.TrimSuffix(text, []byte(mark))
	}
	return text
}

// usable returns the messages where they can be trained: something is asked, something is answered, and none is empty.
func usable(messages []message) []message {
	asked, answered := false, false
	for i := range messages {
		m := &messages[i]
		if len(bytes.TrimSpace(m.text)) == 0 {
			return nil
		}
		asked = asked || m.role == dataset.UserRole
		answered = answered || m.role == dataset.AssistantRole
	}
	if !asked || !answered {
		return nil
	}
	return messages
}

// read reads a text of such messages; nil where it is not made of them alone.
func (l layout) read(text []byte) (messages []message) {
	for len(text) > 0 {
		rest, is := bytes.CutPrefix(text, []byte(l.open))
		speaker, rest, headed := bytes.Cut(rest, []byte(l.head))
		role := roleOf(string(speaker))
		if !is || !headed || role == dataset.OtherRole {
			return nil
		}
		content, rest, ended := bytes.Cut(rest, []byte(l.end))
		if !ended && bytes.Contains(content, []byte(l.open)) {
			return nil
		}
		messages = append(messages, said(role, content))
		text = bytes.TrimLeft(rest, " \t\r\n")
	}
	return messages
}

// bracketed reads Llama 2's template: [INST] what is asked [/INST] what is answered, with <<SYS>> within the first.
func bracketed(text []byte) (messages []message) {
	for len(text) > 0 {
		rest, is := bytes.CutPrefix(text, []byte("[INST]"))
		ask, rest, closed := bytes.Cut(rest, []byte("[/INST]"))
		if !is || !closed {
			return nil
		}
		reply, rest, more := bytes.Cut(rest, []byte("[INST]"))
		if text = nil; more {
			text = append([]byte("[INST]"), rest...)
		}
		if len(messages) == 0 {
			var system []byte
			if system, ask = cutSystem(ask); system != nil {
				messages = append(messages, said(dataset.SystemRole, system))
			}
		}
		reply = bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimSuffix(bytes.TrimSpace(reply), []byte("<s>")), []byte("</s>")))
		messages = append(messages, said(dataset.UserRole, bytes.TrimSpace(ask)), said(dataset.AssistantRole, reply))
	}
	return messages
}

// cutSystem takes the system message off the start of what is asked.
func cutSystem(ask []byte) (system, rest []byte) {
	inner, is := bytes.CutPrefix(bytes.TrimSpace(ask), []byte("<<SYS>>"))
	before, after, closed := bytes.Cut(inner, []byte("<</SYS>>"))
	if !is || !closed {
		return nil, ask
	}
	return bytes.TrimSpace(before), after
}

// headings are the words behind ### that open what somebody says.
var headings = map[string]dataset.Role{
	"Instruction": dataset.UserRole, "Input": dataset.UserRole, "Human": dataset.UserRole, "User": dataset.UserRole, "Question": dataset.UserRole,
	"Response": dataset.AssistantRole, "Output": dataset.AssistantRole, "Assistant": dataset.AssistantRole, "Answer": dataset.AssistantRole,
	"System": dataset.SystemRole,
}

// headed reads text whose parts are opened by "### Instruction:" and the like. What stands before the first of them is an
// instruction of its own. An input belongs to the instruction before it.
func headed(text []byte) (messages []message) {
	preamble, _ := nextHeading(text)
	if before := bytes.TrimSpace(text[:preamble]); len(before) > 0 {
		messages = append(messages, said(dataset.SystemRole, before))
	}
	for text = text[preamble:]; len(text) > 0; {
		word, rest, _ := bytes.Cut(text[len("### "):], []byte(":"))
		end, _ := nextHeading(rest)
		content := said(headings[string(word)], bytes.TrimSpace(rest[:end]))
		last := len(messages) - 1
		switch {
		case string(word) == "Input" && last >= 0 && messages[last].role == dataset.UserRole:
			messages[last].text = bytes.Join([][]byte{messages[last].text, content.text}, []byte("\n\n"))
		case last >= 0 && messages[last].role == content.role:
			return nil // somebody speaks twice in a row: a heading is part of what was said
		default:
			messages = append(messages, content)
		}
		text = rest[end:]
	}
	return messages
}

// nextHeading returns where the next heading stands in text, and where the text ends without one.
func nextHeading(text []byte) (at int, found bool) {
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte("### "))
		if i < 0 {
			return len(text), false
		}
		word, _, is := bytes.Cut(text[from+i+len("### "):min(len(text), from+i+24)], []byte(":"))
		if _, known := headings[string(word)]; is && known {
			return from + i, true
		}
		from += i + len("### ")
	}
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

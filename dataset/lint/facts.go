package lint

import (
	"bytes"
	"strings"

	"github.com/cespare/xxhash/v2"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/repair"
)

// Facts are what the rules about whole files need to know of a line. They are computed where the lines are read, in
// parallel, hold nothing of the record, and do not depend on other lines. Hashes are 0 where there is nothing to hash.
type Facts struct {
	Line    int
	Offset  int64
	Size    int  // bytes of the line, its ending aside
	Blank   bool // the line holds nothing
	Packed  int  // examples on the line beside the first
	Example bool // the line could be read and is an object
	Format  dataset.Format
	Hash    uint64 // of what the line says, if a rule compares lines

	Conversation conversation
	Answer       answer
	Pair         pair
	Toolset      toolset
	Items        []item // reinforcement: the data for graders; nil where the line is no such example

	Tools    bool // the example declares tools
	Calls    bool // the example calls some
	Images   bool // there are images
	Emails   bool // personal e-mail addresses
	Phones   bool // telephone numbers
	Trained  int  // bytes of the messages that are trained, as they are written
	Sketch   detect.Sketch
	Sketched bool // there is a sketch: the conversation is long enough for one
}

// A conversation is what leads up to the answer of an example.
type conversation struct {
	Prompt   uint64 // all but the last answer, tools included; 0 where no user speaks
	Opening  uint64 // up to the first user's message, 0 where that is short
	System   uint64 // of the first message, if it is the system's or the developer's
	Letters  uint64 // of its letters alone, whatever their case
	HasUser  bool
	HasReply bool
}

// A toolset is the functions that an example declares.
type toolset struct {
	Names       uint64 // of the functions, in any order; 0 without functions
	Definitions uint64 // of all that is said about them, in any order
}

// bareFacts are the facts of any line.
func bareFacts(p *Pass) Facts {
	f := Facts{Line: p.Number, Offset: p.Offset, Size: len(p.Text)}
	f.Blank = p.Err != nil && p.Err.Fault == dataset.BlankLine
	f.Packed = packed(p)
	if p.Err == nil && p.Root.Kind() == dataset.Object {
		f.Example, f.Format = true, p.Format
		f.Tools, f.Calls = HasTools(p), p.Calls > 0
	}
	return f
}

// packed returns how many examples a line holds beside the first, where it should hold one: in a list, or one behind the
// other.
func packed(p *Pass) int {
	if p.Err == nil {
		if p.Root.Kind() == dataset.Array && HoldsExamples(p.Root) {
			return p.Root.Len() - 1
		}
		return 0
	}
	n := 0
	if p.Broken.Kind == repair.SeveralValues {
		for _, e := range p.Broken.Edits {
			n += strings.Count(e.New, "\n")
		}
	}
	return n
}

// IsConversation reports whether a list is one of messages: each of its elements has a role, and none is an example of its own.
func IsConversation(list dataset.Value) bool {
	for message := range list.Elements() {
		if !message.Member("role").Exists() || message.Member("messages").Exists() {
			return false
		}
	}
	return list.First().Kind() == dataset.Object
}

// HoldsExamples reports whether a list is one of examples: of objects without a role, or of lists of messages.
func HoldsExamples(list dataset.Value) bool {
	for example := range list.Elements() {
		switch {
		case example.Kind() == dataset.Array && IsConversation(example):
		case example.Kind() == dataset.Object && !example.Member("role").Exists():
		default:
			return false
		}
	}
	return list.First().Exists()
}

// add adds the facts of an example.
func (f *Facts) add(p *Pass) {
	e := &p.Example
	f.Toolset = toolsetOf(e)
	f.Conversation = conversationOf(e, f.Toolset.Definitions, &p.system)
	f.Answer = answerOf(p)
	f.Sketch, f.Sketched = sketchOf(e)
	if p.Format == dataset.Preference {
		f.Pair = pairOf(e, f.Conversation.Prompt)
	}
	if p.Format == dataset.Reinforcement {
		f.Items = itemsOf(p.Root)
	}
	f.Trained = trainedBytes(p)
	f.Emails, f.Phones = personal(p)
	for m := range e.AllMessages() {
		f.Images = f.Images || hasImage(m)
	}
}

// trainedBytes returns how many bytes of a chat example are in messages that are trained.
func trainedBytes(p *Pass) (n int) {
	if p.Format != dataset.Chat {
		return 0
	}
	for i := range p.Example.Messages {
		if m := &p.Example.Messages[i]; m.Trained() {
			n += m.Value.End() - m.Value.Start()
		}
	}
	return n
}

// openingMin is how many bytes a first question needs to tell conversations apart: "hi" opens many.
const openingMin = 32

// conversationOf hashes the conversation of an example up to its last answer.
func conversationOf(e *dataset.Example, tools uint64, known *systemMemory) conversation {
	var t conversation
	last := LastAnswer(e.Messages)
	sum := tools
	for i := range e.Messages {
		m := &e.Messages[i]
		if i == 0 && (m.Role == dataset.SystemRole || m.Role == dataset.DeveloperRole) {
			t.System, t.Letters = known.of(m)
		}
		if i == last {
			break
		}
		sum = dataset.Mix(sum, dataset.Mix(uint64(m.Role), Said(m)))
		if m.Role == dataset.UserRole && !t.HasUser {
			t.HasUser = true
			if m.Content.Len() > 0 || len(m.Content.Text()) >= openingMin {
				t.Opening = sum
			}
		}
	}
	t.HasReply = last >= 0
	if t.HasUser {
		t.Prompt = sum
	}
	return t
}

// LastAnswer returns the index of the last message where that is the assistant's, -1 where it is not.
func LastAnswer(messages []dataset.Message) int {
	if n := len(messages); n > 0 && messages[n-1].Role == dataset.AssistantRole {
		return n - 1
	}
	return -1
}

// Said returns a hash of what a message says and does.
func Said(m *dataset.Message) uint64 {
	h := m.Content.Hash()
	for _, v := range [...]dataset.Value{m.ToolCalls, m.FunctionCall} {
		if v.Exists() {
			h = dataset.Mix(h, v.Hash())
		}
	}
	return h
}

// A systemMemory remembers the system message seen last: most files repeat one in every example.
type systemMemory struct {
	content       []byte
	text, letters uint64
}

func (s *systemMemory) of(m *dataset.Message) (text, letters uint64) {
	if content := m.Content.Raw(); s.text == 0 || !bytes.Equal(s.content, content) {
		s.content = append(s.content[:0], content...)
		s.text, s.letters = systemOf(m)
	}
	return s.text, s.letters
}

// systemOf returns a hash of a message's text, and one of its letters in lower case.
func systemOf(m *dataset.Message) (text, letters uint64) {
	const prime = 0x100000001b3
	letters = 1
	for v := range m.Texts() {
		text = dataset.Mix(text, xxhash.Sum64(v.Text()))
		for _, c := range v.Text() {
			if detect.IsLetter(c) {
				c |= 0x20
			} else if c < 0x80 && !detect.IsDigit(c) {
				continue
			}
			letters = (letters ^ uint64(c)) * prime
		}
	}
	return text, letters
}

func toolsetOf(e *dataset.Example) toolset {
	var t toolset
	for tool := range e.Tools.Elements() {
		t.add(tool.Member("function").Member("name"), tool)
	}
	for function := range e.Functions.Elements() {
		t.add(function.Member("name"), function)
	}
	return t
}

// add adds the hashes up, so that the order of the functions makes no difference.
func (t *toolset) add(name, definition dataset.Value) {
	t.Names += xxhash.Sum64(name.Text())
	t.Definitions += definition.Hash()
}

// personal reports whether an example's texts hold personal e-mail addresses and telephone numbers.
func personal(p *Pass) (emails, phones bool) {
	if p.MayHold(detect.AtSign) {
		EachText(&p.Example, func(v dataset.Value) { emails = emails || detect.FindEmail(v.Text()) >= 0 })
	}
	if p.MayHold(detect.PlusSign) {
		EachText(&p.Example, func(v dataset.Value) { phones = phones || detect.FindPhone(v.Text()) >= 0 })
	}
	return emails, phones
}

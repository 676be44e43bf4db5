package tokenize

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
)

// A Meter counts examples. It is for one goroutine at a time, and faster the longer it is used.
type Meter struct {
	counter Counter
	chat    Chat
	images  ImageRule
	roles   map[dataset.Role]int
	tools   toolCache
	system  textCache
	lengths []int
}

// NewMeter returns a meter for a model's counter, chat format and image rule.
func NewMeter(counter Counter, chat Chat, images ImageRule) *Meter {
	return &Meter{counter: counter, chat: chat, images: images, roles: map[dataset.Role]int{}}
}

// Count counts an example of any format. An example with parts missing or misshapen counts as what is there.
func (m *Meter) Count(r *dataset.Record) Tokens {
	m.lengths = m.lengths[:0]
	var t Tokens
	switch r.Format {
	case dataset.Preference:
		m.preference(&t, &r.Example)
	case dataset.Completion:
		m.completion(&t, &r.Example)
	default:
		m.conversation(&t, &r.Example)
		t.Low, t.High = t.Low+t.Billed(), t.High+t.Billed()
	}
	if !m.chat.Confirmed {
		t.Doubts |= ChatDoubt
	}
	return t
}

// Messages returns the tokens of each message of the example counted last, in order, with what surrounds it. The slice is
// filled again by the next count.
func (m *Meter) Messages() []int { return m.lengths }

// conversation counts messages and tools; Low and High take how far the truth may be off.
func (m *Meter) conversation(t *Tokens, e *dataset.Example) {
	t.Parts[MarkPart] += m.chat.once(e.Messages)
	m.definitions(t, e)
	m.messages(t, e.Messages)
	if n := lastAnswer(e.Messages); n >= 0 {
		t.Parts[MarkPart] += m.chat.LastAnswer
	}
	if t.Doubts&ToolDoubt != 0 {
		slack := (t.Billed()*toolSlack + 99) / 100
		t.Low, t.High = t.Low-slack, t.High+slack
	}
}

// toolSlack is how far off, in percent, the count of an example with tools may be.
const toolSlack = 3

func lastAnswer(messages []dataset.Message) int {
	for i := len(messages) - 1; i >= 0; i-- {
		if messages[i].Role == dataset.AssistantRole {
			return i
		}
	}
	return -1
}

// preference counts a pair: the conversation with the one answer, and with the other.
func (m *Meter) preference(t *Tokens, e *dataset.Example) {
	m.conversation(t, e)
	prompt := t.Billed()
	for i := range t.Parts {
		t.Parts[i] *= 2
	}
	m.messages(t, e.Preferred)
	m.messages(t, e.NonPreferred)
	t.Doubts |= PairDoubt
	t.Low, t.High = t.Low+t.Billed()-prompt, t.High+t.Billed()
}

func (m *Meter) completion(t *Tokens, e *dataset.Example) {
	t.Parts[UserPart] = m.text(e.Prompt)
	t.Parts[AnswerPart] = m.text(e.Completion)
	t.Doubts |= CompletionDoubt
	t.Low, t.High = t.Billed(), t.Billed()
}

func (m *Meter) text(v dataset.Value) int {
	if v.Kind() != dataset.String {
		return 0
	}
	return m.counter.Count(v.Text())
}

func (m *Meter) messages(t *Tokens, messages []dataset.Message) {
	for i := range messages {
		before := t.Billed()
		m.message(t, &messages[i])
		m.lengths = append(m.lengths, t.Billed()-before)
	}
}

func (m *Meter) message(t *Tokens, msg *dataset.Message) {
	part := partOf(msg)
	t.Parts[MarkPart] += m.chat.around(msg.Role) + m.role(msg)
	for text := range msg.Texts() {
		if part == SystemPart {
			t.Parts[part] += m.system.count(m.counter, text.Text())
		} else {
			t.Parts[part] += m.counter.Count(text.Text())
		}
	}
	if msg.Content.Kind() == dataset.Array {
		m.countImages(t, msg)
	}
	if msg.Name.Kind() == dataset.String {
		t.Parts[MarkPart] += 1 + m.text(msg.Name)
		t.Doubts |= NameDoubt
	}
	m.calls(t, msg, part)
	if msg.Refusal.Kind() == dataset.String {
		t.Parts[part] += m.text(msg.Refusal)
		t.Doubts |= ShapeDoubt
	}
}

// callMarks are the tokens around one call beside its name and arguments. A message with one call was found to cost 8,
// of which 4 are around any message.
const callMarks = 4

func (m *Meter) calls(t *Tokens, msg *dataset.Message, part Part) {
	if !msg.ToolCalls.Exists() && !msg.FunctionCall.Exists() {
		if msg.Role == dataset.ToolRole || msg.Role == dataset.FunctionRole {
			t.Doubts |= ToolDoubt
		}
		return
	}
	for call := range msg.Calls() {
		t.Parts[MarkPart] += callMarks
		t.Parts[part] += m.text(call.Name) + m.text(call.Arguments)
	}
	t.Doubts |= ToolDoubt
}

// role returns the tokens of a message's role.
func (m *Meter) role(msg *dataset.Message) int {
	if !m.chat.CountRole {
		return 0
	}
	if msg.Role == dataset.OtherRole {
		return m.text(msg.RoleValue)
	}
	n, ok := m.roles[msg.Role]
	if !ok {
		n = m.counter.Count([]byte(msg.Role.String()))
		m.roles[msg.Role] = n
	}
	return n
}

func partOf(msg *dataset.Message) Part {
	switch msg.Role {
	case dataset.SystemRole, dataset.DeveloperRole:
		return SystemPart
	case dataset.AssistantRole:
		if msg.Trained() {
			return AnswerPart
		}
		return UntrainedPart
	case dataset.ToolRole, dataset.FunctionRole:
		return ResultPart
	}
	return UserPart
}

// definitions counts the tools that an example declares.
func (m *Meter) definitions(t *Tokens, e *dataset.Example) {
	for _, list := range [...]dataset.Value{e.Tools, e.Functions} {
		if list.Len() == 0 || list.Kind() != dataset.Array {
			continue
		}
		n := m.tools.count(m.counter, list)
		for i := range e.Messages {
			if isSystem(e.Messages[i].Role) {
				n -= toolsBesideSystem
				break
			}
		}
		t.Parts[ToolPart] += n
		t.Doubts |= ToolDoubt
	}
}

// A toolCache remembers the definitions counted last: most files repeat the same ones in every example.
type toolCache struct {
	raw    []byte
	tokens int
}

func (c *toolCache) count(counter Counter, list dataset.Value) int {
	if !bytes.Equal(c.raw, list.Raw()) {
		c.raw = append(c.raw[:0], list.Raw()...)
		c.tokens = counter.Count(renderTools(list))
	}
	return c.tokens
}

// A textCache remembers the text counted last: most files repeat the same instructions in every example.
type textCache struct {
	text   []byte
	tokens int
}

const maxCachedText = 64 << 10 // bytes

func (c *textCache) count(counter Counter, text []byte) int {
	if bytes.Equal(text, c.text) {
		return c.tokens
	}
	tokens := counter.Count(text)
	if len(text) <= maxCachedText {
		c.text, c.tokens = append(c.text[:0], text...), tokens
	}
	return tokens
}

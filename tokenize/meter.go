package tokenize

import (
	"bytes"
	"slices"

	"github.com/ftplan/ftplan/dataset"
)

// A Meter counts examples. It is for one goroutine at a time, and faster the longer it is used.
type Meter struct {
	counter  Counter
	chat     Chat
	images   ImageRule
	roles    map[dataset.Role]int
	tools    toolCache
	system   textCache
	notice   int // tokens that the harmony header has more beside tools; -1 = not counted yet
	host     int // the message that tools are written into; -1 where there is none
	lengths  []int
	use      ToolUse
	declared *toolTokens // of the tools in use
	padded   []byte      // the text of the host, and what parts it from the tools
}

// NewMeter returns a meter for a model's counter, chat format and image rule.
func NewMeter(counter Counter, chat Chat, images ImageRule) *Meter {
	return &Meter{counter: counter, chat: chat, images: images, roles: map[dataset.Role]int{}, host: -1, notice: -1}
}

// Count counts an example of any format. An example with parts missing or misshapen counts as what is there.
func (m *Meter) Count(r *dataset.Record) Tokens {
	m.lengths, m.use = m.lengths[:0], ToolUse{}
	var t Tokens
	switch r.Format {
	case dataset.Preference:
		m.preference(&t, &r.Example)
	case dataset.Completion:
		m.completion(&t, &r.Example)
	default:
		m.conversation(&t, &r.Example)
		m.lastAnswer(&t, r.Example.Messages)
	}
	m.noteCalls(&r.Example)
	if !m.chat.Confirmed {
		t.Doubts |= ChatDoubt
	}
	billed := t.Billed()
	slack := (billed*t.Doubts.slack() + 99) / 100
	t.Low, t.High = max(0, billed+t.Low-slack), billed+t.High+slack
	t.Unknown = t.Doubts&unbounded != 0
	return t
}

// Messages returns the tokens of each message of the example counted last, in order, with what surrounds it. The slice is
// filled again by the next count.
func (m *Meter) Messages() []int { return m.lengths }

// conversation counts messages and tools. Low and High take how far the truth may be below and above.
func (m *Meter) conversation(t *Tokens, e *dataset.Example) {
	t.Parts[MarkPart] += m.chat.once(e.Messages)
	m.host = -1
	if m.definitions(t, e) {
		m.host = hostOf(e.Messages)
		m.doubtPlace(t, e.Messages)
	}
	m.messages(t, e.Messages)
	m.host = -1
}

// lastAnswer adds what the format puts around the last answer of a conversation.
func (m *Meter) lastAnswer(t *Tokens, messages []dataset.Message) {
	if slices.ContainsFunc(messages, func(m dataset.Message) bool { return m.Role == dataset.AssistantRole }) {
		t.Parts[MarkPart] += m.chat.LastAnswer
	}
}

// preference counts a pair: the conversation with the one answer, and with the other.
func (m *Meter) preference(t *Tokens, e *dataset.Example) {
	m.conversation(t, e)
	t.Repeated = t.Billed()
	for i := range t.Parts {
		t.Parts[i] *= 2
	}
	t.Low, t.High = 2*t.Low, 2*t.High
	m.messages(t, e.Preferred)
	m.messages(t, e.NonPreferred)
	m.lastAnswer(t, e.Preferred)
	m.lastAnswer(t, e.NonPreferred)
	t.Doubts |= PairDoubt
}

func (m *Meter) completion(t *Tokens, e *dataset.Example) {
	t.Parts[UserPart] = m.text(e.Prompt)
	t.Parts[AnswerPart] = m.text(e.Completion)
	t.Doubts |= CompletionDoubt
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
		m.message(t, &messages[i], i == m.host)
		m.lengths = append(m.lengths, t.Billed()-before)
	}
}

// message counts one message. The host of tools ends in a blank line, with which its text is cut.
func (m *Meter) message(t *Tokens, msg *dataset.Message, host bool) {
	part := partOf(msg)
	t.Parts[MarkPart] += m.chat.around(msg.Role)
	m.head(t, msg)
	m.texts(t, msg, part, host)
	if msg.Content.Kind() == dataset.Array {
		m.countImages(t, msg)
	}
	m.calls(t, msg, part)
	if msg.Refusal.Kind() == dataset.String {
		t.Parts[part] += m.text(msg.Refusal)
		t.Doubts |= ShapeDoubt
	}
}

// head counts who speaks. A result in the deprecated role names its function in place of the role.
func (m *Meter) head(t *Tokens, msg *dataset.Message) {
	named := msg.Name.Kind() == dataset.String
	if m.chat.CountRole && named && msg.Role == dataset.FunctionRole {
		t.Parts[MarkPart] += m.text(msg.Name)
		return
	}
	t.Parts[MarkPart] += m.role(msg)
	if named {
		t.Parts[MarkPart] += 1 + m.text(msg.Name)
	}
}

// texts counts what a message says.
func (m *Meter) texts(t *Tokens, msg *dataset.Message, part Part, host bool) {
	counted := false
	for v := range msg.Texts() {
		text := v.Text()
		if host && !counted && msg.Content.Kind() == dataset.String {
			m.padded = append(append(m.padded[:0], text...), "\n\n"...)
			text = m.padded
		}
		counted = true
		if part == SystemPart {
			t.Parts[part] += m.system.count(m.counter, text)
		} else {
			t.Parts[part] += m.counter.Count(text)
		}
	}
	if host && !(counted && msg.Content.Kind() == dataset.String) {
		t.Parts[MarkPart] += m.counter.Count([]byte("\n\n"))
	}
}

// calls counts what a message calls. One call is known to cost 8 tokens beside its name and arguments, 4 of which are
// around any message, and 7 where it stands in the deprecated member.
func (m *Meter) calls(t *Tokens, msg *dataset.Message, part Part) {
	if msg.Role == dataset.ToolRole {
		t.Doubts |= ResultDoubt
	}
	if !msg.ToolCalls.Exists() && !msg.FunctionCall.Exists() {
		return
	}
	calls := 0
	for call := range msg.Calls() {
		t.Parts[MarkPart] += m.chat.Call
		if call.Value.Start() == msg.FunctionCall.Start() {
			t.Parts[MarkPart] += m.chat.OldCall
		}
		if calls++; calls > 1 {
			t.Parts[MarkPart] += m.chat.NextCall
		}
		t.Parts[part] += m.text(call.Name) + m.text(call.Arguments)
	}
	switch {
	case calls > 1:
		t.Doubts |= CallDoubt
	case m.chat.Tools == SimilarTools:
		t.Doubts |= ToolModelDoubt
	}
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

// definitions counts the tools that an example declares, and reports whether it declares any.
func (m *Meter) definitions(t *Tokens, e *dataset.Example) bool {
	any := false
	for _, list := range [...]dataset.Value{e.Tools, e.Functions} {
		if list.Len() == 0 || list.Kind() != dataset.Array {
			continue
		}
		if any {
			t.Doubts |= ShapeDoubt // an example has tools or functions, not both
		}
		any = true
		n := m.tools.count(m.counter, list, m.chat.Tools)
		t.Parts[ToolPart] += n.tokens
		t.Low, t.High = t.Low+n.low-n.tokens, t.High+n.high-n.tokens
		t.Doubts |= n.doubts
		m.use.Tools, m.declared = n.tools, n
	}
	if any {
		m.around(t, hostOf(e.Messages) >= 0)
	}
	return any
}

// around adds what stands around definitions: for OpenAI's models 3 tokens where a system message has to be made for
// them, and one less than their text where there is one. For gpt-oss it is the message that holds them, and a sentence in
// the header.
func (m *Meter) around(t *Tokens, hosted bool) {
	switch m.chat.Tools {
	case HarmonyTools:
		if m.notice < 0 {
			m.notice = m.counter.Count([]byte("message.\nCalls to these tools must go to the commentary channel: 'functions'.")) -
				m.counter.Count([]byte("message."))
		}
		t.Parts[ToolPart] += m.notice
		if !hosted {
			t.Parts[ToolPart] += 4
		}
		return
	case UnknownTools:
		t.Doubts |= ToolChatDoubt
		t.Low -= t.Parts[ToolPart]
		return
	case SimilarTools:
		t.Doubts |= ToolModelDoubt
	}
	if hosted {
		t.Parts[ToolPart]--
	} else {
		t.Parts[ToolPart] += 3
	}
}

// hostOf returns the message that tools are written into, the first system message; -1 where there is none.
func hostOf(messages []dataset.Message) int {
	return slices.IndexFunc(messages, func(m dataset.Message) bool { return isSystem(m.Role) })
}

// doubtPlace says where it is not known how tools go together with the message that they are written into.
func (m *Meter) doubtPlace(t *Tokens, messages []dataset.Message) {
	if m.host < 0 {
		return
	}
	host := &messages[m.host]
	if m.host > 0 || host.Role != dataset.SystemRole || host.Content.Kind() != dataset.String {
		t.Doubts |= ToolPlaceDoubt
	}
}

// A Tool is one definition of a function, as an example declares it. It is not changed once it is made.
type Tool struct {
	Name string
	Text string // as the model reads it
}

// A ToolUse is what an example declares and calls. It is not changed once it is made.
type ToolUse struct {
	Tools []Tool
	Calls []int // for each call, which of the tools it is of; -1 = none of them
}

// ToolUse returns the tools of the example counted last.
func (m *Meter) ToolUse() ToolUse { return m.use }

// noteCalls notes which of the tools that an example declares are called.
func (m *Meter) noteCalls(e *dataset.Example) {
	if len(m.use.Tools) == 0 {
		return
	}
	for message := range e.AllMessages() {
		if !message.ToolCalls.Exists() && !message.FunctionCall.Exists() {
			continue
		}
		for call := range message.Calls() {
			m.use.Calls = append(m.use.Calls, m.declared.find(textOf(call.Name)))
		}
	}
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

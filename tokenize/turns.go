package tokenize

import (
	"slices"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

// A Fate is what training makes of a text.
type Fate int

// The fates.
const (
	ContextFate   Fate = iota // the model reads it and does not learn to write it
	TrainedFate               // the model learns to write it
	UntrainedFate             // an answer of weight 0: read like context
	RejectedFate              // an output that the model is led away from
	CutFate                   // behind the longest example that the model takes: never read
)

var fateNames = [...]string{"context", "trained", "weight 0", "rejected", "cut"}

// String returns the fate as reports name it.
func (f Fate) String() string { return fateNames[f] }

// A Passage is a run of an example's text with one fate. It shares no memory with the record.
type Passage struct {
	Fate   Fate
	Label  string // what it is: text, call, arguments, refusal, name, tools or image
	Text   []byte // none for an image
	IDs    []uint32
	Tokens int // those of IDs, or what the image costs at the most
}

// A Turn is one message of an example as the model will see it, or the definitions of tools before them.
type Turn struct {
	Role     string // as the line spells it; tools, prompt and completion stand for themselves
	Output   string // preferred or non-preferred, in a preference
	Tokens   int    // with what surrounds the texts, as they are billed
	Passages []Passage
	Tools    []ToolCost // each definition, in a turn of tools
}

// A ToolCost is what one definition of a tool costs by itself.
type ToolCost struct {
	Name   string
	Tokens int
}

// A turnReader finds the turns of an example.
type turnReader struct {
	encoding *bpe.Encoding
	images   ImageRule
	format   ToolsFormat
	limit    int // tokens of the longest example; 0 = none is known
	at       int // tokens that stand before the next one
	turns    []Turn
}

// Turns returns an example as a model reads it, and its tokens. What lies behind the first limit tokens is cut, with the
// assumption that a message's marks stand before its text; a limit of 0 cuts nothing. Both outputs of a preference follow
// the same prompt. A record with an error has no turns.
func Turns(r *dataset.Record, encoding *bpe.Encoding, chat Chat, images ImageRule, limit int) ([]Turn, Tokens) {
	meter := NewMeter(encoding.NewCounter(), chat, images)
	t := meter.Count(r)
	lengths := meter.Messages()
	e := &r.Example
	tr := turnReader{encoding: encoding, images: images, format: chat.Tools, limit: limit}
	if r.Format == dataset.Completion {
		tr.text("prompt", ContextFate, e.Prompt)
		tr.text("completion", TrainedFate, e.Completion)
		return tr.turns, t
	}
	tr.at = chat.once(e.Messages)
	tr.tools(e, t.Parts[ToolPart], r.Format)
	n := len(e.Messages)
	tr.messages("", e.Messages, lengths, r.Format)
	prompt := tr.at
	tr.messages("preferred", e.Preferred, lengths[n:], r.Format)
	tr.at = prompt
	tr.messages("non-preferred", e.NonPreferred, lengths[n+len(e.Preferred):], r.Format)
	return tr.turns, t
}

// text adds a turn of one text.
func (tr *turnReader) text(role string, fate Fate, v dataset.Value) {
	turn := Turn{Role: role}
	if v.Kind() == dataset.String {
		tr.add(&turn, tr.passage(fate, "text", v.Text()))
	}
	for _, p := range turn.Passages {
		turn.Tokens += p.Tokens
	}
	tr.turns = append(tr.turns, turn)
}

// tools adds the definitions of tools as the model sees them, which billed tokens are for, with what surrounds them.
func (tr *turnReader) tools(e *dataset.Example, billed int, format dataset.Format) {
	if format == dataset.Preference {
		billed /= 2
	}
	first := len(tr.turns)
	for _, list := range [...]dataset.Value{e.Tools, e.Functions} {
		if list.Len() == 0 || list.Kind() != dataset.Array {
			continue
		}
		turn := Turn{Role: "tools"}
		written := writeTools(list, tr.format)
		for _, f := range written.functions {
			turn.Tools = append(turn.Tools, ToolCost{f.name, len(tr.encoding.Append(nil, written.text[f.from:f.to]))})
		}
		p := tr.passage(ContextFate, "tools", written.text)
		turn.Tokens = p.Tokens
		tr.add(&turn, p)
		tr.turns = append(tr.turns, turn)
		billed -= turn.Tokens
	}
	if len(tr.turns) > first {
		tr.turns[len(tr.turns)-1].Tokens += billed
		tr.at += max(billed, 0)
	}
}

func (tr *turnReader) messages(output string, messages []dataset.Message, lengths []int, format dataset.Format) {
	for i := range messages {
		m := &messages[i]
		fate := fateOf(m, output, format)
		turn := Turn{Role: string(m.RoleValue.Text()), Output: output, Tokens: lengths[i]}
		passages := tr.passages(m, fate)
		end := tr.at + turn.Tokens
		tr.at = max(tr.at, end-tokensOf(passages))
		for _, p := range passages {
			tr.add(&turn, p)
		}
		tr.at = end
		tr.turns = append(tr.turns, turn)
	}
}

func tokensOf(passages []Passage) int {
	n := 0
	for _, p := range passages {
		n += p.Tokens
	}
	return n
}

func fateOf(m *dataset.Message, output string, format dataset.Format) Fate {
	switch {
	case output == "preferred":
		return TrainedFate
	case output == "non-preferred":
		return RejectedFate
	case m.Role != dataset.AssistantRole || format != dataset.Chat:
		return ContextFate
	case m.Trained():
		return TrainedFate
	}
	return UntrainedFate
}

// passages returns what a message says and does, in the order in which it is billed.
func (tr *turnReader) passages(m *dataset.Message, fate Fate) []Passage {
	var list []Passage
	for text := range m.Texts() {
		list = append(list, tr.passage(fate, "text", text.Text()))
	}
	for part := range m.Content.Elements() {
		if part.Member("type").Is("image_url") {
			target := part.Member("image_url")
			_, high := tr.images.tokens(target.Member("url"), target.Member("detail"))
			list = append(list, Passage{Fate: fate, Label: "image", Tokens: high})
		}
	}
	for call := range m.Calls() {
		list = append(list, tr.passage(fate, "call", textOf(call.Name)), tr.passage(fate, "arguments", textOf(call.Arguments)))
	}
	if m.Name.Kind() == dataset.String {
		list = append(list, tr.passage(fate, "name", m.Name.Text()))
	}
	if m.Refusal.Kind() == dataset.String {
		list = append(list, tr.passage(fate, "refusal", m.Refusal.Text()))
	}
	return list
}

func (tr *turnReader) passage(fate Fate, label string, text []byte) Passage {
	ids := tr.encoding.Append(nil, text)
	return Passage{Fate: fate, Label: label, Text: slices.Clone(text), IDs: ids, Tokens: len(ids)}
}

// add adds a passage to a turn, cut where the limit lies.
func (tr *turnReader) add(turn *Turn, p Passage) {
	room := p.Tokens
	if tr.limit > 0 {
		room = min(max(tr.limit-tr.at, 0), p.Tokens)
	}
	tr.at += p.Tokens
	if room > 0 && room < p.Tokens && len(p.IDs) == p.Tokens {
		seen := p
		seen.IDs, seen.Tokens = p.IDs[:room], room
		end := 0
		for _, id := range seen.IDs {
			end += len(tr.encoding.Token(id))
		}
		seen.Text = p.Text[:min(end, len(p.Text))]
		turn.Passages = append(turn.Passages, seen)
		p.Text, p.IDs, p.Tokens = p.Text[len(seen.Text):], p.IDs[room:], p.Tokens-room
		room = 0
	}
	if room < p.Tokens {
		p.Fate = CutFate
	}
	turn.Passages = append(turn.Passages, p)
}

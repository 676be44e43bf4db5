package convert

import (
	"bytes"
	"fmt"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert/input"
)

// A Preview is the first example that was carried over: as the input has it, as it became, and what each of its keys was
// taken for.
type Preview struct {
	Line   int
	Before []byte // a copy
	After  []byte
	Keys   []KeyUse
}

// A KeyUse says what one key of the first example became.
type KeyUse struct{ Key, Became string }

// preview keeps the first example, if that was asked for.
func (c *converter) preview(row input.Row) {
	if !c.o.Preview || c.stats.First.Line > 0 || len(c.lines) == 0 {
		return
	}
	p := Preview{Line: row.Line, Before: bytes.Clone(row.Raw), After: bytes.Clone(c.lines[0])}
	var made dataset.Record
	made.Decode(dataset.Line{Text: p.After})
	for i := range c.objects[0].members {
		m := &c.objects[0].members[i]
		p.Keys = append(p.Keys, KeyUse{dataset.Quote(m.name), c.became(m, &made.Example)})
	}
	c.stats.First = p
}

// became says what a key became, told by where its text stands in the line that was made.
func (c *converter) became(m *member, e *dataset.Example) string {
	switch _, marked := markNamed(m.name); {
	case m.value.Kind() == dataset.Null:
		return "nothing, it is null"
	case !m.taken && marked && !c.dropped(m.name):
		return "whether to train it"
	case !m.taken && c.o.To == dataset.Reinforcement:
		return "data for graders"
	case !m.taken:
		return "left out"
	}
	for one := range e.AllMessages() {
		for text := range one.Texts() {
			switch whole, piece := text.Text(), bytes.TrimSpace(m.value.Text()); {
			case m.value.Kind() != dataset.String && m.value.Kind() != dataset.Number, len(piece) == 0:
			case bytes.Equal(whole, m.value.Text()):
				return "the " + one.Role.String() + " message"
			case bytes.Contains(whole, piece):
				return "part of the " + one.Role.String() + " message"
			}
		}
	}
	switch m.value.Kind() {
	case dataset.Array, dataset.Object:
		return fmt.Sprintf("read (%s)", article(m.value.Kind()))
	}
	return "read"
}

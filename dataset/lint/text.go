package lint

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

// MayHold reports whether the line shows a sign.
func (p *Pass) MayHold(s detect.Traits) bool {
	if p.traits == 0 {
		p.traits = detect.Looked | detect.Look(p.Text)
		if p.traits&(detect.Invisible|detect.Control) != 0 {
			p.traits = p.traits&^(detect.Invisible|detect.Control) | traitsOfTexts(&p.Example)
		}
	}
	return p.traits&s != 0
}

// traitsOfTexts returns the signs of the characters in an example's texts.
func traitsOfTexts(e *dataset.Example) detect.Traits {
	var s detect.Traits
	EachText(e, func(v dataset.Value) { s |= detect.LookAtText(v.Text()) })
	return s
}

// EachText calls f with every text of an example: contents and the arguments of calls.
func EachText(e *dataset.Example, f func(dataset.Value)) {
	for _, messages := range [...][]dataset.Message{e.Messages, e.Preferred, e.NonPreferred} {
		for i := range messages {
			eachTextOf(&messages[i], f)
		}
	}
	for _, v := range [...]dataset.Value{e.Prompt, e.Completion} {
		if v.Kind() == dataset.String {
			f(v)
		}
	}
}

func eachTextOf(m *dataset.Message, f func(dataset.Value)) {
	if m.Content.Kind() == dataset.String {
		f(m.Content)
	}
	for part := range m.Content.Elements() {
		if text := part.Member("text"); text.Kind() == dataset.String {
			f(text)
		}
	}
	if !m.ToolCalls.Exists() && !m.FunctionCall.Exists() {
		return
	}
	for call := range m.Calls() {
		if call.Arguments.Kind() == dataset.String {
			f(call.Arguments)
		}
	}
}

// ReportText notes a finding at an offset of a string's text.
func (p *Pass) ReportText(v dataset.Value, offset int, format string, args ...any) *Finding {
	return p.ReportAt(placeIn(v, offset), v.Path(), format, args...)
}

// placeIn returns the offset in the line of the byte at an offset of a string's text.
func placeIn(v dataset.Value, offset int) int {
	c := NewCursor(v)
	return c.Place(offset)
}

// A cursor turns offsets of a string's text into offsets of its line. It goes forward only.
type cursor struct {
	raw       []byte
	start     int // of the string in the line
	at, done  int // in raw, and in the text
	unescaped bool
}

func NewCursor(v dataset.Value) cursor {
	return cursor{raw: v.Raw(), start: v.Start(), at: 1, unescaped: !v.Escaped()}
}

func (c *cursor) Place(offset int) int {
	if c.unescaped {
		return c.start + 1 + offset
	}
	for c.done < offset && c.at < len(c.raw) {
		n, decoded := 1, 1
		if c.raw[c.at] == '\\' {
			n, decoded = escapeSize(c.raw[c.at:])
		}
		c.at, c.done = c.at+n, c.done+decoded
	}
	return c.start + c.at
}

// escapeSize returns the bytes of the escape that raw starts with, and of what it stands for.
func escapeSize(raw []byte) (written, decoded int) {
	if len(raw) < 6 || raw[1] != 'u' {
		return 2, 1
	}
	switch r := hex4(raw[2:6]); {
	case r < 0x80:
		return 6, 1
	case r < 0x800:
		return 6, 2
	case r >= 0xD800 && r < 0xDC00 && len(raw) >= 12 && raw[6] == '\\' && raw[7] == 'u':
		if low := hex4(raw[8:12]); low >= 0xDC00 && low < 0xE000 {
			return 12, 4
		}
	}
	return 6, 3
}

func hex4(digits []byte) rune {
	r := rune(0)
	for _, c := range digits {
		r <<= 4
		switch {
		case detect.IsDigit(c):
			r |= rune(c - '0')
		case detect.IsLetter(c):
			r |= rune(c|0x20-'a') + 10
		}
	}
	return r
}

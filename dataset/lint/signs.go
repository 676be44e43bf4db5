package lint

import (
	"bytes"
	"encoding/binary"

	"github.com/ftplan/ftplan/dataset"
)

// Signs are what one look at a line shows of its text. A sign that is not there proves that a rule has nothing to find;
// one that is there proves nothing. So clean lines are passed over at the speed of a search for a byte.
type signs uint32

const (
	looked      signs = 1 << iota // the line has been looked at
	marker                        // <|
	atSign                        // @
	plusSign                      // +
	longRun                       // a run of bytes as long as a key
	codeRun                       // a run of digits, capitals, blanks and - as long as a number that names a person
	password                      // an address that may hold a password
	replacement                   // U+FFFD
	mojibake                      // a letter as it starts most misread characters
	bidi                          // a character that changes the direction of text
	invisible                     // a character that nobody sees
	control                       // a control character

	plainSigns = marker | atSign | plusSign | longRun | codeRun | password
)

// has reports whether the line shows a sign.
func (p *Pass) has(s signs) bool {
	if p.signs == 0 {
		p.signs = looked | look(p.Text)
		if p.signs&(invisible|control) != 0 {
			p.signs = p.signs&^(invisible|control) | textSigns(&p.Example)
		}
	}
	return p.signs&s != 0
}

// look returns the signs in a line as it is written. It stands invisible for "there are characters beyond ASCII or escapes
// of some", control for "there are escapes of control characters": both are looked into by [textSigns].
func look(line []byte) signs {
	s := lookEscapes(line)
	if bytes.IndexByte(line, '@') >= 0 {
		s |= atSign
		if bytes.Contains(line, []byte("://")) {
			s |= password
		}
	}
	if bytes.IndexByte(line, '+') >= 0 {
		s |= plusSign
	}
	if bytes.Contains(line, []byte("<|")) {
		s |= marker
	}
	if nextRun(line, 0, &keyByte, keyRun) >= 0 {
		s |= longRun
	}
	if noSmallLetters(line) && nextRun(line, 0, &codeByte, cardRun) >= 0 {
		s |= codeRun
	}
	if !ascii(line) {
		s |= invisible
	}
	if bytes.IndexByte(line, 0x7F) >= 0 {
		s |= control
	}
	return s
}

// lookEscapes returns the signs that escapes may hide.
func lookEscapes(line []byte) signs {
	var s signs
	for i := bytes.IndexByte(line, '\\'); i >= 0 && i+1 < len(line); {
		switch line[i+1] {
		case 'u':
			s |= invisible
			s |= lookEscape(line[i:])
		case 'b', 'f':
			s |= control
		}
		next := bytes.IndexByte(line[i+2:], '\\')
		if next < 0 {
			break
		}
		i += 2 + next
	}
	return s
}

// lookEscape returns the signs that an escape of a character below U+0100 may hide.
func lookEscape(escape []byte) signs {
	if len(escape) < 6 || escape[2] != '0' || escape[3] != '0' {
		return 0
	}
	switch high := escape[4]; {
	case '2' <= high && high <= '7':
		return control | plainSigns
	case high <= '9':
		return control
	}
	return 0
}

// ascii reports whether all bytes are ASCII.
func ascii(text []byte) bool {
	for ; len(text) >= 8; text = text[8:] {
		if binary.LittleEndian.Uint64(text)&0x8080808080808080 != 0 {
			return false
		}
	}
	for _, c := range text {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// A byteSet is a set of bytes.
type byteSet [256]bool

func newByteSet(in func(byte) bool) (set byteSet) {
	for c := range set {
		set[c] = in(byte(c))
	}
	return set
}

// tokenByte holds the bytes that most keys are made of, keyByte those of all, and codeByte those of numbers in groups.
var (
	tokenByte = newByteSet(func(c byte) bool { return isAlnum(c) || c == '_' || c == '-' })
	keyByte   = newByteSet(func(c byte) bool { return tokenByte[c] || c == '+' || c == '/' || c == '=' })
	codeByte  = newByteSet(func(c byte) bool { return isDigit(c) || 'A' <= c && c <= 'Z' || c == ' ' || c == '-' })
)

// The shortest runs that are looked into.
const (
	keyRun  = 20 // AKIA and 16 more
	cardRun = 11 // 123-45-6789
)

// nextRun returns the start of the first run of at least n bytes of the set, at or after i, or -1. It looks at one byte of
// n and back from there, so that ordinary text costs a fraction of a look a byte.
func nextRun(text []byte, i int, set *byteSet, n int) int {
	for i+n <= len(text) {
		j := i + n - 1
		for j >= i && set[text[j]] {
			j--
		}
		if j < i {
			return i
		}
		i = j + 1
	}
	return -1
}

// noSmallLetters reports whether there are eight bytes in a row, somewhere in each run of eleven, without a small letter or
// what stands behind them in ASCII. It is quicker than to look for such a run, and ordinary text has none.
func noSmallLetters(text []byte) bool {
	for ; len(text) >= 8; text = text[4:] {
		chunk := binary.LittleEndian.Uint64(text)
		if chunk&(chunk<<1)&(0x40*ones) == 0 {
			return true
		}
	}
	return false
}

// runEnd returns the end of the run of bytes of the set that starts at i.
func runEnd(text []byte, i int, set *byteSet) int {
	for i < len(text) && set[text[i]] {
		i++
	}
	return i
}

// eachText calls f with every text of an example: contents and the arguments of calls.
func eachText(e *dataset.Example, f func(dataset.Value)) {
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

// placeIn returns the offset in the line of the byte at an offset of a string's text.
func placeIn(v dataset.Value, offset int) int {
	c := newCursor(v)
	return c.place(offset)
}

// A cursor turns offsets of a string's text into offsets of its line. It goes forward only.
type cursor struct {
	raw       []byte
	start     int // of the string in the line
	at, done  int // in raw, and in the text
	unescaped bool
}

func newCursor(v dataset.Value) cursor {
	return cursor{raw: v.Raw(), start: v.Start(), at: 1, unescaped: !v.Escaped()}
}

func (c *cursor) place(offset int) int {
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

// reportText notes a finding at an offset of a string's text.
func (p *Pass) reportText(v dataset.Value, offset int, format string, args ...any) *Finding {
	return p.ReportAt(placeIn(v, offset), v.Path(), format, args...)
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
		case isDigit(c):
			r |= rune(c - '0')
		case isLetter(c):
			r |= rune(c|0x20-'a') + 10
		}
	}
	return r
}

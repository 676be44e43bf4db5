package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Values yields the values of a JSON array, or values that follow each other, whatever lines they span.
//
// It looks at brackets and strings only and leaves the rest to whoever decodes a value. So a value that is not JSON costs
// itself and not all that follow, as it would with a decoder of the whole: after an open string or a wrong bracket, the
// next value is the next brace that opens a line and stands no further in than the broken one did.
func Values(in io.Reader) Rows { return valuesBy(in, MaxRow) }

func valuesBy(in io.Reader, limit int) Rows {
	return func(yield func(Row, error) bool) {
		s := splitter{in: bufio.NewReaderSize(in, 64<<10), limit: limit, line: 1}
		if head, _ := s.in.Peek(len(Mark)); string(head) == Mark {
			s.in.Discard(len(Mark))
		}
		for {
			row, err := s.next()
			if err == io.EOF || !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// A splitter cuts a stream into values.
type splitter struct {
	in     *bufio.Reader
	limit  int
	line   int // of the next byte, 1 for the first
	indent int // of the next byte in its line

	array, closed, ended bool
	elements             int
	text                 []byte
	scan                 scan
}

// next returns the next value, io.EOF behind the last.
func (s *splitter) next() (Row, error) {
	for {
		c, err := s.skip()
		switch {
		case s.ended:
			return Row{}, io.EOF
		case err == io.EOF && s.array && !s.closed:
			s.ended = true
			return Row{Line: s.line, Fault: errors.New("the input ends before the array is closed; it may have been cut short")}, nil
		case err != nil:
			return Row{}, err
		case s.closed:
			s.ended = true
			return Row{Line: s.line, Fault: errors.New("something follows the end of the array; nothing from here on was read")}, nil
		case c == '[' && !s.array && s.elements == 0:
			s.array = true
		case c == ']' && s.array:
			s.closed = true
		default:
			return s.value()
		}
		s.advance(1)
	}
}

// skip steps over what may stand between values and returns the byte behind it.
func (s *splitter) skip() (byte, error) {
	for {
		buf, err := s.peek()
		if err != nil {
			return 0, err
		}
		rest := bytes.TrimLeft(buf, " \t\r\n,")
		s.advance(len(buf) - len(rest))
		if len(rest) > 0 {
			return rest[0], nil
		}
	}
}

// peek returns what is buffered, at least one byte.
func (s *splitter) peek() ([]byte, error) {
	if _, err := s.in.Peek(1); err != nil {
		return nil, err
	}
	return s.in.Peek(s.in.Buffered())
}

// advance steps over n buffered bytes.
func (s *splitter) advance(n int) {
	buf, _ := s.in.Peek(n)
	if last := bytes.LastIndexByte(buf, '\n'); last >= 0 {
		s.line += bytes.Count(buf, []byte("\n"))
		s.indent = n - last - 1
	} else {
		s.indent += n
	}
	s.in.Discard(n)
}

// value reads the value that starts with the next byte.
func (s *splitter) value() (Row, error) {
	s.elements++
	r := Row{Line: s.line}
	if s.array {
		r.Element = s.elements
	}
	s.scan = scan{stack: s.scan.stack[:0], indent: s.indent}
	s.text = s.text[:0]
	length := 0
	for done := false; !done; {
		buf, err := s.peek()
		if err == io.EOF {
			s.ended = s.scan.broken || len(s.scan.stack) > 0 || s.scan.inString
			break
		}
		if err != nil {
			return Row{}, err
		}
		var n int
		n, done = s.scan.bytes(buf)
		if length += n; length <= s.limit {
			s.text = append(s.text, buf[:n]...)
		}
		s.advance(n)
	}
	switch {
	case length > s.limit:
		s.text, r.Fault = nil, fmt.Errorf("it is longer than %d MiB", s.limit>>20)
	case s.ended && !s.scan.broken:
		r.Fault = errors.New("the input ends in the middle of it")
	}
	r.Text, r.Raw = s.text, bytes.TrimRight(s.text, " \t\r\n")
	return r, nil
}

// A scan finds the end of one value.
type scan struct {
	stack    []byte // the brackets that are open
	inString bool
	escaped  bool // the last byte was the backslash of an escape
	begun    bool

	broken bool // not JSON: its end is where the next value seems to start
	indent int  // at which the value starts
	fresh  bool // nothing but blanks since the line began
	blanks int  // and how many
}

// bytes returns how many of the next bytes belong to the value, and whether it ends there.
func (s *scan) bytes(buf []byte) (n int, done bool) {
	for i := 0; i < len(buf); i++ {
		c := buf[i]
		switch {
		case s.broken:
			if s.restart(c) {
				return i, true
			}
		case s.inString:
			if s.string(c) {
				return i + 1, true
			}
		case len(s.stack) == 0 && s.begun:
			if bytes.IndexByte([]byte(" \t\r\n,]"), c) >= 0 {
				return i, true
			}
			s.open(c)
		default:
			if s.open(c) {
				return i + 1, true
			}
		}
		s.begun = true
	}
	return len(buf), false
}

// open takes a byte outside strings and reports whether it is the last of the value.
func (s *scan) open(c byte) bool {
	switch c {
	case '"':
		s.inString = true
	case '{', '[':
		s.stack = append(s.stack, c+2) // the bracket that closes it
	case '}', ']':
		top := len(s.stack) - 1
		if top < 0 {
			return false
		}
		if s.stack[top] != c {
			s.broken = true
			return false
		}
		s.stack = s.stack[:top]
		return top == 0
	}
	return false
}

// string takes a byte of a string and reports whether it is the last of the value.
func (s *scan) string(c byte) bool {
	switch {
	case c == '\n':
		s.broken, s.fresh, s.blanks = true, true, 0
	case s.escaped:
		s.escaped = false
	case c == '\\':
		s.escaped = true
	case c == '"':
		s.inString = false
		return len(s.stack) == 0
	}
	return false
}

// restart takes a byte behind a fault and reports whether the next value starts with it.
func (s *scan) restart(c byte) bool {
	switch {
	case c == '\n':
		s.fresh, s.blanks = true, 0
	case c == ' ' || c == '\t' || c == '\r':
		s.blanks++
	case c == '{' && s.fresh && s.blanks <= s.indent:
		return true
	default:
		s.fresh = false
	}
	return false
}

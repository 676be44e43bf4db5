package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// A Fault is what is wrong with a line that cannot be read.
type Fault int

// The faults of a [SyntaxError].
const (
	BadJSON       Fault = iota // not JSON as RFC 8259 has it
	BadUTF8                    // the bytes are not UTF-8
	LineTooLong                // longer than the reader's limit
	BlankLine                  // nothing but white space
	TooManyValues              // more values, or more messages, than any example has
)

// A SyntaxError says why a line could not be read.
type SyntaxError struct {
	Fault   Fault
	Offset  int    // of the place in the line
	Pointer string // JSON Pointer of the value being read
	Reason  string // in lower case, without a period; holds no text of the line beyond one character
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("at byte %d: %s", e.Offset, e.Reason) }

// maxDepth is how deep a line may be nested.
const maxDepth = 1000

// parseStrict reads line through jsontext, which knows RFC 8259 to the letter, names each fault and finds its place.
// Half a surrogate pair in an escape is no fault of the grammar: it becomes U+FFFD and its place is kept.
func (d *document) parseStrict(line []byte) *SyntaxError {
	d.reset(line)
	if at := invalidUTF8(line); at >= 0 {
		return &SyntaxError{Fault: BadUTF8, Offset: at, Reason: fmt.Sprintf("byte 0x%02x is not UTF-8", line[at])}
	}
	if blanks(line, 0) == len(line) {
		return &SyntaxError{Fault: BlankLine, Reason: "the line is blank"}
	}
	// The bytes are UTF-8, so what jsontext would still call invalid is half a surrogate pair.
	s := strict{document: d, dec: jsontext.NewDecoder(bytes.NewReader(line), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))}
	if err := s.read(); err != nil {
		return s.explain(err)
	}
	return nil
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, -1 where all are.
func invalidUTF8(line []byte) int {
	if utf8.Valid(line) {
		return -1
	}
	i := 0
	for {
		r, n := utf8.DecodeRune(line[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
}

// A strict reader turns jsontext's tokens into the nodes of a document.
type strict struct {
	*document
	dec  *jsontext.Decoder
	path []frame // the objects and arrays that are open
}

type frame struct {
	at    int32
	nodes int // its direct ones so far, names and values alike
}

func (s *strict) read() error {
	for {
		before := int(s.dec.InputOffset())
		token, err := s.dec.ReadToken()
		if err == io.EOF && len(s.nodes) > 0 {
			return nil
		}
		if err != nil {
			return err
		}
		start, end := s.behindPunctuation(before), int(s.dec.InputOffset())
		if len(s.path) == 0 && len(s.nodes) > 0 {
			return &SyntaxError{Offset: start, Reason: "something follows the end of the JSON value; write one object per line"}
		}
		if err := s.token(token, start, end); err != nil {
			return err
		}
	}
}

func (s *strict) token(token jsontext.Token, start, end int) error {
	if len(s.nodes) >= maxValues {
		return tooMany("values", maxValues, start)
	}
	switch kind := token.Kind(); kind {
	case '}', ']':
		top := s.path[len(s.path)-1]
		s.path = s.path[:len(s.path)-1]
		if kind == '}' {
			top.nodes = top.nodes/2 - s.hideTwins(top.at, top.nodes/2)
		}
		s.shut(top.at, end, top.nodes)
		return nil
	case '{', '[':
		s.count()
		if len(s.path) == maxDepth {
			return &SyntaxError{Offset: start, Reason: fmt.Sprintf("nested deeper than %d levels", maxDepth)}
		}
		s.path = append(s.path, frame{at: s.document.open(Kind(kind), start)})
	case '"':
		s.count()
		s.str(token, start, end)
	default:
		s.count()
		s.add(node{kind: Kind(kind), start: int32(start), end: int32(end)})
	}
	return nil
}

// tooMany returns the fault of a line that holds more of something than is looked into.
func tooMany(things string, most, at int) *SyntaxError {
	return &SyntaxError{Fault: TooManyValues, Offset: at, Reason: fmt.Sprintf("the line holds more than %d %s", most, things)}
}

// count notes one more direct node of what is open.
func (s *strict) count() {
	if n := len(s.path); n > 0 {
		s.path[n-1].nodes++
	}
}

func (s *strict) str(token jsontext.Token, start, end int) {
	n := node{kind: String, start: int32(start), end: int32(end)}
	if raw := s.text[start:end]; bytes.IndexByte(raw, '\\') >= 0 {
		n.escaped, n.from = true, int32(len(s.heap))
		s.heap = append(s.heap, token.String()...)
		n.to = int32(len(s.heap))
		if at := loneSurrogate(raw); at >= 0 && s.lone < 0 {
			s.lone = int32(start + at)
		}
	}
	s.add(n)
}

// behindPunctuation returns where the token behind offset i starts.
func (s *strict) behindPunctuation(i int) int {
	for i < len(s.text) && strings.IndexByte(" \t\r\n,:", s.text[i]) >= 0 {
		i++
	}
	return i
}

// loneSurrogate returns where in a string, as it is written, half a surrogate pair is escaped; -1 where nowhere.
func loneSurrogate(raw []byte) int {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		i++
		r, end := hex4(raw, i)
		if r < 0xD800 || r > 0xDFFF {
			continue
		}
		if r < 0xDC00 && end < len(raw) && raw[end] == '\\' {
			if low, behind := hex4(raw, end+1); low >= 0xDC00 && low <= 0xDFFF {
				i = behind - 1
				continue
			}
		}
		return i - 1
	}
	return -1
}

// explain turns an error of jsontext into ours.
func (s *strict) explain(err error) *SyntaxError {
	var ours *SyntaxError
	if errors.As(err, &ours) {
		return ours
	}
	var theirs *jsontext.SyntacticError
	if !errors.As(err, &theirs) {
		return &SyntaxError{Offset: len(s.text), Reason: cutShort}
	}
	e := &SyntaxError{Offset: min(int(theirs.ByteOffset), len(s.text)), Pointer: string(theirs.JSONPointer)}
	switch {
	case errors.Is(theirs.Err, io.ErrUnexpectedEOF):
		e.Offset, e.Reason = len(s.text), cutShort
	case theirs.Err != nil:
		e.Reason = theirs.Err.Error()
	default:
		e.Reason = "not JSON"
	}
	return e
}

const cutShort = "the line ends in the middle of a value"

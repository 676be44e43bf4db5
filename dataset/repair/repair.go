// Package repair reads lines that are not JSON with patience: it says in which known way a line departs from JSON, and gives
// the edits that make it whole where only one reading is likely. The line comes in with what the strict reader of package
// dataset said; the edits go to whoever fixes files. It holds no rules and writes nothing.
package repair

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
	"github.com/go-json-experiment/json/jsontext"
)

// A Kind is a way in which a line departs from JSON and is still understood.
type Kind int

// The kinds.
const (
	None             Kind = iota
	Other                 // a missing comma, a bare name, a wrong escape
	Python                // single quotes, None, True, False
	NotANumber            // NaN, Infinity
	TrailingComma         // a comma behind the last element
	Comment               // a comment
	SeveralValues         // a second value behind the first
	ControlCharacter      // a raw control character in a string
	ByteOrderMark         // a byte-order mark inside the file
	CutLine               // the line ends too early
)

// A fault is one departure from JSON at one place, with the edits that undo it.
type fault struct {
	kind   Kind
	at     int
	reason string
	unsafe bool // the edits guess
	edits  []dataset.Edit
}

// A Diagnosis is what is wrong with a line that is not JSON: the first fault, and the edits that undo all faults.
type Diagnosis struct {
	Kind   Kind           // of the first fault
	At     int            // its offset in the line, in bytes
	Reason string         // what is wrong, in a few words; names in it are quoted for printing
	Edits  []dataset.Edit // that make the line readable; nil where none do
	Unsafe bool           // the edits guess at what was meant
}

// Diagnose reads a line that the strict reader refused once more and with patience. Where even that fails, what the strict
// reader said stands.
func Diagnose(text []byte, err *dataset.SyntaxError) Diagnosis {
	d := Diagnosis{Kind: Other, At: err.Offset, Reason: err.Reason}
	r := reader{text: text}
	r.document()
	slices.SortStableFunc(r.found, func(a, b fault) int { return cmp.Compare(a.at, b.at) })
	switch {
	case len(r.found) == 0 && r.cut:
		d.Kind, d.At, d.Reason = CutLine, len(text), "the line ends in the middle of a value; the rest of the example is missing"
		if r.reason != "" {
			d.Reason = r.reason
		}
	case r.failed && (len(r.found) == 0 || r.found[0].at > err.Offset):
		if r.reason != "" {
			d.At, d.Reason = r.i, r.reason
		}
	case len(r.found) > 0:
		first := r.found[0]
		d.Kind, d.At, d.Reason = first.kind, first.at, first.reason
		d.Edits, d.Unsafe = r.edits()
	}
	return d
}

// A reader reads almost-JSON and notes every fault. It gives up, failed, where it cannot tell what was meant.
type reader struct {
	text   []byte
	i      int
	depth  int
	found  []fault
	failed bool
	cut    bool   // failed because the text ends
	reason string // of failing, where it knows better than the strict reader
}

// edits returns the edits that undo all faults, nil where they do not make the line readable, and whether one of them guesses.
func (r *reader) edits() (edits []dataset.Edit, unsafe bool) {
	if r.failed {
		return nil, false
	}
	for _, f := range r.found {
		unsafe = unsafe || f.unsafe
		edits = append(edits, f.edits...)
	}
	fixed, ok := dataset.Rewrite(r.text, edits)
	if !ok {
		return nil, false
	}
	for line := range bytes.SplitSeq(fixed, []byte{'\n'}) {
		if _, err := dataset.ParseValue(line); err != nil {
			return nil, false
		}
	}
	return edits, unsafe
}

func (r *reader) note(kind Kind, at int, reason string, edits ...dataset.Edit) {
	r.add(fault{kind: kind, at: at, reason: reason, edits: edits})
}

// maxFaults is how many faults of one line are mended, so that a hostile line takes little memory.
const maxFaults = 10_000

// add notes a fault, and gives up where there are too many.
func (r *reader) add(d fault) {
	if len(r.found) == maxFaults {
		r.fail("")
		return
	}
	r.found = append(r.found, d)
}

// guess notes a fault whose cure is a guess.
func (r *reader) guess(kind Kind, at int, reason string, edits ...dataset.Edit) {
	r.add(fault{kind: kind, at: at, reason: reason, edits: edits, unsafe: true})
}

func (r *reader) fail(reason string) {
	if !r.failed {
		r.failed, r.cut, r.reason = true, r.i >= len(r.text), reason
	}
}

// peek returns the next byte, 0 at the end.
func (r *reader) peek() byte {
	if r.i < len(r.text) {
		return r.text[r.i]
	}
	return 0
}

// document reads the values of a line, of which there should be one.
func (r *reader) document() {
	if mark := len("\ufeff"); bytes.HasPrefix(r.text, []byte("\ufeff")) {
		r.note(ByteOrderMark, 0, "a byte-order mark stands in the middle of the file, where two files were joined", dataset.Edit{Start: 0, End: mark})
		r.i = mark
	}
	r.skip()
	r.value()
	for !r.failed {
		end, faults := r.behind(r.i), len(r.found)
		r.skip()
		comma := r.i
		if r.peek() == ',' {
			r.i++
			r.skip()
		}
		switch c := r.peek(); {
		case r.i >= len(r.text):
			if comma < r.i && r.text[comma] == ',' {
				r.note(TrailingComma, comma, "a comma stands behind the end of the example", dataset.Edit{Start: comma, End: comma + 1})
			}
			return
		case c == '{':
			for i := range r.found[faults:] {
				r.found[faults+i].edits = nil // comments between the two go with what is between them
			}
			r.note(SeveralValues, r.i, "a second example starts on the same line", dataset.Edit{Start: end, End: r.i, New: "\n"})
			r.value()
		default:
			r.fail(`something stands behind the end of the example; write one object per line and nothing else`)
		}
	}
}

// behind returns the offset behind the last byte before i that is not white space.
func (r *reader) behind(i int) int {
	for i > 0 && strings.IndexByte(" \t\r\n", r.text[i-1]) >= 0 {
		i--
	}
	return i
}

// skip steps over white space and comments.
func (r *reader) skip() {
	for r.i < len(r.text) {
		switch c := r.text[r.i]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			r.i++
		case c == '/' || c == '#':
			if !r.comment() {
				return
			}
		default:
			return
		}
	}
}

// comment steps over a comment, if there is one.
func (r *reader) comment() bool {
	start, rest := r.i, r.text[r.i:]
	switch {
	case bytes.HasPrefix(rest, []byte("/*")):
		end := bytes.Index(rest, []byte("*/"))
		if end < 0 {
			return false
		}
		r.i += end + 2
	case rest[0] == '#', bytes.HasPrefix(rest, []byte("//")):
		r.i = len(r.text)
	default:
		return false
	}
	r.note(Comment, start, "JSON has no comments", dataset.Edit{Start: start, End: r.i})
	return true
}

// repairDepth is how deep the patient reader follows.
const repairDepth = 500

func (r *reader) value() {
	if r.depth++; r.depth > repairDepth {
		r.fail("")
		return
	}
	defer func() { r.depth-- }()
	switch c := r.peek(); {
	case r.i >= len(r.text):
		r.fail("")
	case c == '{':
		r.object()
	case c == '[':
		r.array()
	case c == '"' || c == '\'':
		r.str()
	case c == '-' || '0' <= c && c <= '9' || c == '+' || c == '.':
		r.number()
	case letter(c):
		r.word()
	default:
		r.fail(strange(r.text[r.i:]))
	}
}

// strange says what is wrong with characters that look at home in JSON and are not, "" for any others.
func strange(text []byte) string {
	switch c, _ := utf8.DecodeRune(text); {
	case c == 0:
		return "a NUL byte stands outside any text; is the file really UTF-8"
	case c == '“' || c == '”' || c == '„' || c == '‘' || c == '’' || c == '«':
		return "curly quotes are not JSON; write straight double quotes"
	case c == '`':
		return "a backquote is not JSON; write double quotes"
	case unicode.IsSpace(c) || c == '\u200b' || c == '\ufeff':
		return "an invisible character stands outside any text; remove it"
	}
	return ""
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '$' }

// run returns the letters and digits at i.
func (r *reader) run() string {
	end := r.i
	for end < len(r.text) && (letter(r.text[end]) || '0' <= r.text[end] && r.text[end] <= '9') {
		end++
	}
	return string(r.text[r.i:end])
}

func (r *reader) word() {
	start, word := r.i, r.run()
	end := start + len(word)
	switch word {
	case "true", "false", "null":
	case "True", "False", "None":
		replacement := map[string]string{"True": "true", "False": "false", "None": "null"}[word]
		r.note(Python, start, fmt.Sprintf("%s is Python; JSON writes %s", word, replacement), dataset.Edit{Start: start, End: end, New: replacement})
	case "TRUE", "FALSE", "NULL":
		r.note(Other, start, "JSON writes true, false and null in lower case", dataset.Edit{Start: start, End: end, New: strings.ToLower(word)})
	case "NaN", "nan", "Infinity", "inf":
		r.notNumber(start, end)
	case "undefined":
		r.guess(Other, start, "undefined is JavaScript; JSON has null", dataset.Edit{Start: start, End: end, New: "null"})
	default:
		r.fail("a word stands where a value should; text needs double quotes around it")
		return
	}
	r.i = end
}

func (r *reader) notNumber(start, end int) {
	r.guess(NotANumber, start, fmt.Sprintf("%s is not a JSON number", r.text[start:end]), dataset.Edit{Start: start, End: end, New: "null"})
}

func (r *reader) number() {
	start := r.i
	for r.i < len(r.text) && strings.IndexByte("+-.0123456789eE", r.text[r.i]) >= 0 {
		r.i++
	}
	number := r.text[start:r.i]
	if word := r.run(); (word == "Infinity" || word == "inf" || word == "NaN") && len(number) == 1 {
		r.i += len(word)
		r.notNumber(start, r.i)
		return
	}
	switch v := jsontext.Value(number); {
	case v.IsValid():
	case r.i == len(r.text) && strings.IndexByte("+-.eE", number[len(number)-1]) >= 0:
		r.fail("") // the rest may have been cut off
	default:
		r.i = start
		r.fail("this is not a number as JSON writes them: no leading zero or plus sign, digits on both sides of the point")
	}
}

func (r *reader) array() {
	r.i++
	for {
		r.skip()
		if r.peek() == ']' {
			r.i++
			return
		}
		r.value()
		r.skip()
		if r.failed || r.separator(']') {
			return
		}
	}
}

// separator reads what stands behind an element or a member: a comma, or the closing bracket. It returns true at the end
// of the list or where reading failed.
func (r *reader) separator(closing byte) bool {
	at := r.i
	switch c := r.peek(); {
	case c == closing:
		r.i++
		return true
	case c == ',':
		r.i++
		r.skip()
		if r.peek() == closing {
			r.note(TrailingComma, at, "a comma stands behind the last element", dataset.Edit{Start: at, End: at + 1})
		}
		return false
	case c == '"' || c == '{' && closing == ']':
		behind := r.behind(at)
		r.guess(Other, at, "a comma is missing", dataset.Edit{Start: behind, End: behind, New: ","})
		return false
	case letter(c) && at > 0 && r.text[at-1] == '"':
		r.fail(`a quote inside a text has to be written as \"`)
	default:
		r.fail(strange(r.text[r.i:]))
	}
	return true
}

func (r *reader) object() {
	r.i++
	for {
		r.skip()
		if r.peek() == '}' {
			r.i++
			return
		}
		r.name()
		r.skip()
		if r.failed || r.peek() != ':' {
			r.fail("")
			return
		}
		r.i++
		r.skip()
		r.value()
		r.skip()
		if r.failed {
			return
		}
		if r.separator('}') {
			return
		}
	}
}

// name reads the name of a member.
func (r *reader) name() {
	switch c := r.peek(); {
	case c == '"' || c == '\'':
		r.str()
	case letter(c):
		start, word := r.i, r.run()
		r.i += len(word)
		r.note(Other, start, "the name of a member needs double quotes around it", dataset.Edit{Start: start, End: r.i, New: `"` + word + `"`})
	default:
		r.fail(strange(r.text[min(r.i, len(r.text)):]))
	}
}

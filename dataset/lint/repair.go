package lint

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
	"github.com/go-json-experiment/json/jsontext"
)

// A slip is a way in which a line departs from JSON and is still understood.
type slip int

// The slips. Each belongs to one rule.
const (
	noSlip        slip = iota
	otherSlip          // bad-json: a missing comma, a bare name, a wrong escape
	pythonSlip         // single quotes, None, True, False
	nanSlip            // NaN, Infinity
	commaSlip          // a comma behind the last element
	commentSlip        // a comment
	severalSlip        // a second value behind the first
	controlSlip        // a raw control character in a string
	duplicateSlip      // the same name twice in one object
	markSlip           // a byte-order mark inside the file
	cutSlip            // the line ends too early
)

// A departure is one slip at one place, with the edits that undo it.
type departure struct {
	slip   slip
	at     int
	reason string
	unsafe bool // the edits guess
	edits  []Edit
}

// A diagnosis is what is wrong with a line that is not JSON: the first departure, and the edits that undo them all, where
// that makes the line readable.
type diagnosis struct {
	departure
	fix *Fix
}

// diagnose reads a line that the strict reader refused once more and with patience. Where even that fails, what the strict
// reader said stands.
func diagnose(text []byte, err *dataset.SyntaxError) diagnosis {
	d := diagnosis{departure: departure{slip: otherSlip, at: err.Offset, reason: err.Reason}}
	if err.Fault == dataset.DuplicateName {
		d.slip = duplicateSlip
	}
	r := repair{text: text}
	r.document()
	switch {
	case len(r.found) == 0 && r.cut:
		d.slip, d.at, d.reason = cutSlip, len(text), "the line ends in the middle of a value; the rest of the example is missing"
		if r.reason != "" {
			d.reason = r.reason
		}
	case r.failed && (len(r.found) == 0 || r.found[0].at > err.Offset):
		if r.reason != "" {
			d.at, d.reason = r.i, r.reason
		}
	case len(r.found) > 0:
		d.departure = r.found[0]
		d.fix = r.fix()
	}
	return d
}

// A repair reads almost-JSON and notes every departure. It gives up, failed, where it cannot tell what was meant.
type repair struct {
	text   []byte
	i      int
	depth  int
	found  []departure
	failed bool
	cut    bool   // failed because the text ends
	reason string // of failing, where it knows better than the strict reader
}

// fix returns a fix that undoes all departures, nil where that does not make the line readable.
func (r *repair) fix() *Fix {
	if r.failed {
		return nil
	}
	fix := &Fix{Title: "write the line as JSON"}
	for _, d := range r.found {
		if d.slip == duplicateSlip && len(r.found) > 1 {
			return nil // edits of one could lie within those of the other
		}
		fix.Unsafe = fix.Unsafe || d.unsafe
		fix.Edits = append(fix.Edits, d.edits...)
	}
	fixed, applied := Apply(r.text, []Finding{{Fix: fix}}, true)
	if len(applied) == 0 {
		return nil
	}
	for line := range bytes.SplitSeq(fixed, []byte{'\n'}) {
		if _, err := dataset.ParseValue(line); err != nil {
			return nil
		}
	}
	return fix
}

func (r *repair) note(s slip, at int, reason string, edits ...Edit) {
	r.add(departure{slip: s, at: at, reason: reason, edits: edits})
}

// add notes a departure, and gives up where there are too many.
func (r *repair) add(d departure) {
	if len(r.found) == maxEdits {
		r.fail("")
		return
	}
	r.found = append(r.found, d)
}

// guess notes a departure whose cure is a guess.
func (r *repair) guess(s slip, at int, reason string, edits ...Edit) {
	r.add(departure{slip: s, at: at, reason: reason, edits: edits, unsafe: true})
}

func (r *repair) fail(reason string) {
	if !r.failed {
		r.failed, r.cut, r.reason = true, r.i >= len(r.text), reason
	}
}

// peek returns the next byte, 0 at the end.
func (r *repair) peek() byte {
	if r.i < len(r.text) {
		return r.text[r.i]
	}
	return 0
}

// document reads the values of a line, of which there should be one.
func (r *repair) document() {
	if mark := len("\ufeff"); bytes.HasPrefix(r.text, []byte("\ufeff")) {
		r.note(markSlip, 0, "a byte-order mark stands in the middle of the file, where two files were joined", Edit{Start: 0, End: mark})
		r.i = mark
	}
	r.skip()
	r.value()
	for !r.failed {
		end := r.behind(r.i)
		r.skip()
		comma := r.i
		if r.peek() == ',' {
			r.i++
			r.skip()
		}
		switch c := r.peek(); {
		case r.i >= len(r.text):
			if comma < r.i && r.text[comma] == ',' {
				r.note(commaSlip, comma, "a comma stands behind the end of the example", Edit{Start: comma, End: comma + 1})
			}
			return
		case c == '{':
			r.note(severalSlip, r.i, "a second example starts on the same line", Edit{Start: end, End: r.i, New: "\n"})
			r.value()
		default:
			r.fail(`something stands behind the end of the example; write one object per line and nothing else`)
		}
	}
}

// behind returns the offset behind the last byte before i that is not white space.
func (r *repair) behind(i int) int {
	for i > 0 && strings.IndexByte(" \t\r\n", r.text[i-1]) >= 0 {
		i--
	}
	return i
}

// skip steps over white space and comments.
func (r *repair) skip() {
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
func (r *repair) comment() bool {
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
	r.note(commentSlip, start, "JSON has no comments", Edit{Start: start, End: r.i})
	return true
}

// repairDepth is how deep the patient reader follows.
const repairDepth = 500

func (r *repair) value() {
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
func (r *repair) run() string {
	end := r.i
	for end < len(r.text) && (letter(r.text[end]) || '0' <= r.text[end] && r.text[end] <= '9') {
		end++
	}
	return string(r.text[r.i:end])
}

func (r *repair) word() {
	start, word := r.i, r.run()
	end := start + len(word)
	switch word {
	case "true", "false", "null":
	case "True", "False", "None":
		replacement := map[string]string{"True": "true", "False": "false", "None": "null"}[word]
		r.note(pythonSlip, start, fmt.Sprintf("%s is Python; JSON writes %s", word, replacement), Edit{start, end, replacement})
	case "TRUE", "FALSE", "NULL":
		r.note(otherSlip, start, "JSON writes true, false and null in lower case", Edit{start, end, strings.ToLower(word)})
	case "NaN", "nan", "Infinity", "inf":
		r.notNumber(start, end)
	case "undefined":
		r.guess(otherSlip, start, "undefined is JavaScript; JSON has null", Edit{start, end, "null"})
	default:
		r.fail("a word stands where a value should; text needs double quotes around it")
		return
	}
	r.i = end
}

func (r *repair) notNumber(start, end int) {
	r.guess(nanSlip, start, fmt.Sprintf("%s is not a JSON number", r.text[start:end]), Edit{start, end, "null"})
}

func (r *repair) number() {
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

func (r *repair) array() {
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
func (r *repair) separator(closing byte) bool {
	at := r.i
	switch c := r.peek(); {
	case c == closing:
		r.i++
		return true
	case c == ',':
		r.i++
		r.skip()
		if r.peek() == closing {
			r.note(commaSlip, at, "a comma stands behind the last element", Edit{Start: at, End: at + 1})
		}
		return false
	case c == '"' || c == '{' && closing == ']':
		behind := r.behind(at)
		r.guess(otherSlip, at, "a comma is missing", Edit{Start: behind, End: behind, New: ","})
		return false
	case letter(c) && at > 0 && r.text[at-1] == '"':
		r.fail(`a quote inside a text has to be written as \"`)
	default:
		r.fail(strange(r.text[r.i:]))
	}
	return true
}

func (r *repair) object() {
	r.i++
	var members []memberSpan
	for {
		r.skip()
		if r.peek() == '}' {
			r.i++
			return
		}
		start := r.i
		r.name()
		name := r.text[start:r.i]
		r.skip()
		if r.failed || r.peek() != ':' {
			r.fail("")
			return
		}
		r.i++
		r.skip()
		value := r.i
		r.value()
		m := memberSpan{name: unquote(name), start: start, value: value, end: r.i}
		r.skip()
		if r.failed {
			return
		}
		if len(members) < repairMembers {
			members = append(members, m)
			r.duplicate(members)
		}
		if r.separator('}') {
			return
		}
	}
}

// repairMembers is how many members of one object the patient reader compares.
const repairMembers = 200

// A memberSpan is where a member of an object stands.
type memberSpan struct {
	name              string
	start, value, end int
}

// duplicate notes that the last member has the name of an earlier one. Programs keep the last, so the earlier one goes;
// that is safe where both say the same.
func (r *repair) duplicate(members []memberSpan) {
	last := members[len(members)-1]
	for i, m := range members[:len(members)-1] {
		if m.name != last.name {
			continue
		}
		edit := Edit{Start: m.start, End: members[i+1].start}
		reason := "the object has the name " + Quote([]byte(m.name)) + " already"
		same := bytes.Equal(r.text[m.value:m.end], r.text[last.value:last.end])
		r.add(departure{slip: duplicateSlip, at: last.start, reason: reason, unsafe: !same, edits: []Edit{edit}})
		return
	}
}

func unquote(name []byte) string {
	plain, err := jsontext.AppendUnquote(nil, name)
	if err != nil {
		return string(bytes.Trim(name, `'"`))
	}
	return string(plain)
}

// name reads the name of a member.
func (r *repair) name() {
	switch c := r.peek(); {
	case c == '"' || c == '\'':
		r.str()
	case letter(c):
		start, word := r.i, r.run()
		r.i += len(word)
		r.note(otherSlip, start, "the name of a member needs double quotes around it", Edit{start, r.i, `"` + word + `"`})
	default:
		r.fail(strange(r.text[min(r.i, len(r.text)):]))
	}
}

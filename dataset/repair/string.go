package repair

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/ftplan/ftplan/dataset"
)

// str reads a string in double quotes or, as Python writes it, in single ones.
func (r *reader) str() {
	quote := r.text[r.i]
	if quote == '\'' {
		r.note(Python, r.i, "single quotes are Python; JSON has double quotes", dataset.Edit{Start: r.i, End: r.i + 1, New: `"`})
	}
	for r.i++; r.i < len(r.text) && !r.failed; {
		switch c := r.text[r.i]; {
		case c == quote:
			if quote == '\'' {
				r.note(Python, r.i, "", dataset.Edit{Start: r.i, End: r.i + 1, New: `"`})
			}
			r.i++
			return
		case c == '"':
			r.note(Python, r.i, "", dataset.Edit{Start: r.i, End: r.i, New: `\`})
			r.i++
		case c == '\\':
			r.escape()
		case c < 0x20:
			r.note(ControlCharacter, r.i, controlName(c)+" inside a text has to be written as "+controlEscape(c), dataset.Edit{Start: r.i, End: r.i + 1, New: controlEscape(c)})
			r.i++
		default:
			r.i++
		}
	}
	r.fail(`the line ends inside a text; its rest is missing, or a line break in it was not written as \n`)
}

// escape reads a backslash and what belongs to it.
func (r *reader) escape() {
	at := r.i
	if r.i += 2; r.i > len(r.text) {
		r.fail("")
		return
	}
	switch c := r.text[at+1]; {
	case bytes.IndexByte([]byte(`"\/bfnrt`), c) >= 0:
	case c == 'u':
		if _, ok := hexAt(r.text, at+2, 4); !ok {
			r.i = at
			r.fail(`\u needs four hexadecimal digits behind it`)
		}
	case c == '\'':
		r.note(Python, at, `\' is Python; JSON writes a single quote as it is`, dataset.Edit{Start: at, End: at + 2, New: "'"})
	case c == 'x':
		r.hexEscape(at)
	default:
		reason := fmt.Sprintf(`a backslash before %s is no JSON escape; write \\ for a backslash`, dataset.Quote([]byte{c}))
		r.guess(Other, at, reason, dataset.Edit{Start: at, End: at, New: `\`})
	}
}

// hexEscape reads Python's \xNN.
func (r *reader) hexEscape(at int) {
	code, ok := hexAt(r.text, at+2, 2)
	if !ok {
		r.guess(Other, at, `\x is no JSON escape; write \\ for a backslash`, dataset.Edit{Start: at, End: at, New: `\`})
		return
	}
	r.i += 2
	r.note(Python, at, `\x is Python; JSON writes \u and four digits`, dataset.Edit{Start: at, End: at + 4, New: fmt.Sprintf(`\u%04x`, code)})
}

// hexAt returns the number of n hexadecimal digits at i.
func hexAt(text []byte, i, n int) (uint64, bool) {
	if i+n > len(text) {
		return 0, false
	}
	code, err := strconv.ParseUint(string(text[i:i+n]), 16, 32)
	return code, err == nil
}

func controlName(c byte) string {
	switch c {
	case '\t':
		return "a tab"
	case '\r':
		return "a carriage return"
	case 0:
		return "a NUL byte"
	}
	return fmt.Sprintf("control character 0x%02x", c)
}

func controlEscape(c byte) string {
	switch c {
	case '\t':
		return `\t`
	case '\r':
		return `\r`
	}
	return fmt.Sprintf(`\u%04x`, c)
}

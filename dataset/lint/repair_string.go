package lint

import (
	"bytes"
	"fmt"
	"strconv"
)

// str reads a string in double quotes or, as Python writes it, in single ones.
func (r *repair) str() {
	quote := r.text[r.i]
	if quote == '\'' {
		r.note(pythonSlip, r.i, "single quotes are Python; JSON has double quotes", Edit{r.i, r.i + 1, `"`})
	}
	for r.i++; r.i < len(r.text) && !r.failed; {
		switch c := r.text[r.i]; {
		case c == quote:
			if quote == '\'' {
				r.note(pythonSlip, r.i, "", Edit{r.i, r.i + 1, `"`})
			}
			r.i++
			return
		case c == '"':
			r.note(pythonSlip, r.i, "", Edit{r.i, r.i, `\`})
			r.i++
		case c == '\\':
			r.escape()
		case c < 0x20:
			r.note(controlSlip, r.i, controlName(c)+" inside a text has to be written as "+controlEscape(c), Edit{r.i, r.i + 1, controlEscape(c)})
			r.i++
		default:
			r.i++
		}
	}
	r.fail(`the line ends inside a text; its rest is missing, or a line break in it was not written as \n`)
}

// escape reads a backslash and what belongs to it.
func (r *repair) escape() {
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
		r.note(pythonSlip, at, `\' is Python; JSON writes a single quote as it is`, Edit{at, at + 2, "'"})
	case c == 'x':
		r.hexEscape(at)
	default:
		reason := fmt.Sprintf(`a backslash before %s is no JSON escape; write \\ for a backslash`, Quote([]byte{c}))
		r.guess(otherSlip, at, reason, Edit{at, at, `\`})
	}
}

// hexEscape reads Python's \xNN.
func (r *repair) hexEscape(at int) {
	code, ok := hexAt(r.text, at+2, 2)
	if !ok {
		r.guess(otherSlip, at, `\x is no JSON escape; write \\ for a backslash`, Edit{at, at, `\`})
		return
	}
	r.i += 2
	r.note(pythonSlip, at, `\x is Python; JSON writes \u and four digits`, Edit{at, at + 4, fmt.Sprintf(`\u%04x`, code)})
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

package dataset

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// QuoteMax is how many bytes of a name from the data a message quotes.
const QuoteMax = 40

// Quote returns a name from the data for use in a message: in quotes, cut, and with everything that is not plainly
// printable escaped, so that it can neither move the cursor nor break a line nor reverse the reading.
func Quote(name []byte) string {
	cut := name
	if len(cut) > QuoteMax {
		end := QuoteMax
		for end > 0 && !utf8.RuneStart(cut[end]) {
			end--
		}
		cut = cut[:end]
	}
	var b strings.Builder
	b.Grow(len(cut) + len(`""…`))
	b.WriteByte('"')
	if plainASCII(cut) && bytes.IndexByte(cut, '"') < 0 && bytes.IndexByte(cut, '\\') < 0 {
		b.Write(cut)
	} else {
		b.WriteString(Printable(quoteEscaper.Replace(string(cut))))
	}
	b.WriteByte('"')
	if len(cut) < len(name) {
		b.WriteString("…")
	}
	return b.String()
}

var quoteEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// plainASCII reports whether a text holds nothing but printable ASCII.
func plainASCII[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// Printable returns s with control characters, invisible ones and those that change the direction of text escaped.
func Printable(s string) string {
	if plainASCII(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\u00a0' || !unicode.IsPrint(r):
			b.WriteString(printableEscape(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// printableEscape returns the escape of a character that is not printed as it is.
func printableEscape(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\t':
		return `\t`
	case r == '\r':
		return `\r`
	case r > 0xFFFF:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

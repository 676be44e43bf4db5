package examples

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Escaped returns JSON that says the same and holds only characters that are plainly printable, so that text of the data
// cannot move a terminal's cursor or reverse the reading. Such characters stand inside of JSON's strings alone.
func Escaped(json string) string {
	var b strings.Builder
	for _, r := range json {
		switch {
		case r == '\n' || r != '\u00a0' && unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

package service

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LongestShown is how many bytes of the service's own words go into a message.
const LongestShown = 600

// Show makes text from outside safe for one line of a terminal: control,
// format and bidirectional characters and broken UTF-8 are written as escapes,
// and what goes beyond limit bytes is cut.
func Show(text string, limit int) string {
	var out strings.Builder
	for i, r := range text {
		if out.Len() >= limit {
			out.WriteString("…")
			break
		}
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			fmt.Fprintf(&out, `\x%02x`, text[i])
		case r == ' ' || unicode.IsPrint(r):
			out.WriteRune(r)
		case r == '\n' || r == '\t' || r == '\r':
			out.WriteByte(' ')
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return strings.TrimSpace(out.String())
}

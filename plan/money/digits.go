package money

import "strings"

// isDigits reports whether text is one digit or more, up to most of them.
func isDigits(text string, most int) bool {
	return text != "" && len(text) <= most && strings.Trim(text, "0123456789") == ""
}

// IsDecimal reports whether text is up to whole digits, where a point may follow with one digit or more behind it, up to
// places of them.
func IsDecimal(text string, whole, places int) bool {
	before, after, point := strings.Cut(text, ".")
	return isDigits(before, whole) && (!point || isDigits(after, places))
}

// clip shortens text from outside for a message to at most 40 bytes.
func clip(text string) string {
	const limit = 40
	if len(text) <= limit {
		return text
	}
	return text[:limit] + "…"
}

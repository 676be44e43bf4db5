package service

import "strings"

const (
	digits  = "0123456789"
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// IsHex reports whether text is n lower-case hexadecimal digits.
func IsHex(text string, n int) bool {
	return len(text) == n && strings.Trim(text, digits+"abcdef") == ""
}

// IsRemoteID reports whether text may be the id of a file, upload or part.
func IsRemoteID(text string) bool { return isID(text, 128) }

// IsJobID reports whether text may be the id of a job, wherever it was created.
func IsJobID(text string) bool {
	rest, ok := strings.CutPrefix(text, "ft")
	return ok && isID(rest, 64)
}

// isID reports whether text is one character or more, up to most of them, all
// of which the service makes ids of.
func isID(text string, most int) bool {
	return text != "" && len(text) <= most && strings.Trim(text, letters+digits+"_-") == ""
}

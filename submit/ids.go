package submit

import "strings"

const (
	digits  = "0123456789"
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// isHex reports whether text is n lower-case hexadecimal digits.
func isHex(text string, n int) bool {
	return len(text) == n && strings.Trim(text, digits+"abcdef") == ""
}

// isRemoteID reports whether text may be the id of a file, upload or part.
func isRemoteID(text string) bool { return isID(text, 128) }

// isJobID reports whether text may be the id of a job, wherever it was created.
func isJobID(text string) bool {
	rest, ok := strings.CutPrefix(text, "ft")
	return ok && isID(rest, 64)
}

// isID reports whether text is one character or more, up to most of them, all
// of which the service makes ids of.
func isID(text string, most int) bool {
	return text != "" && len(text) <= most && strings.Trim(text, letters+digits+"_-") == ""
}

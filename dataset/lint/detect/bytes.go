package detect

import "bytes"

// A byteSet is a set of bytes.
type byteSet [256]bool

func newByteSet(in func(byte) bool) (set byteSet) {
	for c := range set {
		set[c] = in(byte(c))
	}
	return set
}

// tokenByte holds the bytes that most keys are made of, keyByte those of all, and codeByte those of numbers in groups.
var (
	tokenByte = newByteSet(func(c byte) bool { return isAlnum(c) || c == '_' || c == '-' })
	keyByte   = newByteSet(func(c byte) bool { return tokenByte[c] || c == '+' || c == '/' || c == '=' })
	codeByte  = newByteSet(func(c byte) bool { return IsDigit(c) || 'A' <= c && c <= 'Z' || c == ' ' || c == '-' })
)

// The shortest runs that are looked into.
const (
	keyRun  = 20 // AKIA and 16 more
	cardRun = 11 // 123-45-6789
)

// nextRun returns the start of the first run of at least n bytes of the set, at or after i, or -1. It looks at one byte of
// n and back from there, so that ordinary text costs a fraction of a look a byte.
func nextRun(text []byte, i int, set *byteSet, n int) int {
	for i+n <= len(text) {
		j := i + n - 1
		for j >= i && set[text[j]] {
			j--
		}
		if j < i {
			return i
		}
		i = j + 1
	}
	return -1
}

// runEnd returns the end of the run of bytes of the set that starts at i.
func runEnd(text []byte, i int, set *byteSet) int {
	for i < len(text) && set[text[i]] {
		i++
	}
	return i
}

func isAlnum(c byte) bool { return IsDigit(c) || IsLetter(c) }

func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

func IsLetter(c byte) bool {
	c |= 0x20
	return 'a' <= c && c <= 'z'
}

// Blank reports whether text holds nothing but white space. It looks no further than it has to.
func Blank(text []byte) bool {
	for _, c := range text {
		if c > ' ' && c < 0x80 {
			return false
		}
	}
	return len(bytes.TrimSpace(text)) == 0
}

// Base64Fault returns the offset of the first character that is not base64, or -1; padding that is missing or misplaced
// is found at the end of the data. Line breaks are skipped, as decoders do.
func Base64Fault(data []byte) int {
	body := bytes.TrimRight(data, "=\r\n")
	n := 0
	for i, c := range body {
		switch {
		case isAlnum(c) || c == '+' || c == '/':
			n++
		case c != '\n' && c != '\r':
			return i
		}
	}
	padding := bytes.Count(data[len(body):], []byte("="))
	if (n+padding)%4 != 0 || padding > 2 || n == 0 {
		return len(data)
	}
	return -1
}

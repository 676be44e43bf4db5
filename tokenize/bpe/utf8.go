package bpe

import "unicode/utf8"

// replaceInvalid returns a copy of the text with U+FFFD in place of what is not UTF-8: one for each longest prefix of
// a well-formed sequence, and one for each byte that cannot start a sequence. That is the practice Unicode recommends
// (section 3.9, "U+FFFD Substitution of Maximal Subparts") and what Python does when it decodes with errors="replace",
// so the ids equal those of tiktoken for the decoded text.
func replaceInvalid(text []byte) []byte {
	valid := make([]byte, 0, len(text)+len(text)/2)
	for i := 0; i < len(text); {
		r, width := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && width == 1 {
			width = maximalSubpart(text[i:])
		}
		valid = utf8.AppendRune(valid, r)
		i += width
	}
	return valid
}

// maximalSubpart returns the length of the longest prefix of the text, which does not start with a whole character,
// that some character starts with, and at least 1.
func maximalSubpart(text []byte) int {
	for length := min(len(text), utf8.UTFMax-1); length > 1; length-- {
		if !utf8.FullRune(text[:length]) {
			return length
		}
	}
	return 1
}

// characterAt returns the character at text[i] and its width. The text must be UTF-8 there, which makes it quicker than
// utf8.DecodeRune.
func characterAt(text []byte, i int) (r rune, width int) {
	first := rune(text[i])
	switch {
	case first < utf8.RuneSelf:
		return first, 1
	case first < 0xE0:
		return first&0x1F<<6 | rune(text[i+1]&0x3F), 2
	case first < 0xF0:
		return first&0x0F<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F), 3
	}
	return utf8.DecodeRune(text[i:])
}

// The next functions decode the common characters outside ASCII from the four bytes of text that start with one, in
// little-endian order.

// isTwoBytes reports whether a well-formed sequence of two bytes comes first.
func isTwoBytes(x uint32) bool { return x&0xC0E0 == 0x80C0 && x&0x1E != 0 }

// twoBytes returns the character that isTwoBytes found.
func twoBytes(x uint32) rune { return rune(x&0x1F<<6 | x>>8&0x3F) }

// isThreeBytes reports whether a well-formed sequence of three bytes comes first.
func isThreeBytes(x uint32) bool {
	return x&0xC0C0F0 == 0x8080E0 && x&0x200F != 0 && x&0x20FF != 0x20ED // no overlong form, no surrogate
}

// threeBytes returns the character that isThreeBytes found.
func threeBytes(x uint32) rune { return rune(x&0x0F<<12 | x>>2&0xFC0 | x>>16&0x3F) }

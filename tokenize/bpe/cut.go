package bpe

import (
	"encoding/binary"
	"unicode/utf8"
)

// Between two characters that no token spans, be it in part, no merge can ever happen: a merge across that border
// would make a token that holds the end of the one and the start of the other. A piece falls apart there into
// fragments that can be counted one by one. That is what makes long runs of Chinese or Japanese quick.
//
// The section joints is a set of bits by hash, with a bit for each pair of characters that some token spans, and with
// one character left open where a token holds only a part of it. A stray bit costs a cut, never the result.

const (
	jointBits = 17 // of a hash
	anyRune   = 1<<21 - 1
)

// jointBit returns the number of the bit for two neighbouring characters.
func jointBit(left, right rune) uint64 {
	return (uint64(left)<<21 | uint64(right)) * mixA >> (64 - jointBits)
}

// hasJoint reports whether the bit for two characters is set.
func (m *image) hasJoint(left, right rune) bool {
	bit := jointBit(left, right)
	return m.joints[bit/8]>>(bit%8)&1 != 0
}

// joins reports whether a merge across the border of two characters is possible.
func (m *image) joins(left, right rune) bool {
	return m.hasJoint(left, right) || m.hasJoint(left, anyRune) || m.hasJoint(anyRune, right)
}

// addJoints fills joints.
func (m *image) addJoints(tokens [][]byte) {
	m.joints = make([]byte, 1<<jointBits/8)
	for _, token := range tokens {
		for border := 1; border < len(token); border++ {
			if utf8.RuneStart(token[border]) {
				m.addJoint(token, border)
			}
		}
	}
}

// addJoint sets the bits for the characters on either side of a border in a token. Where the token holds only the
// last bytes of the left one or the first bytes of the right one, any character may be there; where it holds neither
// whole, any left character may be before each right one that starts so.
func (m *image) addJoint(token []byte, border int) {
	left, width := utf8.DecodeLastRune(token[:border])
	if left == utf8.RuneError && width == 1 {
		left = anyRune
	}
	first, last := runesFrom(token[border:])
	switch {
	case first == last:
		m.setJoint(left, first)
	case left != anyRune:
		m.setJoint(left, anyRune)
	default:
		for r := first; r <= last; r++ {
			m.setJoint(anyRune, r)
		}
	}
}

// setJoint sets the bit for two characters.
func (m *image) setJoint(left, right rune) {
	bit := jointBit(left, right)
	m.joints[bit/8] |= 1 << (bit % 8)
}

// runesFrom returns the first and the last of the characters that the text may start with when it is continued.
func runesFrom(text []byte) (first, last rune) {
	if utf8.FullRune(text) {
		r, _ := utf8.DecodeRune(text)
		return r, r
	}
	var lowest, highest [utf8.UTFMax]byte
	n := copy(lowest[:], text)
	copy(highest[:], text)
	width := map[byte]int{0xC: 2, 0xD: 2, 0xE: 3, 0xF: 4}[text[0]>>4]
	for i := n; i < width; i++ {
		lowest[i], highest[i] = 0x80, 0xBF
	}
	return scalar(lowest[:width]), scalar(highest[:width])
}

// scalar returns the number that a sequence of the form of UTF-8 stands for, well-formed or not.
func scalar(sequence []byte) rune {
	r := rune(sequence[0]) & (1<<(7-len(sequence)) - 1)
	for _, b := range sequence[1:] {
		r = r<<6 | rune(b&0x3F)
	}
	return r
}

// isASCII reports whether the text has ASCII characters only.
func isASCII(text []byte) bool {
	var all uint64
	for ; len(text) >= 8; text = text[8:] {
		all |= binary.LittleEndian.Uint64(text)
	}
	for _, b := range text {
		all |= uint64(b)
	}
	return all&highs == 0
}

package bpe

import (
	"encoding/binary"
	"unicode/utf8"
)

// Between two characters that no token spans, be it in part, no merge can ever happen: a merge across that border
// would make a token that holds the end of the one and the start of the other. A piece falls apart there into
// fragments that can be counted one by one. That is what makes long runs of Chinese or Japanese quick.
//
// Where tokens span a border but none of them with only some bytes of the character on either side, merges within the
// two characters cannot depend on merges across the border, which need both whole. A character with two such borders
// is solid: merging can start from its token instead of its bytes.
//
// Two sections hold this as sets of bits by hash. In joints are the pairs of characters that some token spans, both
// whole; in tangles the characters that are in one token with a part of what follows, and those with a part of what is
// before. A stray bit costs time, never the result.

const (
	pairBits   = 18 // of a hash
	tangleBits = 17
)

// A border says what merges are possible across the border of two characters.
type border uint8

const (
	apart     border = iota // none
	joined                  // only such as take both characters whole
	entangled               // such as take a part of one
)

// pairBit returns the number of the bit for two neighbouring characters, both in one token.
func pairBit(left, right rune) uint64 {
	return (uint64(left)<<21 | uint64(right)) * mixA >> (64 - pairBits)
}

// leftBit returns the number of the bit for a character that is in one token with a part of what follows.
func leftBit(left rune) uint64 {
	return uint64(left) * mixA >> (64 - tangleBits)
}

// rightBit returns the number of the bit for a character that is in one token with a part of what is before.
func rightBit(right rune) uint64 {
	return uint64(right) * mixB >> (64 - tangleBits)
}

// hasBit reports whether a bit is set.
func hasBit(set []byte, bit uint64) bool {
	return set[bit/8]>>(bit%8)&1 != 0
}

// setBit sets a bit.
func setBit(set []byte, bit uint64) {
	set[bit/8] |= 1 << (bit % 8)
}

// borderOf returns what merges are possible across the border of two characters.
func (m *image) borderOf(left, right rune) border {
	switch {
	case hasBit(m.tangles, leftBit(left)) || hasBit(m.tangles, rightBit(right)):
		return entangled
	case hasBit(m.joints, pairBit(left, right)):
		return joined
	}
	return apart
}

// isToken reports whether a character is known to be a token by itself.
func (m *image) isToken(r rune) bool {
	return r < 1<<16 && hasBit(m.characters, uint64(r))
}

// addJoints fills joints, tangles and characters.
func (m *image) addJoints(tokens [][]byte) {
	m.joints = make([]byte, 1<<pairBits/8)
	m.characters = make([]byte, 1<<16/8)
	m.tangles = make([]byte, 1<<tangleBits/8)
	if m.unmade {
		// A fragment that is a token might merge into something else: no cuts.
		for i := range m.tangles {
			m.tangles[i] = 0xFF
		}
	}
	for _, token := range tokens {
		if r, width := utf8.DecodeRune(token); width > 0 && width == len(token) && r < 1<<16 && r != utf8.RuneError {
			setBit(m.characters, uint64(r))
		}
		for at := 1; at < len(token); at++ {
			if utf8.RuneStart(token[at]) {
				m.addJoint(token, at)
			}
		}
	}
}

// addJoint sets the bits for the characters on either side of a border in a token.
func (m *image) addJoint(token []byte, at int) {
	left, width := utf8.DecodeLastRune(token[:at])
	first, last := runesFrom(token[at:])
	switch leftWhole := left != utf8.RuneError || width > 1; {
	case leftWhole && first == last:
		setBit(m.joints, pairBit(left, first))
	case leftWhole:
		setBit(m.tangles, leftBit(left))
	default:
		for right := first; right <= last; right++ {
			setBit(m.tangles, rightBit(right))
		}
	}
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

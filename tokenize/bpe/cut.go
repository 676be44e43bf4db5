package bpe

import (
	"encoding/binary"
	"unicode/utf8"
)

// Between two characters that no token spans, be it in part, no merge can ever happen: a merge across that border
// would make a token that holds the end of the one and the start of the other. A piece falls apart there into
// fragments that can be counted one by one. That is what makes long runs of Chinese or Japanese quick.
//
// Where a merge takes only some bytes of a character across the border, it must come before the bytes of that
// character merge among themselves. As long as the character has lost no byte its own merges are possible, so if the
// ranks of all of them are lower, such a merge never comes first. (Once a merge has taken bytes at one end, any may at
// the other.) If none remains on either side of a character, the character is solid: merges across its borders need
// it whole, so merging can start from its token instead of its bytes.
//
// The section joints is a set of pairs of characters, as bits by hash; a stray bit costs time, never the result. The
// section traits has a byte for each character up to U+FFFF.

// A trait is what a vocabulary says of a character by itself.
type trait uint8

const (
	isToken    trait = 1 << iota // the character is a token
	opensPart                    // some token holds it and a part of the next character
	closesPart                   // some token holds it and a part of the character before
	weakStart                    // merges may take its first bytes away, as they may come before its own merges
	weakEnd                      // the same with its last bytes

	splitStart // while building: some token ends with its first bytes only
	splitEnd   // and some token starts with its last bytes only

	noTrait  trait = 0
	anyTrait       = opensPart | closesPart | weakStart | weakEnd // of a character beyond the table
)

// traitOf returns the traits of a character.
func (m *image) traitOf(r rune) trait {
	if int(r) < len(m.traits) {
		return trait(m.traits[r])
	}
	return anyTrait
}

// A border says what merges are possible across the border of two characters.
type border uint8

const (
	apart     border = iota // none
	joined                  // only such as take both characters whole
	entangled               // such as take a part of one
)

// borderOf returns what merges are possible across the border of two characters with those traits.
func (m *image) borderOf(left, right rune, of, to trait) border {
	switch {
	case to&weakStart != 0 && of&(opensPart|weakEnd) != 0, of&weakEnd != 0 && to&closesPart != 0:
		return entangled
	case m.hasJoint(left, right):
		return joined
	}
	return apart
}

const jointBits = 18 // of a hash

// jointBit returns the number of the bit for two neighbouring characters that are whole in one token.
func jointBit(left, right rune) uint64 {
	return (uint64(left)<<21 | uint64(right)) * mixA >> (64 - jointBits)
}

// hasJoint reports whether the bit for two characters is set.
func (m *image) hasJoint(left, right rune) bool {
	bit := jointBit(left, right)
	return m.joints[bit/8]>>(bit%8)&1 != 0
}

// addBorders fills joints and traits.
func (m *image) addBorders(tokens [][]byte) {
	m.joints = make([]byte, 1<<jointBits/8)
	if m.unmade {
		return // a fragment that is a token might merge into something else: without traits, nothing is cut
	}
	m.traits = make([]byte, 1<<16)
	ranks := m.characterRanks()
	for id, token := range tokens {
		for at := 1; at < len(token); at++ {
			if utf8.RuneStart(token[at]) {
				m.addBorder(token, at, uint32(id), ranks)
			}
		}
	}
	for r, of := range m.traits {
		if trait(of)&(weakStart|weakEnd) != 0 {
			of |= of & byte(splitStart|splitEnd) >> 2
		}
		m.traits[r] = of &^ byte(splitStart|splitEnd)
	}
}

// characterRanks returns for each character up to U+FFFF the highest rank among the merges that make its token, or
// none if they do not, and notes which characters are tokens.
func (m *image) characterRanks() []uint32 {
	ranks := make([]uint32, len(m.traits))
	for r := range ranks {
		text := utf8.AppendRune(nil, rune(r))
		ranks[r] = m.find(text)
		if ranks[r] == none || !utf8.ValidRune(rune(r)) {
			ranks[r] = none
			continue
		}
		m.addTrait(rune(r), isToken)
		if len(text) == 3 {
			ranks[r] = max(ranks[r], min(m.find(text[:2]), m.find(text[1:])))
		}
	}
	return ranks
}

// addTrait notes a trait of a character, unless it is beyond the table.
func (m *image) addTrait(r rune, t trait) {
	if int(r) < len(m.traits) {
		m.traits[r] |= byte(t)
	}
}

// addBorder notes what a token says of the characters on either side of a border in it.
func (m *image) addBorder(token []byte, at int, id uint32, ranks []uint32) {
	left, width := utf8.DecodeLastRune(token[:at])
	leftWhole := left != utf8.RuneError || width > 1
	right, width := utf8.DecodeRune(token[at:])
	rightWhole := right != utf8.RuneError || width > 1
	if leftWhole && rightWhole {
		bit := jointBit(left, right)
		m.joints[bit/8] |= 1 << (bit % 8)
		return
	}
	if leftWhole {
		m.addTrait(left, opensPart)
	} else {
		m.addWeak(weakEnd, splitEnd, id, ranks, func(text []byte) bool { return len(text) > at && string(text[len(text)-at:]) == string(token[:at]) })
	}
	if rightWhole {
		m.addTrait(right, closesPart)
	} else {
		part := token[at:]
		m.addWeak(weakStart, splitStart, id, ranks, func(text []byte) bool { return len(text) > len(part) && string(text[:len(part)]) == string(part) })
	}
}

// addWeak notes a trait of the characters that have the part, and another of those among them whose own merges are not
// all before the token's.
func (m *image) addWeak(weak, split trait, id uint32, ranks []uint32, hasPart func(text []byte) bool) {
	var text [utf8.UTFMax]byte
	for r := rune(utf8.RuneSelf); int(r) < len(m.traits); r++ {
		if !utf8.ValidRune(r) || !hasPart(text[:utf8.EncodeRune(text[:], r)]) {
			continue
		}
		m.addTrait(r, split)
		if id < ranks[r] {
			m.addTrait(r, weak)
		}
	}
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

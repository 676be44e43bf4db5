package bpe

import (
	"bytes"
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
// All this takes for granted that every token is what merging its bytes yields, and that it ranks above the two tokens
// that it is made of, so that a character's own merges come before those that take it whole. Training makes vocabularies
// so; in any other nothing is cut.
//
// The section joints is a set of pairs of characters, as bits by hash; a stray bit costs time, never the result. The
// section traits has a byte for each character up to U+FFFF.

// A trait is what a vocabulary says of a character by itself: in the two lowest bits how many tokens it has, or 0 if
// that is not known, and above them what tokens hold it in part.
type trait uint8

const (
	opensPart trait = 4 << iota // some token holds it and a part of the next character
	weakEnd                     // merges may take its last bytes away, as they may come before its own merges
	pairEnd                     // some token holds only its last bytes and only the first ones of the next character

	// What the next character must be for those to matter, in the same order.
	weakStart  // merges may take its first bytes away
	closesPart // some token holds it and a part of the character before
	pairStart  // some token holds only its first bytes and only the last ones of the character before

	noTrait   trait = 0
	aloneMask trait = 3
	anyTrait        = ^aloneMask // of a character beyond the table
)

// alone returns how many tokens the character has if nothing merges across its borders, or 0 if that is not known.
func (t trait) alone() int { return int(t & aloneMask) }

// entangles reports whether merges may take a part of a character with this trait together with the next one, or of the
// next one together with it.
func (t trait) entangles(next trait) bool {
	return t>>2&(next>>5) != 0 // whose bits are opensPart with weakStart, weakEnd with closesPart, pairEnd with pairStart
}

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
	if of.entangles(to) {
		return entangled
	}
	if m.hasJoint(left, right) {
		return joined
	}
	return apart
}

const jointBits = 20 // of a hash

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
	if m.uncuttable {
		return // without traits, nothing is cut
	}
	m.traits = make([]byte, 1<<16)
	b := borderBuilder{image: m, ranks: m.characterRanks(), splits: make([]trait, len(m.traits))}
	for id, token := range tokens {
		for at := 1; at < len(token); at++ {
			if utf8.RuneStart(token[at]) {
				b.add(token, at, uint32(id))
			}
		}
	}
	for r, split := range b.splits {
		if trait(m.traits[r])&(weakStart|weakEnd|pairStart|pairEnd) != 0 {
			m.traits[r] |= byte(split)
		}
	}
}

// A borderBuilder collects what tokens say of the borders between characters.
type borderBuilder struct {
	*image
	ranks  []uint32 // for each character, as characterRanks returns them
	splits []trait  // weakStart and weakEnd of each character, once it has lost bytes at either end
}

// characterRanks returns for each character up to U+FFFF the highest rank among the merges that make its token, or
// none if they do not, and notes how many tokens each has.
func (m *image) characterRanks() []uint32 {
	ranks := make([]uint32, len(m.traits))
	for r := range ranks {
		ranks[r] = none
		if !utf8.ValidRune(rune(r)) {
			continue
		}
		text := utf8.AppendRune(nil, rune(r))
		whole, first := m.find(text), uint32(none) // the first merge of three bytes
		if len(text) == 3 {
			first = min(m.find(text[:2]), m.find(text[1:]))
		}
		alone := len(text)
		switch {
		case whole != none:
			alone = 1
			ranks[r] = whole
			if len(text) == 3 {
				ranks[r] = max(whole, first)
			}
		case first != none:
			alone = 2
		}
		m.addTrait(rune(r), trait(alone))
	}
	return ranks
}

// addTrait notes a trait of a character, unless it is beyond the table.
func (m *image) addTrait(r rune, t trait) {
	if int(r) < len(m.traits) {
		m.traits[r] |= byte(t)
	}
}

// add notes what a token says of the characters on either side of a border in it.
func (b *borderBuilder) add(token []byte, at int, id uint32) {
	left, width := utf8.DecodeLastRune(token[:at])
	leftWhole := left != utf8.RuneError || width > 1
	right, width := utf8.DecodeRune(token[at:])
	rightWhole := right != utf8.RuneError || width > 1
	switch {
	case leftWhole && rightWhole:
		bit := jointBit(left, right)
		b.joints[bit/8] |= 1 << (bit % 8)
	case leftWhole:
		b.addTrait(left, opensPart)
		b.addStarts(token[at:], id, noTrait)
	case rightWhole:
		b.addTrait(right, closesPart)
		b.addEnds(token[:at], id, noTrait)
	default:
		b.addStarts(token[at:], id, pairStart)
		b.addEnds(token[:at], id, pairEnd)
	}
}

// addStarts notes of the characters that start with the part what a token says that ends with it.
func (b *borderBuilder) addStarts(part []byte, id uint32, more trait) {
	b.addWeak(weakStart, more, id, func(text []byte) bool { return len(text) > len(part) && bytes.HasPrefix(text, part) })
}

// addEnds notes of the characters that end with the part what a token says that starts with it.
func (b *borderBuilder) addEnds(part []byte, id uint32, more trait) {
	b.addWeak(weakEnd, more, id, func(text []byte) bool { return len(text) > len(part) && bytes.HasSuffix(text, part) })
}

// addWeak notes what a token says of the characters that have a part: the trait weak of those whose own merges are not
// all before the token's, and of the others in case they lose bytes; and more of them all.
func (b *borderBuilder) addWeak(weak, more trait, id uint32, hasPart func(text []byte) bool) {
	var text [utf8.UTFMax]byte
	for r := rune(utf8.RuneSelf); int(r) < len(b.traits); r++ {
		if !utf8.ValidRune(r) || !hasPart(text[:utf8.EncodeRune(text[:], r)]) {
			continue
		}
		b.splits[r] |= weak
		b.addTrait(r, more)
		if id < b.ranks[r] {
			b.addTrait(r, weak)
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

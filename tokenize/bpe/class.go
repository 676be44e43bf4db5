package bpe

import (
	_ "embed"
	"encoding/binary"
	"unicode/utf8"
)

// class says how the split patterns see one character. A character belongs to exactly one class; patterns ask for
// sets of them, so each class is a bit.
type class uint8

const (
	space    class = 1 << iota // White_Space other than CR and LF
	newline                    // CR and LF
	number                     // \p{N}
	upper                      // \p{Lu} and \p{Lt}
	lower                      // \p{Ll}
	caseless                   // \p{Lm} and \p{Lo}
	mark                       // \p{M}
	invalid                    // a byte that is no part of a well-formed UTF-8 sequence

	other class = 0 // everything else: punctuation, symbols, controls, unassigned

	blank  = space | newline
	letter = upper | lower | caseless
	head   = upper | caseless | mark // what the first half of an o200k word is made of
	tail   = lower | caseless | mark // and its second half
)

// classTable is a two-stage table over all code points: 8704 block numbers, one for each 128 code points, then the
// distinct blocks of 128 classes. The generator makes it from gen/unicode16.txt.
//
//go:embed tables/classes.bin
var classTable string

const (
	blockBits  = 7
	blockCount = (utf8.MaxRune + 1) >> blockBits
)

// classOf returns the class of a code point up to utf8.MaxRune.
func classOf(r rune) class {
	block := int(classTable[r>>blockBits])
	return class(classTable[blockCount+block<<blockBits+int(r)&(1<<blockBits-1)])
}

// classAt returns the class and the width in bytes of the character at text[i]. Every byte that starts no well-formed
// sequence is one invalid character.
func classAt(text []byte, i int) (class, int) {
	if b := text[i]; b < utf8.RuneSelf {
		return class(classTable[blockCount+int(b)]), 1
	}
	return wideClassAt(text, i)
}

// asciiClass returns the class of an ASCII character, and invalid for any other byte.
func asciiClass(b byte) class {
	return asciiClasses[b]
}

// asciiClasses are the classes of the ASCII characters; any other byte is invalid here.
var asciiClasses = func() (classes [256]class) {
	for b := range classes {
		classes[b] = invalid
		if b < utf8.RuneSelf {
			classes[b] = classOf(rune(b))
		}
	}
	return classes
}()

// wideClassAt is classAt for a character outside ASCII.
func wideClassAt(text []byte, i int) (class, int) {
	if i+utf8.UTFMax <= len(text) {
		switch x := binary.LittleEndian.Uint32(text[i:]); {
		case isTwoBytes(x):
			return classOf(twoBytes(x)), 2
		case isThreeBytes(x):
			return classOf(threeBytes(x)), 3
		}
	}
	r, width := utf8.DecodeRune(text[i:])
	if r == utf8.RuneError && width == 1 {
		return invalid, 1
	}
	return classOf(r), width
}

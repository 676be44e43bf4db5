package bpe

import (
	"encoding/binary"
	"math/bits"
)

// Eight bytes at a time: the classes of eight ASCII characters fall out of a few operations on one word.

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// notBetween sets the high bit of each byte of x that is not an ASCII character from low to high.
func notBetween(x uint64, low, high byte) uint64 {
	ascii := x &^ highs
	return ((ascii + (0x80-uint64(low))*ones) &^ (ascii + (0x7f-uint64(high))*ones) &^ x & highs) ^ highs
}

// lowerEnd returns the end of the run of a to z that starts at text[i].
func lowerEnd(text []byte, i int) int {
	for ; i+8 <= len(text); i += 8 {
		if stops := notBetween(binary.LittleEndian.Uint64(text[i:]), 'a', 'z'); stops != 0 {
			return i + bits.TrailingZeros64(stops)/8
		}
	}
	for i < len(text) && 'a' <= text[i] && text[i] <= 'z' {
		i++
	}
	return i
}

// letterEnd returns the end of the run of a to z and A to Z that starts at text[i].
func letterEnd(text []byte, i int) int {
	for ; i+8 <= len(text); i += 8 {
		x := binary.LittleEndian.Uint64(text[i:])
		if stops := notBetween(x|0x20*ones, 'a', 'z'); stops != 0 {
			return i + bits.TrailingZeros64(stops)/8
		}
	}
	for i < len(text) && 'a' <= text[i]|0x20 && text[i]|0x20 <= 'z' {
		i++
	}
	return i
}

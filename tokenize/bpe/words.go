package bpe

import "encoding/binary"

// A wordCache remembers how many tokens recent pieces of up to 15 bytes have, be they tokens or not. It is small
// enough for the processor's second cache, and packs what a text uses, where the tables of all tokens spread it: a
// few thousand words make up most of a text. Each word has one place, where the next one of the same hash replaces it.
type wordCache struct {
	places *[wordPlaces]word
}

// A word is a piece of up to 15 bytes as a number: its bytes, then zeros, its length in the low half of the last byte,
// and in the high half its count, if that is known.
type word struct{ low, high uint64 }

const (
	wordBits       = 15
	wordPlaces     = 1 << wordBits // of 16 bytes each
	maxWord        = 15            // bytes
	wordLength     = 56            // place of the length in the high half of a word
	wordCountShift = 60            // of the count
	wordKey        = 1<<wordCountShift - 1
)

func newWordCache() wordCache {
	return wordCache{new([wordPlaces]word)}
}

// wordAt returns the word at a part of the text of 1 to 15 bytes, without its count.
func wordAt(text []byte, p span) word {
	if p.start+16 <= len(text) {
		return wordIn((*[16]byte)(text[p.start:]), p.end-p.start)
	}
	var window [16]byte
	copy(window[:], text[p.start:p.end])
	return wordIn(&window, p.end-p.start)
}

// wordIn returns the word of that length that a window starts with.
func wordIn(window *[16]byte, length int) word {
	mask := &wordMasks[length%len(wordMasks)]
	low, high := binary.LittleEndian.Uint64(window[:8]), binary.LittleEndian.Uint64(window[8:])
	return word{low & mask.low, high&mask.high | uint64(length)<<wordLength}
}

// wordMasks keep the bytes that belong to a word of each length.
var wordMasks = func() (masks [maxWord + 1]word) {
	for length := range masks {
		masks[length].low = 1<<(8*min(length, 8)) - 1
		masks[length].high = 1<<(8*max(length-8, 0)) - 1
	}
	return masks
}()

// length returns the length of the word in bytes.
func (w word) length() int { return int(w.high >> wordLength & maxWord) }

// short returns the key in the index of tokens of up to 7 bytes.
func (w word) short() uint64 { return w.low | w.high }

// place returns where the word is, if it is remembered.
func (c *wordCache) place(w word) *word {
	return &c.places[middleHash(w.low, w.high)>>(64-wordBits)]
}

// count returns the count that the place says the word has, or 0 if it is about another one.
func (place *word) count(w word) int {
	if place.low^w.low|(place.high^w.high)&wordKey != 0 {
		return 0
	}
	return int(place.high >> wordCountShift)
}

// put remembers the count of a word.
func (c *wordCache) put(w word, count int) {
	place := c.place(w)
	w.high |= uint64(count) << wordCountShift
	*place = w
}

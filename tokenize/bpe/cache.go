package bpe

import (
	"bytes"
	"encoding/binary"
)

// A cache remembers how many tokens recent pieces of 16 to 30 bytes have; words.go does so for shorter ones. Each piece
// has one place, where the next one of the same hash replaces it. It holds no pointers and never grows.
type cache struct {
	entries []cacheEntry
}

// A cacheEntry is a piece of up to 30 bytes, its length, and its count.
type cacheEntry [4]uint64

const (
	cacheBits      = 14
	cacheEntries   = 1 << cacheBits // of 32 bytes each
	maxCachedPiece = 30             // bytes
	countShift     = 56             // of the count, in the last word of an entry
	lengthShift    = 48             // of the length
)

func newCache() cache {
	return cache{make([]cacheEntry, cacheEntries)}
}

// cacheKey returns the entry for the piece text[p.start:p.end] with count zero.
func cacheKey(text []byte, p span) cacheEntry {
	var key cacheEntry
	if p.start+32 <= len(text) {
		window := text[p.start : p.start+32]
		for i := range key {
			key[i] = binary.LittleEndian.Uint64(window[8*i:]) & keyMasks[p.end-p.start][i]
		}
	} else {
		var padded [32]byte
		copy(padded[:], text[p.start:p.end])
		for i := range key {
			key[i] = binary.LittleEndian.Uint64(padded[8*i:])
		}
	}
	key[3] |= uint64(p.end-p.start) << lengthShift
	return key
}

// keyMasks keep the bytes that belong to a piece of each length.
var keyMasks = func() (masks [maxCachedPiece + 1]cacheEntry) {
	for length := range masks {
		for i := range length {
			masks[length][i/8] |= 0xFF << (8 * (i % 8))
		}
	}
	return masks
}()

// place returns where the entry for the key is, if it is.
func (c *cache) place(key *cacheEntry) *cacheEntry {
	hash := (key[0] ^ key[1]*mixB) + (key[2]^key[3]*mixC)*mixB
	hash = (hash ^ hash>>32) * mixA
	return &c.entries[hash>>(64-cacheBits)]
}

// holds returns the count of the piece with that key if the entry is about it, and 0 if not.
func (e *cacheEntry) holds(key *cacheEntry) int {
	if e[0] != key[0] || e[1] != key[1] || e[2] != key[2] || e[3]&(1<<countShift-1) != key[3] {
		return 0
	}
	return int(e[3] >> countShift)
}

// put makes the entry say the count of the piece with that key.
func (e *cacheEntry) put(key *cacheEntry, count int) {
	*e = *key
	e[3] |= uint64(count) << countShift
}

// A longCache remembers how many tokens recent pieces of 65 to 128 bytes have, such as rulers of dashes and long
// identifiers: those that no lane takes. They are few, so it is small.
type longCache struct {
	entries [1 << longBits]longEntry
}

// A longEntry is a piece and its count.
type longEntry struct {
	hash   uint64
	count  int
	length int
	text   [maxLong]byte
}

const (
	longBits = 5
	maxLong  = 128 // bytes
)

// place returns where the entry for the piece is, if it is, and the hash that it then has.
func (c *longCache) place(piece []byte) (*longEntry, uint64) {
	hash := longHash(piece)
	return &c.entries[hash>>(64-longBits)], hash
}

// holds returns the count of the piece with that hash if the entry is about it, and 0 if not.
func (e *longEntry) holds(hash uint64, piece []byte) int {
	if e.hash != hash || !bytes.Equal(e.text[:e.length], piece) {
		return 0
	}
	return e.count
}

// put makes the entry say the count of the piece with that hash.
func (e *longEntry) put(hash uint64, piece []byte, count int) {
	e.hash, e.count = hash, count
	e.length = copy(e.text[:], piece)
}

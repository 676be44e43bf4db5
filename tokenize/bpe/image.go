package bpe

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// An image is a vocabulary prepared for use where it lies, such as in the program's read-only data: opening it reads
// only its header. It is a sequence of sections in little-endian order, each padded to 8 bytes, after a header of
// eight bytes that name the format, the pattern, and the length in bytes of each section.
//
// The sections hold, for n token ids:
//
//	offsets      n+1 uint32: where the bytes of each token start in texts; an id without a token is empty
//	texts        the bytes of all tokens in order of their ids
//	bytes        256 uint32: the id of each single byte
//	bytePairs    65536 uint32: the id of each pair of bytes, or none
//	shortSeeds   index of the tokens up to 7 bytes
//	shortKeys    their keys, a uint64 for each slot
//	shortIDs     their ids, a uint32 for each slot
//	middleSeeds  index of the tokens of 8 to 15 bytes
//	middleKeys   their keys, two uint64 for each slot
//	middleIDs    their ids
//	longSeeds    index of the longer tokens
//	longIDs      their ids, with 12 bits of the hash above; the key is the token itself
//	pairSeeds    index of the pairs of tokens that merge
//	pairs        a uint64 for each slot: its key, then 20 bits of the merged id
//	joints       bits for pairs of characters that tokens span; see cut.go
//	traits       a byte for each character up to U+FFFF, or none at all
type image struct {
	pattern Pattern
	offsets []byte
	texts   []byte
	bytes   []byte

	bytePairs  []byte
	short      index
	shortKeys  []byte
	shortIDs   []byte
	middle     index
	middleKeys []byte
	middleIDs  []byte
	long       index
	longIDs    []byte
	pair       index
	pairs      []byte
	joints     []byte
	traits     []byte
	maxLength  int  // of a token, in bytes
	uncuttable bool // while building: what cut.go relies on does not hold
}

const (
	imageMagic   = "ftbpe\x00\x00" + string(rune(TablesVersion))
	sectionCount = 16
	headerLength = len(imageMagic) + 8 + 8*sectionCount
)

// idBits is how many bits a token id may have, and none an id that no token has.
const (
	idBits = 20
	none   = 1<<idBits - 1
)

var errNotImage = errors.New("not a prepared vocabulary of this version")

// sections returns the fields that hold a section each, in the order of the format.
func (m *image) sections() [sectionCount]*[]byte {
	return [...]*[]byte{
		&m.offsets, &m.texts, &m.bytes, &m.bytePairs,
		&m.short.seeds, &m.shortKeys, &m.shortIDs,
		&m.middle.seeds, &m.middleKeys, &m.middleIDs,
		&m.long.seeds, &m.longIDs,
		&m.pair.seeds, &m.pairs, &m.joints, &m.traits,
	}
}

// openImage returns a view of the data, which must not change afterwards. It trusts the contents of the sections.
func openImage(data []byte) (*image, error) {
	if len(data) < headerLength || string(data[:len(imageMagic)]) != imageMagic {
		return nil, errNotImage
	}
	words := data[len(imageMagic):headerLength]
	m := &image{
		pattern:   Pattern(binary.LittleEndian.Uint32(words)),
		maxLength: int(binary.LittleEndian.Uint32(words[4:])),
	}
	rest := data[headerLength:]
	for i, section := range m.sections() {
		length := binary.LittleEndian.Uint64(words[8+8*i:])
		if length > uint64(len(rest)) {
			return nil, fmt.Errorf("prepared vocabulary ends early, in section %d of %d", i+1, sectionCount)
		}
		*section = rest[:length:length]
		rest = rest[min(padded(int(length)), len(rest)):]
	}
	if len(m.bytes) != 4<<8 || len(m.bytePairs) != 4<<16 || len(m.joints) != 1<<jointBits/8 || len(m.traits) != 0 && len(m.traits) != 1<<16 {
		return nil, errNotImage
	}
	m.short.slots = uint32(len(m.shortIDs) / 4)
	m.middle.slots = uint32(len(m.middleIDs) / 4)
	m.long.slots = uint32(len(m.longIDs) / 4)
	m.pair.slots = uint32(len(m.pairs) / 8)
	return m, nil
}

// marshal returns the image as bytes that openImage understands.
func (m *image) marshal() []byte {
	data := make([]byte, headerLength)
	copy(data, imageMagic)
	words := data[len(imageMagic):]
	binary.LittleEndian.PutUint32(words, uint32(m.pattern))
	binary.LittleEndian.PutUint32(words[4:], uint32(m.maxLength))
	for i, section := range m.sections() {
		binary.LittleEndian.PutUint64(words[8+8*i:], uint64(len(*section)))
	}
	for _, section := range m.sections() {
		data = append(data, *section...)
		data = append(data, make([]byte, padded(len(*section))-len(*section))...)
	}
	return data
}

// padded rounds a length up to a multiple of 8.
func padded(length int) int {
	return (length + 7) &^ 7
}

// entryAt returns the i-th uint32 of a section.
func entryAt(section []byte, i int) uint32 {
	return binary.LittleEndian.Uint32(section[4*i:])
}

// token returns the bytes of a token, which are none for an id without a token.
func (m *image) token(id uint32) []byte {
	if int(id) >= len(m.offsets)/4-1 {
		return nil
	}
	start, end := entryAt(m.offsets, int(id)), entryAt(m.offsets, int(id)+1)
	if start == end {
		return nil
	}
	return m.texts[start:end:end]
}

// Keys. A piece of up to 7 bytes is its own key, with its length in the top byte; one of up to 15 bytes takes two
// words. No key is zero, so an empty slot is.

// shortKey returns the key of a piece of 1 to 7 bytes.
func shortKey(piece []byte) uint64 {
	if len(piece) >= 4 {
		low := uint64(binary.LittleEndian.Uint32(piece))
		high := uint64(binary.LittleEndian.Uint32(piece[len(piece)-4:]))
		return low | high<<(8*(len(piece)-4)) | uint64(len(piece))<<56
	}
	key := uint64(len(piece)) << 56
	for i, b := range piece {
		key |= uint64(b) << (8 * i)
	}
	return key
}

// middleKey returns the key of a piece of 8 to 15 bytes.
func middleKey(piece []byte) (low, high uint64) {
	low = binary.LittleEndian.Uint64(piece)
	high = binary.LittleEndian.Uint64(piece[len(piece)-8:]) >> (8 * (16 - len(piece)))
	return low, high | uint64(len(piece))<<56
}

func shortHash(key uint64) uint64        { return key * mixA }
func middleHash(low, high uint64) uint64 { return low*mixA + high*mixC }

// longHash hashes a piece of 16 bytes or more.
func longHash(piece []byte) uint64 {
	hash := uint64(len(piece))
	for ; len(piece) >= 8; piece = piece[8:] {
		hash = (hash ^ binary.LittleEndian.Uint64(piece)) * mixA
		hash ^= hash >> 32
	}
	for _, b := range piece {
		hash = (hash ^ uint64(b)) * mixA
	}
	return hash
}

// longMark returns bits of the hash of a long piece that tell most pieces from the token in their slot.
func longMark(hash uint64) uint32 { return uint32(hash) >> idBits }

// pairKey returns the key of two neighbouring tokens. Its top bit keeps it from being zero, which is an empty slot and
// hashes to zero.
func pairKey(left, right uint32) uint64 {
	return 1<<(2*idBits) | uint64(left)<<idBits | uint64(right)
}

func pairHash(key uint64) uint64 { return key * mixA }

// find returns the id of the token that is the whole piece, or none.
func (m *image) find(piece []byte) uint32 {
	switch {
	case len(piece) <= 7:
		key := shortKey(piece)
		slot := m.short.slot(shortHash(key))
		if binary.LittleEndian.Uint64(m.shortKeys[8*slot:]) == key {
			return entryAt(m.shortIDs, slot)
		}
	case len(piece) <= 15:
		low, high := middleKey(piece)
		slot := m.middle.slot(middleHash(low, high))
		keys := m.middleKeys[16*slot:]
		if binary.LittleEndian.Uint64(keys) == low && binary.LittleEndian.Uint64(keys[8:]) == high {
			return entryAt(m.middleIDs, slot)
		}
	case len(piece) <= m.maxLength:
		hash := longHash(piece)
		entry := entryAt(m.longIDs, m.long.slot(hash))
		if id := entry & none; entry>>idBits == longMark(hash) && string(m.token(id)) == string(piece) {
			return id
		}
	}
	return none
}

// wordSlot returns the slot of a word in the index for its length.
func (m *image) wordSlot(w word) int {
	if w.length() <= 7 {
		return m.short.slot(shortHash(w.short()))
	}
	return m.middle.slot(middleHash(w.low, w.high))
}

// hasWordAt reports whether a word with that slot is a token.
func (m *image) hasWordAt(slot int, w word) bool {
	if w.length() <= 7 {
		return binary.LittleEndian.Uint64(m.shortKeys[8*slot:]) == w.short()
	}
	keys := m.middleKeys[16*slot:][:16]
	return binary.LittleEndian.Uint64(keys) == w.low && binary.LittleEndian.Uint64(keys[8:]) == w.high
}

// merged returns the id of the token that two neighbouring tokens merge into, or none.
func (m *image) merged(left, right uint32) uint32 {
	key := pairKey(left, right)
	return m.mergedAt(m.pair.slot(pairHash(key)), key)
}

// mergedAt is merged for a key whose slot is known.
func (m *image) mergedAt(slot int, key uint64) uint32 {
	entry := binary.LittleEndian.Uint64(m.pairs[8*slot:])
	id := uint32(entry & none)
	if entry>>idBits != key {
		id = none
	}
	return id
}

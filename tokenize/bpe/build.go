package bpe

import (
	"encoding/binary"
	"fmt"
)

// buildImage prepares a vocabulary given as the bytes of each token by id; an id without a token is empty. Every
// single byte must be a token, and no two tokens may be equal.
func buildImage(tokens [][]byte, pattern Pattern) (*image, error) {
	m := &image{pattern: pattern}
	m.addTexts(tokens)
	m.addBytes(tokens)
	for _, add := range []func([][]byte) error{m.addShort, m.addMiddle, m.addLong, m.addPairs} {
		if err := add(tokens); err != nil {
			return nil, err
		}
	}
	m.addBorders(tokens)
	return m, nil
}

// addTexts fills offsets, texts and maxLength.
func (m *image) addTexts(tokens [][]byte) {
	for _, token := range tokens {
		m.offsets = binary.LittleEndian.AppendUint32(m.offsets, uint32(len(m.texts)))
		m.texts = append(m.texts, token...)
		m.maxLength = max(m.maxLength, len(token))
	}
	m.offsets = binary.LittleEndian.AppendUint32(m.offsets, uint32(len(m.texts)))
}

// addBytes fills bytes and bytePairs.
func (m *image) addBytes(tokens [][]byte) {
	m.bytes = filled(1<<8, none)
	m.bytePairs = filled(1<<16, none)
	for id, token := range tokens {
		switch len(token) {
		case 1:
			binary.LittleEndian.PutUint32(m.bytes[4*int(token[0]):], uint32(id))
		case 2:
			binary.LittleEndian.PutUint32(m.bytePairs[4*(int(token[0])<<8|int(token[1])):], uint32(id))
		}
	}
}

// filled returns a section of count equal uint32.
func filled(count int, value uint32) []byte {
	section := make([]byte, 0, 4*count)
	for range count {
		section = binary.LittleEndian.AppendUint32(section, value)
	}
	return section
}

// idsBetween returns the ids of the tokens with at least low and at most high bytes.
func idsBetween(tokens [][]byte, low, high int) []int {
	var ids []int
	for id, token := range tokens {
		if low <= len(token) && len(token) <= high {
			ids = append(ids, id)
		}
	}
	return ids
}

// addShort indexes the tokens of up to 7 bytes.
func (m *image) addShort(tokens [][]byte) error {
	ids := idsBetween(tokens, 1, 7)
	hashes := make([]uint64, len(ids))
	for i, id := range ids {
		hashes[i] = shortHash(shortKey(tokens[id]))
	}
	x, slots, err := newIndex(hashes)
	if err != nil {
		return err
	}
	m.short = x
	m.shortKeys = make([]byte, 8*x.slots)
	m.shortIDs = filled(int(x.slots), none)
	for i, id := range ids {
		binary.LittleEndian.PutUint64(m.shortKeys[8*slots[i]:], shortKey(tokens[id]))
		binary.LittleEndian.PutUint32(m.shortIDs[4*slots[i]:], uint32(id))
	}
	return nil
}

// addMiddle indexes the tokens of 8 to 15 bytes.
func (m *image) addMiddle(tokens [][]byte) error {
	ids := idsBetween(tokens, 8, 15)
	hashes := make([]uint64, len(ids))
	for i, id := range ids {
		hashes[i] = middleHash(middleKey(tokens[id]))
	}
	x, slots, err := newIndex(hashes)
	if err != nil {
		return err
	}
	m.middle = x
	m.middleKeys = make([]byte, 16*x.slots)
	m.middleIDs = filled(int(x.slots), none)
	for i, id := range ids {
		low, high := middleKey(tokens[id])
		binary.LittleEndian.PutUint64(m.middleKeys[16*slots[i]:], low)
		binary.LittleEndian.PutUint64(m.middleKeys[16*slots[i]+8:], high)
		binary.LittleEndian.PutUint32(m.middleIDs[4*slots[i]:], uint32(id))
	}
	return nil
}

// addLong indexes the tokens of 16 bytes or more.
func (m *image) addLong(tokens [][]byte) error {
	ids := idsBetween(tokens, 16, m.maxLength)
	hashes := make([]uint64, len(ids))
	for i, id := range ids {
		hashes[i] = longHash(tokens[id])
	}
	x, slots, err := newIndex(hashes)
	if err != nil {
		return err
	}
	m.long = x
	m.longIDs = filled(int(x.slots), none)
	for i, id := range ids {
		binary.LittleEndian.PutUint32(m.longIDs[4*slots[i]:], uint32(id)|longMark(hashes[i])<<idBits)
	}
	return nil
}

// addPairs indexes the pairs of tokens that merge into another. Merging the bytes of a token alone leads through one
// last pair, and only that pair of its splits can ever stand side by side: two neighbours that together spell a token
// were merged without regard to what surrounds them, so they are what merging the token alone leads through.
func (m *image) addPairs(tokens [][]byte) error {
	var entries, hashes []uint64
	parts := make([]int, 0, m.maxLength+1)
	for id, token := range tokens {
		if len(token) < 2 {
			continue
		}
		split := m.lastSplit(parts, token)
		if split == 0 {
			m.uncuttable = true
			continue
		}
		left, right := m.find(token[:split]), m.find(token[split:])
		if split > 1 && int(left) > id || len(token)-split > 1 && int(right) > id {
			m.uncuttable = true
		}
		key := pairKey(left, right)
		entries = append(entries, key<<idBits|uint64(id))
		hashes = append(hashes, pairHash(key))
	}
	x, slots, err := newIndex(hashes)
	if err != nil {
		return fmt.Errorf("pairs: %w", err)
	}
	m.pair = x
	m.pairs = make([]byte, 8*x.slots)
	for i, entry := range entries {
		binary.LittleEndian.PutUint64(m.pairs[8*slots[i]:], entry)
	}
	return nil
}

// lastSplit merges the bytes of the token until two parts are left and returns where the second starts, or 0 when
// merging stops before: then no merge ever makes this token.
func (m *image) lastSplit(parts []int, token []byte) int {
	parts = parts[:0]
	for i := range len(token) + 1 {
		parts = append(parts, i)
	}
	for len(parts) > 3 {
		at, lowest := 0, uint32(none)
		for i := range len(parts) - 2 {
			if id := m.find(token[parts[i]:parts[i+2]]); id < lowest {
				at, lowest = i, id
			}
		}
		if lowest == none {
			return 0
		}
		parts = append(parts[:at+1], parts[at+2:]...)
	}
	return parts[1]
}

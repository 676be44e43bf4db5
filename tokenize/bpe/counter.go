package bpe

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// A Counter counts tokens with memory of its own, which makes it quicker than Encoding.Count. It is for one goroutine
// at a time.
type Counter struct {
	image *image
	batch batch
	cache cache
	short shortMerger
	long  longMerger
}

// NewCounter returns a counter for the encoding.
func (e *Encoding) NewCounter() *Counter {
	return &Counter{image: e.image, cache: newCache()}
}

// A batch holds pieces that are looked up together, so that the processor can wait for many table entries at once
// instead of one after the other.
type batch struct {
	ends   [batchRoom]int  // of the pieces
	longer [batchRoom]span // those to look up in the tables of longer tokens
	misses [batchRoom]span // those that are no token
}

const (
	batchSize = 64                     // pieces, from which on a batch is complete
	batchRoom = batchSize + windowSize // pieces, as the last window may have many
)

// A span is a part of the text.
type span struct{ start, end int }

// Count returns how many tokens the text has: the length of what Encoding.Append would append.
func (c *Counter) Count(text []byte) int {
	total := 0
	for i := 0; i < len(text); {
		n := c.scan(text, i)
		if n < 0 {
			return c.Count(replaceInvalid(text))
		}
		total += c.countBatch(text, i, c.batch.ends[:n])
		i = c.batch.ends[n-1]
	}
	return total
}

// scan finds the ends of the pieces from text[i] on, as many as a batch takes, and returns how many they are, or -1
// when one holds bytes that are not UTF-8.
func (c *Counter) scan(text []byte, i int) int {
	ends := &c.batch.ends
	n := 0
	for n < batchSize && i < len(text) {
		if startsASCII(text, i) {
			if starts := c.image.pieceStarts(text, i) &^ 1; starts != 0 {
				window := i
				for ; starts != 0; starts &= starts - 1 {
					i = window + bits.TrailingZeros64(starts)
					ends[n%len(ends)] = i
					n++
				}
				continue
			}
		}
		i = c.image.pattern.next(text, i)
		if i < 0 {
			return -1
		}
		ends[n] = i
		n++
	}
	return n
}

// startsASCII reports whether the next eight characters are ASCII, or as many as there are.
func startsASCII(text []byte, i int) bool {
	if i+8 <= len(text) {
		return binary.LittleEndian.Uint64(text[i:])&highs == 0
	}
	return isASCII(text[i:])
}

// countBatch returns how many tokens the pieces have, of which the first starts at text[start].
func (c *Counter) countBatch(text []byte, start int, ends []int) int {
	longer, missed := c.findShort(text, start, ends)
	missed = c.findLonger(text, longer, missed)
	total := len(ends) - missed
	for _, p := range c.batch.misses[:missed] {
		total += c.countMiss(text, p)
	}
	return total
}

// findShort looks up the pieces of up to 7 bytes. It notes the longer pieces and those that are no token, and returns
// how many there are of each.
func (c *Counter) findShort(text []byte, start int, ends []int) (longer, missed int) {
	m, b := c.image, &c.batch
	for _, end := range ends {
		p := span{start, end}
		start = end
		if p.end-p.start > 7 {
			b.longer[longer%batchRoom] = p
			longer++
			continue
		}
		key := shortKeyAt(text, p)
		slot := m.short.slot(shortHash(key))
		b.misses[missed%batchRoom] = p
		if binary.LittleEndian.Uint64(m.shortKeys[8*slot:]) != key {
			missed++
		}
	}
	return longer, missed
}

// shortKeyAt is shortKey for a part of a text.
func shortKeyAt(text []byte, p span) uint64 {
	if p.start+8 > len(text) {
		return shortKey(text[p.start:p.end])
	}
	n := uint64(p.end - p.start)
	unused := (64 - 8*n) & 63
	return binary.LittleEndian.Uint64(text[p.start:])<<unused>>unused | n<<56
}

// findLonger looks up the longer pieces. It notes those that are no token after the missed ones before and returns
// how many there are now.
func (c *Counter) findLonger(text []byte, longer, missed int) int {
	m, b := c.image, &c.batch
	for _, p := range b.longer[:longer] {
		b.misses[missed%batchRoom] = p
		piece := text[p.start:p.end]
		if len(piece) > 15 {
			if m.find(piece) == none {
				missed++
			}
			continue
		}
		low, high := middleKey(piece)
		slot := m.middle.slot(middleHash(low, high))
		keys := m.middleKeys[16*slot:][:16]
		if binary.LittleEndian.Uint64(keys)^low|binary.LittleEndian.Uint64(keys[8:])^high != 0 {
			missed++
		}
	}
	return missed
}

// countMiss returns how many tokens a piece has that is not one.
func (c *Counter) countMiss(text []byte, p span) int {
	if p.end-p.start > maxCachedPiece {
		return c.countCut(text, p)
	}
	key := cacheKey(text, p)
	place := c.cache.place(&key)
	count := place.holds(&key)
	if count == 0 {
		count = c.countCut(text, p)
		place.put(&key, count)
	}
	return count
}

// countCut returns how many tokens a piece has that is not one. It cuts the piece where no merge is possible.
func (c *Counter) countCut(text []byte, piece span) int {
	m := c.image
	if isASCII(text[piece.start:piece.end]) {
		return c.countMerged(text[piece.start:piece.end], 0)
	}
	total := 0
	f := fragment{span: span{piece.start, piece.start}}
	left, width := utf8.DecodeRune(text[piece.start:piece.end])
	of, before := m.traitOf(left), apart
	for at := piece.start; ; {
		next, right, rightWidth := at+width, rune(0), 0
		to, after := noTrait, apart
		if next < piece.end {
			right, rightWidth = utf8.DecodeRune(text[next:piece.end])
			to = m.traitOf(right)
			after = m.borderOf(left, right, of, to)
		}
		f.add(at, of, before != entangled && after != entangled)
		if after == apart {
			f.end = next
			total += c.countFragment(text, f, piece)
			if next == piece.end {
				return total
			}
			f = fragment{span: span{next, next}}
		}
		at, left, width, of, before = next, right, rightWidth, to, after
	}
}

// A fragment is a part of a piece that starts and ends where merges cannot cross.
type fragment struct {
	span
	solid      uint64 // the places of its solid characters, as bits
	characters int
	tokens     int // how many of the characters are solid and tokens
}

// add takes in the next character.
func (f *fragment) add(at int, of trait, solid bool) {
	f.characters++
	if solid {
		f.solid |= 1 << (at - f.start)
		f.tokens += int(of & isToken)
	}
}

// countFragment returns how many tokens a fragment of a piece has that is not one.
func (c *Counter) countFragment(text []byte, f fragment, piece span) int {
	switch {
	case f.characters == 1 && f.tokens == 1:
		return 1
	case f.span != piece && c.image.find(text[f.start:f.end]) != none:
		return 1
	case f.characters == 2 && f.tokens == 2:
		return 2
	case f.span == piece || f.end-f.start > maxCachedPiece:
		return c.countMerged(text[f.start:f.end], f.solid)
	}
	key := cacheKey(text, f.span)
	place := c.cache.place(&key)
	count := place.holds(&key)
	if count == 0 {
		count = c.countMerged(text[f.start:f.end], f.solid)
		place.put(&key, count)
	}
	return count
}

// countMerged returns how many tokens a part of the text merges into.
func (c *Counter) countMerged(piece []byte, solid uint64) int {
	if len(piece) <= maxShort {
		return bits.OnesCount64(c.short.merge(c.image, piece, solid))
	}
	total := 0
	c.long.merge(c.image, piece, func(parts []part) { total += len(parts) }, func() { total = 0 })
	return total
}

// append is Encoding.Append.
func (c *Counter) append(ids []uint32, text []byte) []uint32 {
	before := len(ids)
	for i := 0; i < len(text); {
		end := c.image.pattern.next(text, i)
		if end < 0 {
			return c.append(ids[:before], replaceInvalid(text))
		}
		ids = c.appendPiece(ids, text[i:end])
		i = end
	}
	return ids
}

// appendPiece appends the ids of a piece.
func (c *Counter) appendPiece(ids []uint32, piece []byte) []uint32 {
	if id := c.image.find(piece); id != none {
		return append(ids, id)
	}
	if len(piece) <= maxShort {
		for starts := c.short.merge(c.image, piece, 0); starts != 0; starts &= starts - 1 {
			ids = append(ids, c.short.ids[bits.TrailingZeros64(starts)])
		}
		return ids
	}
	before := len(ids)
	c.long.merge(c.image, piece, func(parts []part) {
		for _, p := range parts {
			ids = append(ids, p.id)
		}
	}, func() { ids = ids[:before] })
	return ids
}

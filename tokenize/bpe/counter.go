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

// A batch holds parts of the text that go through the same step together, so that the processor can wait for many
// table entries at once instead of one after the other.
type batch struct {
	ends   [batchRoom]int  // of the pieces
	longer [batchRoom]span // pieces to look up in the tables of longer tokens
	misses [batchRoom]span // pieces that are no token

	fragments [batchRoom]fragment // parts of misses that may be tokens
	cut       int                 // how many fragments there are
	rest      [batchRoom]fragment // parts that are no token and cannot be cut
	uncut     int                 // how many of them there are
}

const (
	batchSize = 64                     // pieces, from which on a batch is complete
	batchRoom = batchSize + windowSize // pieces, as the last window may have many
)

// A span is a part of the text.
type span struct{ start, end int }

// A fragment is a part of the text that starts and ends where merges cannot cross. The bits of solid are those of its
// places that hold solid characters.
type fragment struct {
	span
	solid uint64
}

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
		if text[i] < utf8.RuneSelf {
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

// countBatch returns how many tokens the pieces have, of which the first starts at text[start].
func (c *Counter) countBatch(text []byte, start int, ends []int) int {
	longer, missed := c.findShort(text, start, ends)
	missed = c.findLonger(text, longer, missed)
	total := len(ends) - missed
	for _, p := range c.batch.misses[:missed] {
		total += c.cutMiss(text, p)
	}
	total += c.findFragments(text)
	return total + c.countRest(text)
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
	b := &c.batch
	for _, p := range b.longer[:longer] {
		b.misses[missed%batchRoom] = p
		if c.image.find(text[p.start:p.end]) == none {
			missed++
		}
	}
	return missed
}

// cutMiss puts a piece that is no token into the batches, cut where no merge is possible. It returns how many tokens
// it has counted on the way.
func (c *Counter) cutMiss(text []byte, p span) int {
	if isASCII(text[p.start:p.end]) {
		return c.addRest(text, fragment{span: p})
	}
	total := 0
	f := fragment{span: span{p.start, p.start}}
	left, width := utf8.DecodeRune(text[p.start:p.end])
	before := apart
	for at := p.start; ; {
		after := apart
		next, right, rightWidth := at+width, rune(0), 0
		if next < p.end {
			right, rightWidth = utf8.DecodeRune(text[next:p.end])
			after = c.image.borderOf(left, right)
		}
		if before != entangled && after != entangled {
			f.solid |= 1 << (at - f.start)
		}
		if after == apart {
			f.end = next
			total += c.addFragment(text, f, p, left)
			if next == p.end {
				return total
			}
			f = fragment{span: span{next, next}}
		}
		at, left, width, before = next, right, rightWidth, after
	}
}

// addFragment puts a part of a piece, the last character of which is given, into the batches. It returns how many
// tokens it has counted on the way.
func (c *Counter) addFragment(text []byte, f fragment, piece span, last rune) int {
	b := &c.batch
	switch {
	case f.span == piece:
		return c.addRest(text, f)
	case utf8.RuneLen(last) == f.end-f.start && c.image.isToken(last):
		return 1
	}
	b.fragments[b.cut] = f
	b.cut++
	if b.cut == batchRoom {
		return c.findFragments(text)
	}
	return 0
}

// findFragments looks up the fragments of the batch and puts those that are no token into the rest. It returns how
// many tokens it has counted on the way.
func (c *Counter) findFragments(text []byte) int {
	total := 0
	for _, f := range c.batch.fragments[:c.batch.cut] {
		if c.image.find(text[f.start:f.end]) != none {
			total++
			continue
		}
		total += c.addRest(text, f)
	}
	c.batch.cut = 0
	return total
}

// addRest puts a fragment that is no token into the rest of the batch. It returns how many tokens it has counted on
// the way.
func (c *Counter) addRest(text []byte, f fragment) int {
	b := &c.batch
	b.rest[b.uncut] = f
	b.uncut++
	if b.uncut == batchRoom {
		return c.countRest(text)
	}
	return 0
}

// countRest returns how many tokens the rest of the batch has.
func (c *Counter) countRest(text []byte) int {
	total := 0
	for _, f := range c.batch.rest[:c.batch.uncut] {
		if f.end-f.start > maxCachedPiece {
			total += c.countMerged(text[f.start:f.end], f.solid)
			continue
		}
		key := cacheKey(text, f.span)
		place := c.cache.place(&key)
		count := place.holds(&key)
		if count == 0 {
			count = c.countMerged(text[f.start:f.end], f.solid)
			key[3] |= uint64(count) << countShift
			*place = key
		}
		total += count
	}
	c.batch.uncut = 0
	return total
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

package bpe

import (
	"math/bits"
)

// A Counter counts tokens with memory of its own, which makes it quicker than Encoding.Count. It is for one goroutine
// at a time.
type Counter struct {
	image      *image
	planes     planes // of the window that scan looks at
	batch      batch
	words      wordCache
	cache      cache
	longer     longCache
	short      merger
	long       longMerger
	fragmentOf [laneCount]int // in each lane of short

	missed         [missedRoom]missed // to be counted together
	misses         int
	fragments      [fragmentRoom]fragment // of missed pieces, to be looked up together
	fragmentCount  int
	freshFragments [fragmentRoom]freshFragment
}

// NewCounter returns a counter for the encoding.
func (e *Encoding) NewCounter() *Counter {
	return &Counter{image: e.image, words: newWordCache(), cache: newCache()}
}

// A batch holds pieces that are looked up together, so that the processor can wait for many table entries at once
// instead of one after the other.
type batch struct {
	ends   [batchRoom]int    // of the pieces
	fresh  [batchRoom]uint16 // the numbers of those of up to 15 bytes that the counter does not remember
	longer [batchRoom]uint16 // of those of more bytes
	words  [batchRoom]freshWord
}

// A freshWord is a fresh piece.
type freshWord struct {
	word
	span
	slot int // in the index of its length
}

const (
	batchSize = batchRoom - windowSize // pieces, from which on a batch is complete, as the last window may have many
	batchRoom = 256
)

// A span is a part of the text.
type span struct{ start, end int }

// Count returns how many tokens the text has: the length of what Encoding.Append would append.
func (c *Counter) Count(text []byte) int {
	total := 0
	for i := 0; i < len(text); {
		n := c.scan(text, i)
		if n < 0 {
			c.misses = 0
			return c.Count(replaceInvalid(text))
		}
		total += c.countBatch(text, i, c.batch.ends[:n])
		i = c.batch.ends[n-1]
		if c.misses > missedRoom-batchRoom {
			total += c.countMissed(text)
		}
	}
	return total + c.countMissed(text)
}

// scan finds the ends of the pieces from text[i] on, as many as a batch takes, and returns how many they are, or -1
// when one holds bytes that are not UTF-8.
func (c *Counter) scan(text []byte, i int) int {
	ends := &c.batch.ends
	n := 0
	for n < batchSize && i < len(text) {
		if !startsUnspaced(text, i) {
			if starts := c.planes.pieceStarts(c.image.pattern, text, i) &^ 1; starts != 0 {
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

// countBatch returns how many tokens those of the pieces have that are tokens or remembered, and notes the others as
// missed. The first piece starts at text[start].
func (c *Counter) countBatch(text []byte, start int, ends []int) int {
	total, fresh, longer := c.recall(text, start, ends)
	total += c.findFresh(text, start, c.batch.fresh[:fresh])
	for _, number := range c.batch.longer[:longer] {
		p := c.batch.piece(start, number)
		count := c.findLonger(text, p)
		total += count
		if count == 0 {
			c.miss(p)
		}
	}
	return total
}

// piece returns the piece of that number in a batch that starts at the given place.
func (b *batch) piece(start int, number uint16) span {
	if number > 0 {
		start = b.ends[number-1]
	}
	return span{start, b.ends[number]}
}

// miss notes a missed piece.
func (c *Counter) miss(p span) {
	c.missed[c.misses%missedRoom] = missed{span: p}
	c.misses++
}

// recall returns how many tokens those pieces have that the counter remembers. It notes the others, those of up to 15
// bytes and the longer ones, and returns how many there are of each.
func (c *Counter) recall(text []byte, start int, ends []int) (total, fresh, longer int) {
	b := &c.batch
	for number, end := range ends {
		p := span{start, end}
		start = end
		if p.end-p.start > maxWord {
			b.longer[longer%batchRoom] = uint16(number)
			longer++
			continue
		}
		var w word
		if p.start+16 <= len(text) {
			w = wordIn((*[16]byte)(text[p.start:]), p.end-p.start) // inlined, as wordAt is not
		} else {
			w = wordAt(text, p)
		}
		count := c.words.place(w).count(w)
		total += count
		b.fresh[fresh%batchRoom] = uint16(number)
		if count == 0 {
			fresh++
		}
	}
	return total, fresh, longer
}

// findFresh looks up the fresh pieces of a batch and remembers those that are tokens. It returns how many they are and
// notes the others as missed.
func (c *Counter) findFresh(text []byte, start int, fresh []uint16) (found int) {
	words := c.batch.words[:len(fresh)]
	for i, number := range fresh {
		p := c.batch.piece(start, number)
		w := wordAt(text, p)
		words[i] = freshWord{w, p, c.image.wordSlot(w)}
	}
	for i := range words {
		f := &words[i]
		if c.image.hasWordAt(f.slot, f.word) {
			c.words.put(f.word, 1)
			found++
		} else {
			c.miss(f.span)
		}
	}
	return found
}

// findLonger returns how many tokens a piece of more than 15 bytes has, if it is a token or remembered, or else 0.
func (c *Counter) findLonger(text []byte, p span) int {
	count := 0
	switch length := p.end - p.start; {
	case length <= maxCachedPiece:
		key := cacheKey(text, p)
		count = c.cache.place(&key).holds(&key)
	case length > maxShort && length <= maxLong:
		piece := text[p.start:p.end]
		place, hash := c.longer.place(piece)
		count = place.holds(hash, piece)
	}
	if count == 0 && c.image.find(text[p.start:p.end]) != none {
		count = 1
		c.remember(text, p, 1)
	}
	return count
}

// remember notes the count of a piece for later.
func (c *Counter) remember(text []byte, p span, count int) {
	switch length := p.end - p.start; {
	case length <= maxWord:
		c.words.put(wordAt(text, p), count)
	case length <= maxCachedPiece:
		key := cacheKey(text, p)
		c.cache.place(&key).put(&key, count)
	case length > maxShort && length <= maxLong:
		piece := text[p.start:p.end]
		place, hash := c.longer.place(piece)
		place.put(hash, piece, count)
	}
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
		c.short.add(c.image, piece, 0)
		c.short.merge(c.image, finished)
		merged := &c.short.lanes[0]
		for starts := merged.starts; starts != 0; starts &= starts - 1 {
			ids = append(ids, merged.ids[bits.TrailingZeros64(starts)])
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

// finished is for a merger whose lanes are read when all are done.
func finished(int) (again bool) { return false }

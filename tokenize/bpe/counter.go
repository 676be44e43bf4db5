package bpe

// A Counter counts tokens with memory of its own, which makes it quicker than Encoding.Count. It is for one goroutine
// at a time.
type Counter struct {
	image *image
	long  longMerger
	ids   [maxShortPiece]uint32
	ranks [maxShortPiece]uint32
}

const maxShortPiece = 48 // bytes, up to which mergeShort is quicker than a longMerger

// NewCounter returns a counter for the encoding.
func (e *Encoding) NewCounter() *Counter {
	return &Counter{image: e.image}
}

// Count returns how many tokens the text has: the length of what Encoding.Append would append.
func (c *Counter) Count(text []byte) int {
	total := 0
	for i := 0; i < len(text); {
		end := c.image.pattern.next(text, i)
		if end < 0 {
			return c.Count(replaceInvalid(text))
		}
		total += c.countPiece(text[i:end])
		i = end
	}
	return total
}

// countPiece returns how many tokens a piece has.
func (c *Counter) countPiece(piece []byte) int {
	switch {
	case c.image.find(piece) != none:
		return 1
	case len(piece) <= maxShortPiece:
		return len(c.image.mergeShort(piece, c.ids[:], c.ranks[:]))
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
	if len(piece) <= maxShortPiece {
		return append(ids, c.image.mergeShort(piece, c.ids[:], c.ranks[:])...)
	}
	before := len(ids)
	c.long.merge(c.image, piece, func(parts []part) {
		for _, p := range parts {
			ids = append(ids, p.id)
		}
	}, func() { ids = ids[:before] })
	return ids
}

package bpe

import "math/bits"

// countMissed returns how many tokens that many missed pieces of the batch have.
func (c *Counter) countMissed(text []byte, count int) int {
	all := c.batch.missed[:count]
	for i := range all {
		all[i].count = 0
		c.cut(text, i)
	}
	c.mergeLanes(text)
	total := 0
	for _, p := range all {
		total += p.count
		c.remember(text, p.span, p.count)
	}
	return total
}

// cut counts a missed piece, by fragments that it cuts where no merge is possible. Those that must be merged are left
// to the lanes.
func (c *Counter) cut(text []byte, number int) {
	m, piece := c.image, c.batch.missed[number].span
	if isASCII(text[piece.start:piece.end]) {
		c.mergeLater(text, fragment{span: piece}, number)
		return
	}
	f := fragment{span: span{piece.start, piece.start}}
	left, width := characterAt(text, piece.start)
	of, before := m.traitOf(left), apart
	for at := piece.start; ; {
		next, right, rightWidth := at+width, rune(0), 0
		to, after := noTrait, apart
		if next < piece.end {
			right, rightWidth = characterAt(text, next)
			to = m.traitOf(right)
			after = m.borderOf(left, right, of, to)
		}
		f.add(at, of, before != entangled && after != entangled)
		if after == apart {
			f.end = next
			c.countFragment(text, f, number)
			if next == piece.end {
				return
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

// countFragment counts a fragment of a missed piece.
func (c *Counter) countFragment(text []byte, f fragment, number int) {
	piece := &c.batch.missed[number]
	if f.characters == 1 && f.tokens == 1 {
		piece.count++
		return
	}
	count := 0
	if f.span != piece.span {
		count = c.findFragment(text, f.span)
	}
	if count == 0 && f.characters == 2 && f.tokens == 2 {
		count = 2
	}
	piece.count += count
	if count == 0 {
		c.mergeLater(text, f, number)
	}
}

// findFragment returns how many tokens a part of the text has, if it is a token or remembered, or else 0.
func (c *Counter) findFragment(text []byte, p span) int {
	if p.end-p.start > maxWord {
		return c.findLonger(text, p)
	}
	w := wordAt(text, p)
	count := c.words.place(w).count(w)
	if count == 0 && c.image.hasWordAt(c.image.wordSlot(w), w) {
		count = 1
		c.words.put(w, 1)
	}
	return count
}

// An owner of a lane is the missed piece that a fragment belongs to, by its number, and the fragment.
type owner struct {
	number   int
	fragment span
}

// mergeLater puts a fragment of a missed piece into a lane, or merges it now if it is too long.
func (c *Counter) mergeLater(text []byte, f fragment, number int) {
	if f.end-f.start > maxShort {
		total := 0
		c.long.merge(c.image, text[f.start:f.end], func(parts []part) { total += len(parts) }, func() { total = 0 })
		c.batch.missed[number].count += total
		return
	}
	if c.short.used == laneCount {
		c.mergeLanes(text)
	}
	c.lanes[c.short.used] = owner{number, f.span}
	c.short.add(c.image, text[f.start:f.end], f.solid)
}

// mergeLanes merges what is in the lanes and adds up the tokens of the missed pieces.
func (c *Counter) mergeLanes(text []byte) {
	c.short.merge(c.image)
	for i, o := range c.lanes[:c.short.used] {
		piece := &c.batch.missed[o.number]
		count := bits.OnesCount64(c.short.lanes[i].starts)
		piece.count += count
		if o.fragment != piece.span {
			c.remember(text, o.fragment, count)
		}
	}
	c.short.used = 0
}

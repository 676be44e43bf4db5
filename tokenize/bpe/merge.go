package bpe

import (
	"math/bits"
	"unicode/utf8"
)

// A merger merges pieces of up to maxShort bytes, several side by side in lanes of their own. A merge looks at all
// places of its lane, which is quadratic, but quickest for so few. What recent pairs merge into is remembered; a lane
// goes on until it makes a pair that is not. Those are looked up for all lanes together, so that the processor waits
// for many table entries at once.
type merger struct {
	lanes      [laneCount]lane
	used       int // lanes that hold a piece
	queries    [queryRoom]query
	asked      int                        // queries
	recent     [1 << recentBits]uint64    // pairs by hash, as in the section pairs, but also such as do not merge
	characters [1 << characterBits]uint64 // those of three bytes or more by hash, then 20 bits of the id or none
}

// A lane holds a piece while it is merged.
type lane struct {
	ids    [maxShort]uint32 // of the part that starts at each place
	ranks  [maxShort]uint32 // of the token it and the next part merge into, then the place in the low bits; or noMerge
	starts uint64           // the places where parts start, as bits
	length int              // of the piece
}

// A query asks what a pair merges into, for the rank at a place of a lane.
type query struct {
	key  uint64
	slot uint32
	lane uint16
	at   uint16
}

const (
	maxShort      = 64 // bytes: places are bits of a word
	placeBits     = 6
	noMerge       = none << placeBits // no merge has a lower value
	laneCount     = 16
	queryRoom     = 4 * maxShort
	recentBits    = 11
	characterBits = 11
)

// add takes a piece into the next lane, of which one must be free.
func (g *merger) add(m *image, piece []byte, solid uint64) {
	g.fill(m, g.used, piece, solid)
	g.used++
}

// fill puts a piece into a lane. The solid places are those of characters that merging can start from; see cut.go.
func (g *merger) fill(m *image, number int, piece []byte, solid uint64) {
	l := &g.lanes[number]
	l.length = len(piece)
	if solid == 0 {
		l.fill(m, piece)
	} else {
		g.fillSolid(m, number, piece, solid)
	}
	for i := len(piece); i%4 != 0; i++ {
		l.ranks[i%maxShort] = noMerge // for lowest
	}
}

// merge merges the pieces in all lanes. It calls done with each lane that has no more merges; done may put another
// piece into the lane with fill, and then reports true.
func (g *merger) merge(m *image, done func(number int) (again bool)) {
	var active [laneCount]uint8
	for i := range active {
		active[i] = uint8(i)
	}
	for n := g.used; n > 0; {
		g.answer(m)
		for k := 0; k < n; {
			number := int(active[k] % laneCount)
			if g.mergeOn(m, number) || done(number) {
				k++
				continue
			}
			n--
			active[k] = active[n]
		}
	}
	g.used = 0
}

// mergeOn merges in a lane until it has to wait for answers. It reports false when there are no more merges.
func (g *merger) mergeOn(m *image, number int) bool {
	l := &g.lanes[number]
	for asked := g.asked; g.asked == asked; {
		lowest := l.lowest()
		if lowest == noMerge {
			return false
		}
		at := int(lowest % maxShort)
		after := l.starts &^ (2<<at - 1)
		swallowed := bits.TrailingZeros64(after) % maxShort
		l.ids[at] = lowest >> placeBits
		l.ranks[at] = noMerge
		l.ranks[swallowed] = noMerge
		l.starts &^= 1 << swallowed
		if after &= after - 1; after != 0 {
			next := bits.TrailingZeros64(after) % maxShort
			g.ask(m, l.ids[at], l.ids[next], number, at)
		}
		if before := l.starts & (1<<at - 1); before != 0 {
			prev := (bits.Len64(before) - 1) % maxShort
			g.ask(m, l.ids[prev], l.ids[at], number, prev)
		}
	}
	return true
}

// lowest returns the lowest rank in the lane, or noMerge. It takes them in four streams that do not wait for each other.
func (l *lane) lowest() uint32 {
	a, b, c, d := uint32(noMerge), uint32(noMerge), uint32(noMerge), uint32(noMerge)
	for i := 0; i < l.length; i += 4 {
		ranks := l.ranks[i&^3 : i&^3+4]
		a = min(a, ranks[0])
		b = min(b, ranks[1])
		c = min(c, ranks[2])
		d = min(d, ranks[3])
	}
	return min(min(a, b), min(c, d))
}

// ask asks what two neighbouring tokens merge into, for the rank at a place of a lane. If nobody asked recently, the
// rank is as it was until answer.
func (g *merger) ask(m *image, left, right uint32, number, at int) {
	key := pairKey(left, right)
	hash := pairHash(key)
	if entry := g.recent[hash>>(64-recentBits)]; entry>>idBits == key {
		g.lanes[number].ranks[at] = uint32(entry&none)<<placeBits | uint32(at)
		return
	}
	g.queries[g.asked%queryRoom] = query{key: key, slot: uint32(m.pair.slot(hash)), lane: uint16(number), at: uint16(at)}
	g.asked++
}

// answer answers all queries.
func (g *merger) answer(m *image) {
	for i := range g.queries[:g.asked] {
		q := &g.queries[i]
		at := q.at % maxShort
		id := m.mergedAt(int(q.slot), q.key)
		g.lanes[q.lane%laneCount].ranks[at] = id<<placeBits | uint32(at)
		g.recent[pairHash(q.key)>>(64-recentBits)] = q.key<<idBits | uint64(id)
	}
	g.asked = 0
}

// fill makes a part of each byte.
func (l *lane) fill(m *image, piece []byte) {
	for i, b := range piece {
		l.ids[i%maxShort] = entryAt(m.bytes, int(b))
	}
	for i := range len(piece) - 1 {
		l.ranks[i] = entryAt(m.bytePairs, int(piece[i])<<8|int(piece[i+1]))<<placeBits | uint32(i)
	}
	l.ranks[len(piece)-1] = noMerge
	l.starts = ^uint64(0) >> (maxShort - len(piece))
}

// fillSolid makes a part of each solid character that is a token, and of each byte of the others.
func (g *merger) fillSolid(m *image, number int, piece []byte, solid uint64) {
	if g.asked+maxShort > queryRoom {
		g.answer(m)
	}
	l := &g.lanes[number]
	l.starts = 0
	last := -1
	for i := 0; i < len(piece); {
		id, width := entryAt(m.bytes, int(piece[i])), 1
		if solid>>i&1 != 0 && piece[i] >= utf8.RuneSelf {
			if whole, n := g.character(m, piece[i:]); whole != none {
				id, width = whole, n
			}
		}
		l.ids[i] = id
		for place := i; place < i+width; place++ {
			l.ranks[place] = noMerge
		}
		if last >= 0 {
			g.ask(m, l.ids[last], id, number, last)
		}
		l.starts |= 1 << i
		last = i
		i += width
	}
}

// character returns the id of the token that is the first character of the text, which must not be ASCII, or none, and
// its width in bytes.
func (g *merger) character(m *image, text []byte) (id uint32, width int) {
	if text[0] < 0xE0 {
		return entryAt(m.bytePairs, int(text[0])<<8|int(text[1])), 2
	}
	r, width := utf8.DecodeRune(text)
	place := &g.characters[uint64(r)%uint64(len(g.characters))]
	if *place>>idBits != uint64(r) {
		*place = uint64(r)<<idBits | uint64(m.find(text[:width]))
	}
	return uint32(*place & none), width
}

package bpe

import (
	"math/bits"
	"unicode/utf8"
)

// A merger merges pieces of up to maxShort bytes, several side by side in lanes of their own. A merge looks at all
// places of its lane, which is quadratic, but quickest for so few. Then the pairs that it made are looked up, for all
// lanes together, so that the processor waits for many table entries at once.
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
	ranks  [maxShort]uint32 // of the token it and the next part merge into, then the place in the low bits; or noMerge or more
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
	noMerge       = none << placeBits // every merge has a lower value
	fewPlaces     = 16                // which most pieces have, so that lowest looks at all of them
	laneCount     = 16
	queryRoom     = 4 * maxShort
	recentBits    = 12
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
	for i := len(piece); i < fewPlaces || i%4 != 0; i++ {
		l.ranks[i%maxShort] = noMerge // for lowest
	}
}

// merge merges the pieces in all lanes. It calls done with each lane that has no more merges; done may put another
// piece into the lane with fill, and then reports true. (If fill answers queries for want of room, they are of lanes that
// have had their turn.)
func (g *merger) merge(m *image, done func(number int) (again bool)) {
	var active [laneCount]uint8
	for i := range active {
		active[i] = uint8(i)
	}
	for n := g.used; n > 0; {
		g.answer(m)
		for k := 0; k < n; {
			number := int(active[k] % laneCount)
			if g.mergeNext(number) || done(number) {
				k++
				continue
			}
			n--
			active[k] = active[n]
		}
	}
	g.used = 0
}

// mergeNext does the next merge in a lane and asks for the pairs it makes. It reports false when there is none.
func (g *merger) mergeNext(number int) bool {
	l := &g.lanes[number]
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
		g.ask(l.ids[at], l.ids[next], number, at)
	}
	if before := l.starts & (1<<at - 1); before != 0 {
		prev := (bits.Len64(before) - 1) % maxShort
		g.ask(l.ids[prev], l.ids[at], number, prev)
	}
	return true
}

// lowest returns the lowest rank in the lane, or noMerge. It takes them in four streams that do not wait for each other.
func (l *lane) lowest() uint32 {
	r := &l.ranks
	a := min(r[0], r[4], r[8], r[12])
	b := min(r[1], r[5], r[9], r[13])
	c := min(r[2], r[6], r[10], r[14])
	d := min(r[3], r[7], r[11], r[15])
	for i := fewPlaces; i < l.length; i += 4 {
		ranks := r[i&^3 : i&^3+4]
		a = min(a, ranks[0])
		b = min(b, ranks[1])
		c = min(c, ranks[2])
		d = min(d, ranks[3])
	}
	return min(min(a, b), min(c, d))
}

// ask asks what two neighbouring tokens merge into, for the rank at a place of a lane.
func (g *merger) ask(left, right uint32, number, at int) {
	g.queries[g.asked] = query{key: pairKey(left, right), lane: uint16(number), at: uint16(at)}
	g.asked++
}

// answer answers all queries, first from what is remembered. It hardly branches, as no branch could be foretold.
func (g *merger) answer(m *image) {
	queries := g.queries[:g.asked]
	g.asked = 0
	unknown := 0
	for i := range queries {
		q := queries[i]
		entry := g.recent[pairHash(q.key)>>(64-recentBits)]
		g.setRank(q, uint32(entry&none))
		queries[unknown%queryRoom] = q
		if entry>>idBits != q.key {
			unknown++
		}
	}
	queries = queries[:unknown]
	for i := range queries {
		q := &queries[i]
		q.slot = uint32(m.pair.slot(pairHash(q.key)))
	}
	for i := range queries {
		q := queries[i]
		id := m.mergedAt(int(q.slot), q.key)
		g.setRank(q, id)
		g.recent[pairHash(q.key)>>(64-recentBits)] = q.key<<idBits | uint64(id)
	}
}

// setRank notes the answer to a query.
func (g *merger) setRank(q query, id uint32) {
	g.lanes[q.lane%laneCount].ranks[q.at%maxShort] = id<<placeBits | uint32(q.at)
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
	if g.asked+maxShort+2*laneCount > queryRoom {
		g.answer(m) // so that there is room for this lane and a merge in each of the others
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
			g.ask(l.ids[last], id, number, last)
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

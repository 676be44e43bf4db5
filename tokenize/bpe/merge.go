package bpe

import (
	"math/bits"
	"unicode/utf8"
)

// A shortMerger merges pieces of up to maxShort bytes. It looks at all places for each merge, which is quadratic, but
// quickest for so few.
type shortMerger struct {
	ids   [maxShort]uint32 // of the part that starts at each place
	ranks [maxShort]uint32 // of the token it and the next part merge into, then the place in the low bits; or noMerge
	memo  [memoSize]uint64 // pairs and what they merge into, in the form of the section pairs, by hash
}

const (
	memoBits = 13
	memoSize = 1 << memoBits
)

// merged is image.merged with a memory for pairs that are met often, whether they merge or not.
func (s *shortMerger) merged(m *image, left, right uint32) uint32 {
	key := pairKey(left, right)
	place := &s.memo[pairHash(key)>>(64-memoBits)]
	if *place>>idBits == key {
		return uint32(*place & none)
	}
	id := m.merged(left, right)
	*place = key<<idBits | uint64(id)
	return id
}

const (
	maxShort  = 64 // bytes: places are bits of a word
	placeBits = 6
	noMerge   = none << placeBits // no merge has a lower value
)

// merge returns the places where the tokens of the piece start, as bits; their ids are then at those places. The
// solid places are those of characters that merging can start from; see cut.go.
func (s *shortMerger) merge(m *image, piece []byte, solid uint64) (starts uint64) {
	n := len(piece)
	if solid == 0 {
		starts = s.fill(m, piece)
	} else {
		starts = s.fillSolid(m, piece, solid)
	}
	for {
		lowest := uint32(noMerge)
		for _, rank := range s.ranks[:n] {
			lowest = min(lowest, rank)
		}
		if lowest == noMerge {
			return starts
		}
		at := int(lowest % maxShort)
		after := starts &^ (2<<at - 1)
		swallowed := bits.TrailingZeros64(after) % maxShort
		s.ids[at] = lowest >> placeBits
		s.ranks[at] = noMerge
		s.ranks[swallowed] = noMerge
		starts &^= 1 << swallowed
		if after &= after - 1; after != 0 {
			next := bits.TrailingZeros64(after) % maxShort
			s.ranks[at] = s.merged(m, s.ids[at], s.ids[next])<<placeBits | uint32(at)
		}
		if before := starts & (1<<at - 1); before != 0 {
			prev := (bits.Len64(before) - 1) % maxShort
			s.ranks[prev] = s.merged(m, s.ids[prev], s.ids[at])<<placeBits | uint32(prev)
		}
	}
}

// fill makes a part of each byte and returns the places where they start.
func (s *shortMerger) fill(m *image, piece []byte) (starts uint64) {
	for i, b := range piece {
		s.ids[i] = word(m.bytes, int(b))
	}
	for i := range len(piece) - 1 {
		s.ranks[i] = word(m.bytePairs, int(piece[i])<<8|int(piece[i+1]))<<placeBits | uint32(i)
	}
	s.ranks[len(piece)-1] = noMerge
	return ^uint64(0) >> (maxShort - len(piece))
}

// fillSolid makes a part of each solid character that is a token, and of each byte of the others, and returns the
// places where they start.
func (s *shortMerger) fillSolid(m *image, piece []byte, solid uint64) (starts uint64) {
	last := -1
	for i := 0; i < len(piece); {
		id, width := word(m.bytes, int(piece[i])), 1
		if solid>>i&1 != 0 {
			if _, n := utf8.DecodeRune(piece[i:]); n > 1 {
				if whole := m.find(piece[i : i+n]); whole != none {
					id, width = whole, n
				}
			}
		}
		s.ids[i] = id
		if last >= 0 {
			s.ranks[last] = s.merged(m, s.ids[last], id)<<placeBits | uint32(last)
		}
		for place := i; place < i+width; place++ {
			s.ranks[place] = noMerge
		}
		starts |= 1 << i
		last = i
		i += width
	}
	return starts
}

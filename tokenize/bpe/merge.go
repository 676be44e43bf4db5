package bpe

import "math/bits"

// A shortMerger merges pieces of up to maxShort bytes. It looks at all places for each merge, which is quadratic, but
// quickest for so few.
type shortMerger struct {
	ids   [maxShort]uint32 // of the part that starts at each place
	ranks [maxShort]uint32 // of the token it and the next part merge into, then the place in the low bits; or noMerge
}

const (
	maxShort  = 64 // bytes: places are bits of a word
	placeBits = 6
	noMerge   = none << placeBits // no merge has a lower value
)

// merge returns the places where the tokens of the piece start, as bits; their ids are then at those places.
func (s *shortMerger) merge(m *image, piece []byte) (starts uint64) {
	n := len(piece)
	s.fill(m, piece)
	starts = 1<<(n-1)<<1 - 1
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
			s.ranks[at] = m.merged(s.ids[at], s.ids[next])<<placeBits | uint32(at)
		}
		if before := starts & (1<<at - 1); before != 0 {
			prev := (bits.Len64(before) - 1) % maxShort
			s.ranks[prev] = m.merged(s.ids[prev], s.ids[at])<<placeBits | uint32(prev)
		}
	}
}

// fill makes a part of each byte.
func (s *shortMerger) fill(m *image, piece []byte) {
	for i, b := range piece {
		s.ids[i] = word(m.bytes, int(b))
	}
	for i := range len(piece) - 1 {
		s.ranks[i] = word(m.bytePairs, int(piece[i])<<8|int(piece[i+1]))<<placeBits | uint32(i)
	}
	s.ranks[len(piece)-1] = noMerge
}

package bpe

// mergeShort merges the bytes of a short piece and returns the ids of its tokens in ids, which must have room for
// one for each byte; so must ranks. It looks for the lowest rank in the whole array each time, which is quadratic, but
// quickest for a few dozen bytes.
func (m *image) mergeShort(piece []byte, ids, ranks []uint32) []uint32 {
	n := len(piece)
	ids, ranks = ids[:n], ranks[:n]
	for i, b := range piece {
		ids[i] = word(m.bytes, int(b))
	}
	for i := range n - 1 {
		ranks[i] = word(m.bytePairs, int(piece[i])<<8|int(piece[i+1]))
	}
	ranks[n-1] = none
	for {
		at, lowest := 0, uint32(none)
		for i, rank := range ranks {
			if rank < lowest {
				at, lowest = i, rank
			}
		}
		if lowest == none {
			return ids
		}
		ids[at] = lowest
		copy(ids[at+1:], ids[at+2:])
		copy(ranks[at+1:], ranks[at+2:])
		n--
		ids, ranks = ids[:n], ranks[:n]
		ranks[n-1] = none
		if at+1 < n {
			ranks[at] = m.merged(lowest, ids[at+1])
		}
		if at > 0 {
			ranks[at-1] = m.merged(ids[at-1], lowest)
		}
	}
}

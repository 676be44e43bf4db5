package bpe

import (
	"bytes"
	"math/bits"
)

// A longMerger merges pieces of any length in time O(n log n), and in memory that is bounded as long as the text is
// not made to prevent it. The zero value is ready for use.
//
// It merges one window of the piece after another and joins the results. That is exact because a sequence of tokens is
// what merging their bytes yields if and only if the same holds for every two neighbours among them: the first merge
// across a border would also be the first when the two neighbours are merged alone (Berglund and van der Merwe,
// "Formalizing BPE Tokenization", 2023). So where the end of one window and the start of the next, which overlap, have
// one whole token in common, the tokens up to it from the one and after it from the other are the answer for both
// together. In case there is none, the piece is merged again with larger windows. The first ones are narrow enough for
// the lanes of a merger; those of a few thousand bytes take a heap.
type longMerger struct {
	cells []cell
	heap  []uint64 // rank of a possible merge, then position of its left part in the lower half

	kept   []part // the tokens of the windows so far that the next one may still change
	window []part

	narrow merger // of windows of up to maxShort bytes
	laneOf []uint8
}

// A cell is the part of a piece that starts at its position. A part swallowed by its left neighbour stays behind with
// the rank none.
type cell struct {
	id         uint32
	rank       uint32 // of the token that it and the next part merge into, or none
	prev, next int32
}

// A part is one token and where it starts in the piece.
type part struct {
	id    uint32
	start int
}

const (
	narrowStep    = maxShort / 2       // bytes from one narrow window to the next
	windowLength  = 2 * maxTokenLength // bytes, so that windows end in different tokens
	windowOverlap = 384                // bytes, three times the longest of the known vocabularies' tokens
)

// merge calls emit with the ids of the piece's tokens, in order and in several portions. It calls restart when what it
// has emitted so far is to be forgotten.
func (l *longMerger) merge(m *image, piece []byte, emit func([]part), restart func()) {
	if l.mergeNarrow(m, piece, emit) {
		return
	}
	restart()
	for length := windowLength; !l.mergeBy(m, piece, length, emit); length *= 4 {
		restart()
	}
}

// mergeNarrow is merge for windows that fit the lanes of a merger, which is several times quicker. It reports false
// when two windows do not join, as in a long run of one character.
func (l *longMerger) mergeNarrow(m *image, piece []byte, emit func([]part)) bool {
	l.kept = l.kept[:0]
	for start := 0; start+narrowStep < len(piece); start += laneCount * narrowStep {
		for i, lane := range l.mergeLanes(m, piece[start:]) {
			l.window = l.narrow.lanes[lane].appendParts(l.window[:0], start+i*narrowStep)
			kept, fresh, ok := common(l.kept, l.window)
			if !ok && start+i > 0 {
				return false
			}
			emit(l.kept[:kept])
			l.kept = append(l.kept[:0], l.window[fresh:]...)
		}
	}
	emit(l.kept)
	return true
}

// mergeLanes merges the next narrow windows of a text and returns the lane of each. Equal windows that follow one
// another share a lane.
func (l *longMerger) mergeLanes(m *image, text []byte) []uint8 {
	l.laneOf = l.laneOf[:0]
	var last []byte
	for at := 0; len(l.laneOf) < laneCount && at+narrowStep < len(text); at += narrowStep {
		next := text[at:min(at+maxShort, len(text))]
		if !bytes.Equal(next, last) {
			l.narrow.add(m, next, 0)
			last = next
		}
		l.laneOf = append(l.laneOf, uint8(l.narrow.used-1))
	}
	l.narrow.merge(m, finished)
	return l.laneOf
}

// appendParts appends the parts of the piece in a lane, which starts at the given place of a longer one.
func (l *lane) appendParts(parts []part, start int) []part {
	for starts := l.starts; starts != 0; starts &= starts - 1 {
		at := bits.TrailingZeros64(starts)
		parts = append(parts, part{l.ids[at], start + at})
	}
	return parts
}

// mergeBy is merge for windows of one length. It reports false when two windows do not join.
func (l *longMerger) mergeBy(m *image, piece []byte, length int, emit func([]part)) bool {
	end := min(length, len(piece))
	l.window = l.mergeWindow(l.window[:0], m, piece, 0, end)
	l.kept = append(l.kept[:0], l.window...)
	merged := piece[:end]
	for end < len(piece) {
		from := 0
		for from < len(l.kept)-1 && l.kept[from].start < end-windowOverlap {
			from++
		}
		emit(l.kept[:from])
		l.kept = append(l.kept[:0], l.kept[from:]...)
		start := l.kept[0].start
		end = min(start+length, len(piece))
		if next := piece[start:end]; bytes.Equal(next, merged) {
			move(l.window, start)
		} else {
			l.window = l.mergeWindow(l.window[:0], m, piece, start, end)
			merged = next
		}
		kept, fresh, ok := common(l.kept, l.window)
		if !ok {
			return false
		}
		l.kept = append(l.kept[:kept], l.window[fresh:]...)
	}
	emit(l.kept)
	return true
}

// move makes parts, of which there is one at least, start at another place.
func move(parts []part, start int) {
	by := start - parts[0].start
	for i := range parts {
		parts[i].start += by
	}
}

// common finds the first token that both sequences have and returns its index in each.
func common(a, b []part) (i, j int, ok bool) {
	for i < len(a) && j < len(b) {
		switch {
		case a[i].start < b[j].start:
			i++
		case a[i].start > b[j].start:
			j++
		case a[i].id == b[j].id:
			return i, j, true
		default:
			i, j = i+1, j+1
		}
	}
	return 0, 0, false
}

// mergeWindow appends to parts what piece[start:end] alone merges into.
func (l *longMerger) mergeWindow(parts []part, m *image, piece []byte, start, end int) []part {
	l.fill(m, piece[start:end])
	for len(l.heap) > 0 {
		top := l.pop()
		at, rank := int32(uint32(top)), uint32(top>>32)
		if l.cells[at].rank == rank {
			l.mergeAt(m, at)
		}
	}
	for at := int32(0); at >= 0; at = l.cells[at].next {
		parts = append(parts, part{l.cells[at].id, start + int(at)})
	}
	return parts
}

// fill makes a cell of each byte and a heap of the possible merges of two.
func (l *longMerger) fill(m *image, text []byte) {
	l.cells, l.heap = l.cells[:0], l.heap[:0]
	for i, b := range text {
		c := cell{id: entryAt(m.bytes, int(b)), rank: none, prev: int32(i) - 1, next: -1}
		if i+1 < len(text) {
			c.next = int32(i) + 1
			c.rank = entryAt(m.bytePairs, int(b)<<8|int(text[i+1]))
		}
		if c.rank != none {
			l.heap = append(l.heap, uint64(c.rank)<<32|uint64(i))
		}
		l.cells = append(l.cells, c)
	}
	for i := len(l.heap)/2 - 1; i >= 0; i-- {
		l.sink(i)
	}
}

// mergeAt merges the part at a position with the next one.
func (l *longMerger) mergeAt(m *image, at int32) {
	c := &l.cells[at]
	swallowed := &l.cells[c.next]
	c.id = c.rank
	c.next = swallowed.next
	swallowed.rank = none
	c.rank = none
	if c.next >= 0 {
		l.cells[c.next].prev = at
		l.consider(at, m.merged(c.id, l.cells[c.next].id))
	}
	if c.prev >= 0 {
		l.consider(c.prev, m.merged(l.cells[c.prev].id, c.id))
	}
}

// consider notes the rank at which the part at a position merges with the next one, if it does.
func (l *longMerger) consider(at int32, rank uint32) {
	l.cells[at].rank = rank
	if rank == none {
		return
	}
	l.heap = append(l.heap, uint64(rank)<<32|uint64(at))
	h := l.heap
	for i := len(h) - 1; i > 0; {
		parent := (i - 1) / 2
		if h[parent] <= h[i] {
			break
		}
		h[parent], h[i] = h[i], h[parent]
		i = parent
	}
}

// pop removes the least entry of the heap, which must have one: of the lowest rank, the leftmost.
func (l *longMerger) pop() uint64 {
	top := l.heap[0]
	last := len(l.heap) - 1
	l.heap[0] = l.heap[last]
	l.heap = l.heap[:last]
	l.sink(0)
	return top
}

// sink moves the entry at i down to its place.
func (l *longMerger) sink(i int) {
	h := l.heap
	for {
		child := 2*i + 1
		if child >= len(h) {
			return
		}
		if child+1 < len(h) && h[child+1] < h[child] {
			child++
		}
		if h[i] <= h[child] {
			return
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
}

package bpe

import "math/bits"

// A missed piece is one that is no token and that the counter does not remember, and how many tokens it has as far as
// is known.
type missed struct {
	span
	count int
}

// A fragment is a part of a missed piece that starts and ends where merges cannot cross.
type fragment struct {
	span
	solid      uint64 // the places of its solid characters, as bits
	characters int
	tokens     int // how many of the characters are solid and tokens
	number     int // of the missed piece
}

const (
	missedRoom   = 2 * batchRoom
	fragmentRoom = 128
)

// countMissed returns how many tokens the missed pieces have.
func (c *Counter) countMissed(text []byte) int {
	all := c.missed[:c.misses]
	for i := range all {
		c.cut(text, i)
	}
	c.mergeFragments(text, c.lookUpFragments(text))
	total := 0
	for _, p := range all {
		total += p.count
		c.remember(text, p.span, p.count)
	}
	c.misses = 0
	return total
}

// cut cuts a missed piece where no merge is possible. It counts what it can and notes the fragments that are left.
func (c *Counter) cut(text []byte, number int) {
	m, piece := c.image, c.missed[number].span
	if isASCII(text[piece.start:piece.end]) {
		c.addFragment(text, fragment{span: piece, number: number})
		return
	}
	count := 0
	f := fragment{number: number}
	f.start = piece.start
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
		switch alone := of.alone(); {
		case after != apart:
			f.add(at, alone, before != entangled && after != entangled)
		case before == apart && alone > 0:
			count += alone
			f.start = next
		default:
			f.add(at, alone, before != entangled)
			f.end = next
			c.addFragment(text, f)
			f = fragment{number: number}
			f.start = next
		}
		if next == piece.end {
			break
		}
		at, left, width, of, before = next, right, rightWidth, to, after
	}
	c.missed[number].count += count
}

// add takes in the next character, which has so many tokens alone.
func (f *fragment) add(at, alone int, solid bool) {
	f.characters++
	if solid {
		f.solid |= 1 << (at - f.start)
		if alone == 1 {
			f.tokens++
		}
	}
}

// addFragment notes a fragment of a missed piece, or counts it now if it is too long for a lane.
func (c *Counter) addFragment(text []byte, f fragment) {
	if f.end-f.start > maxShort {
		total := 0
		c.long.merge(c.image, text[f.start:f.end], func(parts []part) { total += len(parts) }, func() { total = 0 })
		c.missed[f.number].count += total
		return
	}
	if c.fragmentCount == fragmentRoom {
		c.mergeFragments(text, c.lookUpFragments(text))
	}
	c.fragments[c.fragmentCount] = f
	c.fragmentCount++
}

// lookUpFragments counts those fragments that are tokens or remembered, and returns the others.
func (c *Counter) lookUpFragments(text []byte) []fragment {
	left, fresh := c.recallFragments(text)
	for i := range c.freshFragments[:fresh] {
		f := &c.freshFragments[i]
		count := 0
		switch {
		case c.image.hasWordAt(f.slot, f.word):
			count = 1
		case f.characters == 2 && f.tokens == 2:
			count = 2
		default:
			c.fragments[left] = f.fragment
			left++
			continue
		}
		c.missed[f.number].count += count
		c.words.put(f.word, count)
	}
	return c.fragments[:left]
}

// recallFragments counts those fragments that are remembered. It moves those that have to be merged to the front and
// notes those of up to 15 bytes that are to be looked up, and returns how many there are of each. There are no fragments
// afterwards.
func (c *Counter) recallFragments(text []byte) (left, fresh int) {
	for _, f := range c.fragments[:c.fragmentCount] {
		count := 0
		switch piece := c.missed[f.number].span; {
		case f.span == piece:
		case f.end-f.start > maxWord:
			count = c.findLonger(text, f.span)
		default:
			w := wordAt(text, f.span)
			count = c.words.place(w).count(w)
			if count == 0 {
				c.freshFragments[fresh] = freshFragment{f, w, c.image.wordSlot(w)}
				fresh++
				continue
			}
		}
		c.missed[f.number].count += count
		if count == 0 {
			c.fragments[left] = f
			left++
		}
	}
	c.fragmentCount = 0
	return left, fresh
}

// A freshFragment is one that the counter does not remember.
type freshFragment struct {
	fragment
	word
	slot int // in the index of its length
}

// mergeFragments counts fragments by merging them.
func (c *Counter) mergeFragments(text []byte, fragments []fragment) {
	g := &c.short
	next := min(laneCount, len(fragments))
	for i := range next {
		f := &fragments[i]
		c.fragmentOf[i] = i
		g.add(c.image, text[f.start:f.end], f.solid)
	}
	g.merge(c.image, func(number int) bool {
		f := &fragments[c.fragmentOf[number]]
		count := bits.OnesCount64(g.lanes[number].starts)
		piece := &c.missed[f.number]
		piece.count += count
		if f.span != piece.span {
			c.remember(text, f.span, count)
		}
		if next == len(fragments) {
			return false
		}
		f = &fragments[next]
		c.fragmentOf[number] = next
		g.fill(c.image, number, text[f.start:f.end], f.solid)
		next++
		return true
	})
}

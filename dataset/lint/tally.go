package lint

import (
	"cmp"
	"maps"
	"slices"
)

// tallyMax is how many different values a tally tells apart.
const tallyMax = 1024

// A tally counts how often each of a few values comes up, and where each came first. Values beyond the bound are counted
// together, as others.
type tally struct {
	values map[uint64]*seen
	total  int
	others int // occurrences of values that were not kept
}

// seen is how often a value came up, and the line where it first did.
type seen struct {
	value uint64
	count int
	line  int
}

func (t *tally) add(value uint64, line int) {
	t.total++
	if s := t.values[value]; s != nil {
		s.count++
		return
	}
	if len(t.values) == tallyMax {
		t.others++
		return
	}
	if t.values == nil {
		t.values = map[uint64]*seen{}
	}
	t.values[value] = &seen{value, 1, line}
}

// most returns the value that came up most often, the first in the file among equals.
func (t *tally) most() seen {
	var best seen
	for _, s := range t.values {
		if s.count > best.count || s.count == best.count && s.line < best.line {
			best = *s
		}
	}
	return best
}

// byLine returns all values that were kept in the order in which they first came up.
func (t *tally) byLine() []*seen {
	return slices.SortedFunc(maps.Values(t.values), func(a, b *seen) int { return cmp.Compare(a.line, b.line) })
}

// placesMax is how many places of one kind a message names.
const placesMax = 5

// places are lines with something in common: how many, and the first of them.
type places struct {
	count int
	first [placesMax]int
}

func (p *places) add(line int) {
	if p.count < placesMax {
		p.first[p.count] = line
	}
	p.count++
}

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
	Values map[uint64]*Tallied
	Total  int
	Others int // occurrences of values that were not kept
}

// Tallied is how often a value came up, and the line where it first did.
type Tallied struct {
	Value uint64
	Count int
	Line  int
}

func (t *tally) add(value uint64, line int) {
	t.Total++
	if s := t.Values[value]; s != nil {
		s.Count++
		return
	}
	if len(t.Values) == tallyMax {
		t.Others++
		return
	}
	if t.Values == nil {
		t.Values = map[uint64]*Tallied{}
	}
	t.Values[value] = &Tallied{value, 1, line}
}

// Most returns the value that came up most often, the first in the file among equals.
func (t *tally) Most() Tallied {
	var best Tallied
	for _, s := range t.Values {
		if s.Count > best.Count || s.Count == best.Count && s.Line < best.Line {
			best = *s
		}
	}
	return best
}

// ByLine returns all values that were kept in the order in which they first came up.
func (t *tally) ByLine() []*Tallied {
	return slices.SortedFunc(maps.Values(t.Values), func(a, b *Tallied) int { return cmp.Compare(a.Line, b.Line) })
}

// placesMax is how many places of one kind a message names.
const placesMax = 5

// Places are lines with something in common: how many, and the first of them.
type Places struct {
	Count int
	First [placesMax]int
}

func (p *Places) Add(line int) {
	if p.Count < placesMax {
		p.First[p.Count] = line
	}
	p.Count++
}

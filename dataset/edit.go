package dataset

import (
	"cmp"
	"slices"
)

// An Edit replaces the bytes of a line from Start up to End.
type Edit struct {
	Start, End int
	New        string
}

// Rewrite returns a copy of line with the edits made, whatever their order. It returns false where two of them share a byte
// or start at the same place, or where one leaves the line.
func Rewrite(line []byte, edits []Edit) ([]byte, bool) {
	inOrder := func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) }
	if !slices.IsSortedFunc(edits, inOrder) {
		edits = slices.SortedFunc(slices.Values(edits), inOrder)
	}
	size, last := len(line), Edit{Start: -1}
	for _, e := range edits {
		if e.Start < last.End || e.Start == last.Start || e.Start < 0 || e.End < e.Start || e.End > len(line) {
			return nil, false
		}
		size, last = size+len(e.New)-(e.End-e.Start), e
	}
	rewritten, at := make([]byte, 0, size), 0
	for _, e := range edits {
		rewritten = append(append(rewritten, line[at:e.Start]...), e.New...)
		at = e.End
	}
	return append(rewritten, line[at:]...), true
}

// Removal returns the edit that takes a member, given by its value, out of the object that it stands in.
func (v Value) Removal() Edit {
	text, name := v.doc.text, Value{v.doc, v.at - 1}
	e := Edit{Start: name.Start(), End: v.End()}
	if before := trimBlanks(text, e.Start); text[before-1] == ',' {
		e.Start = trimBlanks(text, before-1)
	} else if behind := blanks(text, e.End); text[behind] == ',' {
		e.End = blanks(text, behind+1)
	}
	return e
}

// trimBlanks returns the offset behind the last byte before i that is not white space.
func trimBlanks(text []byte, i int) int {
	for i > 0 && (text[i-1] == ' ' || text[i-1] == '\t' || text[i-1] == '\r' || text[i-1] == '\n') {
		i--
	}
	return i
}

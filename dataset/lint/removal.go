package lint

import (
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
)

// removal returns the edits that take all characters at fault out of a string, and how many there are.
func removal(v dataset.Value, at character) (edits []dataset.Edit, n int) {
	text, c := v.Text(), newCursor(v)
	for i, r := find(text, 0, at); i >= 0; i, r = find(text, i+utf8.RuneLen(r), at) {
		start, end := c.place(i), c.place(i+utf8.RuneLen(r))
		if last := len(edits) - 1; last >= 0 && edits[last].End == start {
			edits[last].End = end
		} else {
			edits = append(edits, dataset.Edit{Start: start, End: end})
		}
		n++
	}
	return edits, n
}

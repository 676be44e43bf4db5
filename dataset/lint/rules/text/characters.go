package text

import (
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

// removal returns the edits that take all characters at fault out of a string, and how many there are.
func removal(v dataset.Value, at detect.CharacterTest) (edits []dataset.Edit, n int) {
	text, c := v.Text(), lint.NewCursor(v)
	for i, r := detect.FindCharacter(text, 0, at); i >= 0; i, r = detect.FindCharacter(text, i+utf8.RuneLen(r), at) {
		start, end := c.Place(i), c.Place(i+utf8.RuneLen(r))
		if last := len(edits) - 1; last >= 0 && edits[last].End == start {
			edits[last].End = end
		} else {
			edits = append(edits, dataset.Edit{Start: start, End: end})
		}
		n++
	}
	return edits, n
}

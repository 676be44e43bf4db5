package lint

import (
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// nearestMax is how long a name may be, in bytes, to be compared with known ones.
const nearestMax = 40

// nearest returns the known name that somebody who wrote name most likely meant, "" where none is near.
func nearest(name string, known []string) string {
	if len(name) > nearestMax {
		return ""
	}
	best, bestDistance := "", 3
	for _, k := range known {
		if folded(name) == folded(k) {
			return k
		}
		if d := distance(name, k); d < bestDistance && d <= (len(k)+1)/3 {
			best, bestDistance = k, d
		}
	}
	return best
}

// folded returns a name without what spellings of one name differ in: case, and what stands between words.
func folded(name string) string {
	return strings.ToLower(betweenWords.Replace(name))
}

var betweenWords = strings.NewReplacer("_", "", "-", "", " ", "")

// distance returns how many bytes have to be put in, left out, changed or swapped with the next to make b of a.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// misspelt returns the name and the value of a member of object whose name stands for a known one that object lacks;
// absent where there is none. The other known names are nobody's misspelling.
func misspelt(object dataset.Value, lacking string, known []string) (name, value dataset.Value) {
	for n, v := range object.Members() {
		text := string(n.Text())
		if !slices.Contains(known, text) && meantKey(text, known) == lacking {
			return n, v
		}
	}
	return dataset.Value{}, dataset.Value{}
}

// meantKey is nearest for the keys of an object, among them names that other formats have for the same thing.
func meantKey(name string, known []string) string {
	meant := ""
	switch strings.ToLower(name) {
	case "text", "message", "body", "value":
		meant = "content"
	case "author", "speaker", "sender", "from":
		meant = "role"
	case "question", "query", "instruction", "input":
		meant = "prompt"
	case "response", "answer", "output", "target":
		meant = "completion"
	}
	if slices.Contains(known, meant) {
		return meant
	}
	return nearest(name, known)
}

// rename returns a fix that writes a member's name as known. It is safe where only case and what stands between words
// differ.
func rename(name dataset.Value, known string) *Fix {
	return &Fix{
		Title:  "write the name as " + known,
		Unsafe: folded(string(name.Text())) != folded(known),
		Edits:  []Edit{{name.Start(), name.End(), `"` + known + `"`}},
	}
}

// remove returns the edit that takes a member, given by its name or its value, out of an object.
func remove(object, member dataset.Value) Edit {
	end := -1 // of the member before
	var gone Edit
	for name, value := range object.Members() {
		switch {
		case gone.End > 0 && end < 0:
			return Edit{Start: gone.Start, End: name.Start()}
		case gone.End > 0:
			return gone
		case name.Start() <= member.Start() && member.End() <= value.End():
			gone = Edit{Start: name.Start(), End: value.End()}
			if end >= 0 {
				gone.Start = end
			}
		default:
			end = value.End()
		}
	}
	return gone
}

// Nearest returns the known name that somebody who wrote name most likely meant, "" where none is near.
func Nearest(name string, known []string) string { return nearest(name, known) }

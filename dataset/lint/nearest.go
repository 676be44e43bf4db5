package lint

import (
	"strings"
)

// nearestMax is how long a name may be, in bytes, to be compared with known ones.
const nearestMax = 40

// Nearest returns the known name that somebody who wrote name most likely meant, "" where none is near.
func Nearest(name string, known []string) string {
	if len(name) > nearestMax {
		return ""
	}
	best, bestDistance, folded := "", 3, Folded(name)
	for _, k := range known {
		if folded == Folded(k) {
			return k
		}
		if apart := max(len(name)-len(k), len(k)-len(name)); apart >= bestDistance || apart > (len(k)+1)/3 {
			continue // the distance is no less
		}
		if d := distance(name, k); d < bestDistance && d <= (len(k)+1)/3 {
			best, bestDistance = k, d
		}
	}
	return best
}

// Folded returns a name without what spellings of one name differ in: case, and what stands between words.
func Folded(name string) string {
	return strings.ToLower(betweenWords.Replace(name))
}

var betweenWords = strings.NewReplacer("_", "", "-", "", " ", "")

// distance returns how many bytes have to be put in, left out, changed or swapped with the next to make b of a.
func distance(a, b string) int {
	var room [3 * (nearestMax + 4)]int // enough for most names; longer ones take memory
	cells := append(room[:0], make([]int, 3*(len(b)+1))...)
	before, last, row := cells[:len(b)+1], cells[len(b)+1:2*len(b)+2], cells[2*len(b)+2:]
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

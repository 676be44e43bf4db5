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
	best, bestDistance := "", 3
	for _, k := range known {
		if Folded(name) == Folded(k) {
			return k
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

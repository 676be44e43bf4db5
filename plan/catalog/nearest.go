package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// didYouMean suggests up to three known names near the given one, or all of them when none is near.
func didYouMean(name string, known []string) string {
	near := Nearest(name, known)
	if len(near) == 0 {
		return "known are: " + strings.Join(known, ", ")
	}
	return "did you mean " + strings.Join(near, ", ") + "?"
}

// Nearest returns up to three of the known names that somebody who wrote name may have meant, nearest first: those at an edit
// distance of two, or of a third of the name's length where that is more.
func Nearest(name string, known []string) []string {
	if len(name) > 100 {
		return nil
	}
	distance := map[string]int{}
	var near []string
	for _, k := range known {
		distance[k] = editDistance(strings.ToLower(name), strings.ToLower(k))
		if distance[k] <= max(2, len(name)/3) {
			near = append(near, k)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return cmp.Compare(distance[a], distance[b]) })
	return near[:min(3, len(near))]
}

// editDistance counts the bytes to insert, delete or replace to turn a into b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

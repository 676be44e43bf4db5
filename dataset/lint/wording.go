package lint

import (
	"fmt"
	"strconv"
	"strings"
)

// Count returns "1 line", "1,204 lines".
func Count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + one + "s"
}

// Thousands returns n with a comma between groups of three digits.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Percent returns the share of part in whole, rounded down where it would otherwise claim all of it.
func Percent(part, whole int) string {
	switch share := 100 * float64(part) / float64(max(whole, 1)); {
	case part == whole:
		return "100 %"
	case share > 99:
		return "over 99 %"
	case share < 1:
		return fmt.Sprintf("%.1f %%", share)
	default:
		return fmt.Sprintf("%.0f %%", share)
	}
}

// String returns "line 4", "lines 4, 9 and 12", "lines 1, 2, 3, 4, 5 and 1,003 more".
func (p *Places) String() string {
	shown := p.First[:min(p.Count, placesMax)]
	names := make([]string, len(shown))
	for i, line := range shown {
		names[i] = strconv.Itoa(line)
	}
	switch rest := p.Count - len(shown); {
	case p.Count == 1:
		return "line " + names[0]
	case rest > 0:
		return "lines " + strings.Join(names, ", ") + " and " + Thousands(rest) + " more"
	case p.Count == 0:
		return "no line"
	default:
		last := len(names) - 1
		return "lines " + strings.Join(names[:last], ", ") + " and " + names[last]
	}
}

// IsOrAre returns "1 pair is", "3 pairs are".
func IsOrAre(n int, one string) string { return verb(n, one, "is", "are") }

// WasOrWere returns "1 pair was", "3 pairs were".
func WasOrWere(n int, one string) string { return verb(n, one, "was", "were") }

// HasOrHave returns "1 pair has", "3 pairs have".
func HasOrHave(n int, one string) string { return verb(n, one, "has", "have") }

func verb(n int, noun, one, many string) string {
	if n == 1 {
		return Count(n, noun) + " " + one
	}
	return Count(n, noun) + " " + many
}

package detect

import (
	"slices"
	"testing"
)

// countWords returns how many words near duplicates see in a text.
func countWords(text string) int {
	w := Words{}
	w.Text([]byte(text))
	return w.seen
}

func TestWords(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{
		{"", 0}, {" ", 0}, {"...", 1}, {"a", 1}, {"a b", 2}, {"  a,  b!  ", 2}, {"word", 1}, {"extraordinary", 1}, {"12345678", 1},
		{"12345678 12345678", 2}, {"sevenss eightttt ninennnnn", 3}, {"a.b.c.d.e.f.g.h.i.j", 1}, {"où est l'été", 3}, {"電池", 2},
		{"die Batterie电池 ist", 5}, {"-----------------------x", 1}, {"\n\n\tx\n", 1}, {"ABCDEFGHIJKLMNOP", 1}, {"@[`{/:", 1},
	} {
		if got := countWords(test.text); got != test.want {
			t.Errorf("%q has %d words, want %d", test.text, got, test.want)
		}
	}
}

// slowWords returns the ASCII words of a text byte by byte.
func slowWords(text []byte) int {
	n := 0
	for i, c := range text {
		if c > ' ' && (i == 0 || text[i-1] <= ' ') {
			n++
		}
	}
	return n
}

func FuzzWords(f *testing.F) {
	f.Add("Charge it to about sixty percent, take it off the bike; 12.345,67 and so on...")
	f.Fuzz(func(t *testing.T, text string) {
		b := []byte(text)
		got := countWords(text)
		if ascii(b) && got != slowWords(b) {
			t.Errorf("%q has %d words, want %d", text, got, slowWords(b))
		}
		var triples []uint64
		w := Words{Note: func(triple uint64, _ bool) { triples = append(triples, triple) }}
		w.Text(b)
		if len(triples) != max(got-2, 0) {
			t.Errorf("%q has %d triples of %d words", text, len(triples), got)
		}
		again := Words{Note: func(uint64, bool) {}}
		again.Text(slices.Clone(b))
		if again.triples != w.triples {
			t.Errorf("%q has %d triples, then %d", text, w.triples, again.triples)
		}
	})
}

package lint

import (
	"math"
	"math/bits"

	"github.com/ftplan/ftplan/dataset"
)

// Near duplicates are found by MinHash: the words of a conversation, system messages aside, are taken three at a time;
// of their hashes the smallest in each of 16 classes stay. Two conversations agree in one of these with the chance that
// a triple of either is one of both. Five at a time make a band: who shares a band is a candidate, to be read again.

// A sketch is the three bands of a conversation.
type sketch [bands]uint64

const (
	minima   = 16
	bands    = 3
	bandSize = 5
	// triplesMin is how many triples a conversation needs to be compared: of shorter ones templates make too many alike.
	triplesMin = 24
)

// sketchOf returns the sketch of an example's conversation, and whether it is long enough to have one.
func sketchOf(e *dataset.Example) (sketch, bool) {
	w := words{}
	for i := range w.least {
		w.least[i] = math.MaxUint32
	}
	for _, messages := range [...][]dataset.Message{e.Messages, e.Preferred, e.NonPreferred} {
		for i := range messages {
			if m := &messages[i]; m.Role != dataset.SystemRole && m.Role != dataset.DeveloperRole {
				w.message(m)
			}
		}
	}
	if w.triples < triplesMin {
		return sketch{}, false
	}
	return w.sketch(), true
}

// words takes in a conversation word by word. With a note it calls that for every triple instead of keeping minima.
type words struct {
	least   [minima]uint32
	triples int
	last    [2]uint64 // hashes of the last word and the one before
	seen    int       // words so far
	digits  [2]bool   // whether those words hold digits
	note    func(triple uint64, digits bool)
}

func (w *words) message(m *dataset.Message) {
	if m.Content.Kind() == dataset.String {
		w.text(m.Content.Text())
	} else {
		for part := range m.Content.Elements() {
			w.text(part.Member("text").Text())
		}
	}
	for call := range m.ToolCalls.Elements() {
		function := call.Member("function")
		w.text(function.Member("name").Text())
		w.text(function.Member("arguments").Text())
	}
}

// wordFold holds the byte that stands for a byte of a word, letters in lower case, and 0 for what divides words.
var wordFold = fold()

func fold() (table [256]byte) {
	for c := range table {
		b := byte(c)
		switch {
		case isDigit(b) || b >= 0x80:
			table[c] = b
		case isLetter(b):
			table[c] = b | 0x20
		}
	}
	return table
}

// text takes in a text. A Chinese or Japanese character or a Korean syllable counts as a word.
func (w *words) text(text []byte) {
	for i := 0; i < len(text); {
		c := wordFold[text[i]]
		if c == 0 {
			i++
			continue
		}
		if 0xE3 <= c && c <= 0xED {
			end := min(i+3, len(text))
			h := uint64(c)
			for _, c := range text[i+1 : end] {
				h = h<<8 | uint64(c)
			}
			w.word(h, false)
			i = end
			continue
		}
		h, digits := uint64(0), false
		for ; c != 0; c = wordFold[text[i]] {
			h = bits.RotateLeft64(h, 5) ^ uint64(c)
			digits = digits || c <= '9'
			if i++; i == len(text) || 0xE3 <= text[i] && text[i] <= 0xED {
				break
			}
		}
		w.word(h, digits)
	}
}

func (w *words) word(h uint64, digits bool) {
	const odd1, odd2 = 0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f
	h *= odd1
	h ^= h >> 32
	if w.seen++; w.seen >= 3 {
		triple := (h + bits.RotateLeft64(w.last[0], 21) + bits.RotateLeft64(w.last[1], 42)) * odd2
		triple ^= triple >> 29
		w.triples++
		if class, value := triple&(minima-1), uint32(triple>>32); value < w.least[class] {
			w.least[class] = value
		}
		if w.note != nil {
			w.note(triple, digits || w.digits[0] || w.digits[1])
		}
	}
	w.last[1], w.last[0] = w.last[0], h
	w.digits[1], w.digits[0] = w.digits[0], digits
}

func (w *words) sketch() sketch {
	var s sketch
	for i := range w.least {
		if w.least[i] == math.MaxUint32 {
			w.least[i] = w.borrow(i)
		}
	}
	for b := range s {
		h := uint64(b + 1)
		for _, v := range w.least[b*bandSize : (b+1)*bandSize] {
			h = mix(h, uint64(v))
		}
		s[b] = h
	}
	return s
}

// borrow returns what an empty class takes from the next one that is not.
func (w *words) borrow(i int) uint32 {
	for d := 1; d < minima; d++ {
		if v := w.least[(i+d)%minima]; v != math.MaxUint32 {
			return v + uint32(d)*0x9e3779b9
		}
	}
	return 0
}

// near finds conversations that are nearly alike.
type near struct {
	table      table
	candidates []twin
	more       int // candidates beyond those that were kept
	left       int // examples that the table could not take in
}

// A twin is a line and an earlier one that it may repeat.
type twin struct{ line, earlier int32 }

// The bounds on memory: 4 MiB of table for about 150,000 examples, and 16 KiB of candidates.
const (
	nearSlots     = 1 << 19
	candidatesMax = 2000
)

func (n *near) add(line int, s sketch) {
	earlier, ok := 0, true
	for _, band := range s {
		hit, taken := n.table.add(band, line)
		if hit != 0 && hit != line && earlier == 0 {
			earlier = hit
		}
		ok = ok && taken
	}
	switch {
	case earlier != 0 && len(n.candidates) < candidatesMax:
		n.candidates = append(n.candidates, twin{int32(line), int32(earlier)})
	case earlier != 0:
		n.more++
	case !ok:
		n.left++
	}
}

// likeness is the share of triples that two conversations have to have in common to be called nearly alike: with it, one
// word in sixty may differ.
const likeness = 0.9

// alike reports whether two examples are nearly the same and differ in no number: what differs in a number is a template
// filled in twice.
func alike(a, b *dataset.Example) bool {
	in := map[uint64]int{} // 1 for a, 2 for b
	digits := map[uint64]bool{}
	for i, e := range [...]*dataset.Example{a, b} {
		w := words{note: func(triple uint64, has bool) {
			in[triple] |= i + 1
			if has {
				digits[triple] = true
			}
		}}
		for m := range e.AllMessages() {
			if m.Role != dataset.SystemRole && m.Role != dataset.DeveloperRole {
				w.message(m)
			}
		}
	}
	both := 0
	for triple, of := range in {
		if of == 3 {
			both++
		} else if digits[triple] {
			return false
		}
	}
	return float64(both) >= likeness*float64(len(in))
}

package lint

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

// sketchOf returns the sketch of an example's conversation, and whether it is long enough to have one.
func sketchOf(e *dataset.Example) (detect.Sketch, bool) {
	w := detect.NewWords()
	for _, messages := range [...][]dataset.Message{e.Messages, e.Preferred, e.NonPreferred} {
		for i := range messages {
			if m := &messages[i]; m.Role != dataset.SystemRole && m.Role != dataset.DeveloperRole {
				addMessage(&w, m)
			}
		}
	}
	return w.Sketch()
}

// addMessage takes in the words of a message and of the calls in it.
func addMessage(w *detect.Words, m *dataset.Message) {
	if m.Content.Kind() == dataset.String {
		w.Text(m.Content.Text())
	} else {
		for part := range m.Content.Elements() {
			w.Text(part.Member("text").Text())
		}
	}
	for call := range m.ToolCalls.Elements() {
		function := call.Member("function")
		w.Text(function.Member("name").Text())
		w.Text(function.Member("arguments").Text())
	}
}

// near finds conversations that are nearly alike.
type near struct {
	table      table
	Candidates []Repeat
	more       int // candidates beyond those that were kept
	left       int // examples that the table could not take in
}

// A Repeat is a line and an earlier one that it may repeat.
type Repeat struct{ Line, Earlier int32 }

// The bounds on memory: 4 MiB of table for about 150,000 examples, and 16 KiB of candidates.
const (
	nearSlots     = 1 << 19
	candidatesMax = 2000
)

func (n *near) add(line int, s detect.Sketch) {
	earlier, ok := 0, true
	for _, band := range s {
		hit, taken := n.table.add(band, line)
		if hit != 0 && hit != line && earlier == 0 {
			earlier = hit
		}
		ok = ok && taken
	}
	switch {
	case earlier != 0 && len(n.Candidates) < candidatesMax:
		n.Candidates = append(n.Candidates, Repeat{int32(line), int32(earlier)})
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
		w := detect.Words{Note: func(triple uint64, has bool) {
			in[triple] |= i + 1
			if has {
				digits[triple] = true
			}
		}}
		for m := range e.AllMessages() {
			if m.Role != dataset.SystemRole && m.Role != dataset.DeveloperRole {
				addMessage(&w, m)
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

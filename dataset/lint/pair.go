package lint

import "github.com/ftplan/ftplan/dataset"

// A pair is what the rules about whole files know of two answers of which one is preferred.
type pair struct {
	Sizes [2]int // bytes of the preferred answer and of the other; 0 where there is no text
	Both  uint64 // of the prompt and both answers, whichever is preferred
	First bool   // the preferred answer has the smaller hash of the two
}

func pairOf(e *dataset.Example, prompt uint64) pair {
	var p pair
	if len(e.Preferred) != 1 || len(e.NonPreferred) != 1 {
		return p
	}
	a, b := Said(&e.Preferred[0]), Said(&e.NonPreferred[0])
	if a != b {
		p.Both, p.First = dataset.Mix(prompt, a+b), a < b
	}
	for i, m := range [...]*dataset.Message{&e.Preferred[0], &e.NonPreferred[0]} {
		for text := range m.Texts() {
			p.Sizes[i] += len(text.Text())
		}
	}
	return p
}

// pairs are what is known of all pairs of a file.
type pairs struct {
	Total   int // pairs of two texts
	Longer  int // whose preferred text is longer
	Shorter int // whose preferred text is less than half as long
	seen    table
	Turned  Places // pairs that an earlier line has the other way round
	left    int    // pairs that the table could not take in
}

// pairSlots bounds the memory for pairs at 2 MiB.
const pairSlots = 1 << 18

func (s *pairs) add(line int, p pair) {
	if p.Sizes[0] > 0 && p.Sizes[1] > 0 {
		s.Total++
		if p.Sizes[0] > p.Sizes[1] {
			s.Longer++
		}
		if 2*p.Sizes[0] < p.Sizes[1] {
			s.Shorter++
		}
	}
	if p.Both == 0 {
		return
	}
	direction := 1
	if p.First {
		direction = 2
	}
	earlier, ok := s.seen.add(p.Both, direction)
	if earlier != 0 && earlier != direction {
		s.Turned.Add(line)
	}
	if !ok {
		s.left++
	}
}

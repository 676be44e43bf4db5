package lint

// repeats are examples that an earlier one has said word for word.
type repeats struct {
	table table // the line that said it first
	List  []Repeat
	More  int // beyond those that were kept
	left  int // examples that the table could not take in
}

// The bounds on memory: 8 MiB of table for about 900,000 examples, and 8 KiB of twins.
const (
	repeatSlots = 1 << 20
	twinsMax    = 1000
)

// add takes in the hash of a line and reports whether an earlier one has the same.
func (r *repeats) add(line int, hash uint64) bool {
	earlier, ok := r.table.add(hash, line)
	if !ok {
		r.left++
	}
	if earlier == 0 {
		return false
	}
	if len(r.List) < twinsMax {
		r.List = append(r.List, Repeat{int32(line), int32(earlier)})
	} else {
		r.More++
	}
	return true
}

// Count returns how many examples repeat an earlier one.
func (r *repeats) Count() int { return len(r.List) + r.More }

// Prompts are prompts that have been answered before, and otherwise.
type Prompts struct {
	table  table // the line that asked first
	Places Places
	list   []Repeat // of the first places
	left   int      // examples that the table could not take in
}

// forkSlots bounds the memory for prompts at 4 MiB, for about 450,000 of them.
const forkSlots = 1 << 19

// add takes in the prompt of an example that repeats no earlier one as a whole.
func (k *Prompts) add(line int, prompt uint64) {
	earlier, ok := k.table.add(prompt, line)
	if !ok {
		k.left++
	}
	if earlier == 0 {
		return
	}
	k.Places.Add(line)
	if len(k.list) < placesMax {
		k.list = append(k.list, Repeat{int32(line), int32(earlier)})
	}
}

// Confirmed returns the places, and drops of the first ones those that a second look does not bear out.
func (k *Prompts) Confirmed(again *rereader) Places {
	if again == nil || k.Places.Count > placesMax {
		return k.Places
	}
	var sure Places
	for _, t := range k.list {
		if again.forks(t) {
			sure.Add(int(t.Line))
		}
	}
	return sure
}

// Reread returns a reader of single lines, nil where the file cannot be read twice.
func (s *Summary) Reread() *rereader {
	if s.Source == nil {
		return nil
	}
	return newRereader(s.Source, &s.index)
}

// shared are the lines of a validation file that the training file has too.
type shared struct {
	List     []Repeat // the line, and the training file's
	More     int
	Openings Places // conversations that start like one of the training file's and go on otherwise
}

// openingSlots bounds the memory for openings at 2 MiB, for about 230,000 of them.
const openingSlots = 1 << 18

// openingMax is how often the training file may open alike before that is a template and no leak.
const openingMax = 3

func (s *shared) add(f *Facts, training *Summary) {
	switch line := training.Repeats.table.lookup(f.Hash); {
	case line != 0 && len(s.List) < twinsMax:
		s.List = append(s.List, Repeat{int32(f.Line), int32(line)})
	case line != 0:
		s.More++
	case f.Conversation.Opening != 0:
		if n := training.openings.lookup(f.Conversation.Opening); n > 0 && n <= openingMax {
			s.Openings.Add(f.Line)
		}
	}
}

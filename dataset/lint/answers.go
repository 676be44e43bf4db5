package lint

// answers are what is known of the answers of all examples.
type answers struct {
	total    int // examples with a text for an answer
	values   tally
	short    int // answers that are short enough for a label
	last     uint64
	runs     int // of the same answer, one line after the other
	objects  int // answers that are JSON objects
	prose    places
	broken   places // answers that start like an object and are none
	keys     tally
	refusals places
	machines places
}

// Bounds on what may be a label.
const (
	labelSize    = 64 // bytes
	labelsMax    = 50 // different ones in a file
	labelledMin  = 20 // examples
	repeatsMin   = 5  // examples to a label, on average
	dominant     = 0.9
	refusedShare = 0.2
	machineShare = 0.02
)

func (s *answers) add(line int, a answer) {
	if a.Hash == 0 {
		return
	}
	s.total++
	s.values.add(a.Hash, line)
	if a.Size <= labelSize {
		s.short++
	}
	if a.Hash != s.last {
		s.runs++
	}
	s.last = a.Hash
	switch a.Shape {
	case object:
		s.objects++
		s.keys.add(a.Keys, line)
	case broken:
		s.broken.add(line)
	case prose:
		s.prose.add(line)
	}
	if a.Refuses {
		s.refusals.add(line)
	}
	if a.Machine {
		s.machines.add(line)
	}
}

// labels reports whether the answers are labels: short, few, and each used often.
func (s *answers) labels() bool {
	n := len(s.values.values)
	return s.total >= labelledMin && s.short == s.total && s.values.others == 0 && n > 1 && n <= labelsMax && n*repeatsMin <= s.total
}

// systems are what is known of the system messages of all examples.
type systems struct {
	tally   tally
	letters map[uint64]uint64 // of every text that was kept
	without places            // examples without a system message
}

func (s *systems) add(line int, t talk) {
	if !t.HasUser && !t.HasReply {
		return
	}
	if t.System == 0 {
		s.without.add(line)
		return
	}
	s.tally.add(t.System, line)
	if s.tally.values[t.System] == nil || s.letters[t.System] != 0 {
		return
	}
	if s.letters == nil {
		s.letters = map[uint64]uint64{}
	}
	s.letters[t.System] = t.Letters
}

// variants returns the system messages that say the same as the commonest and are written otherwise, and how many
// examples they have together.
func (s *systems) variants() (first places, examples int) {
	most := s.tally.most()
	for _, v := range s.tally.byLine() {
		if v.value != most.value && s.letters[v.value] == s.letters[most.value] {
			first.add(v.line)
			examples += v.count
		}
	}
	return first, examples
}

// toolsets are what is known of the functions that examples declare.
type toolsets struct {
	names       tally
	definitions tally
	named       map[uint64]uint64 // the names of every definition that was kept
	without     places            // examples without functions
}

func (s *toolsets) add(line int, t toolset) {
	if t.Names == 0 {
		s.without.add(line)
		return
	}
	s.names.add(t.Names, line)
	s.definitions.add(t.Definitions, line)
	if s.definitions.values[t.Definitions] == nil {
		return
	}
	if s.named == nil {
		s.named = map[uint64]uint64{}
	}
	s.named[t.Definitions] = t.Names
}

// drifted returns the definitions that declare the same functions as a commoner one, otherwise.
func (s *toolsets) drifted() (first places, examples int) {
	best := map[uint64]*seen{} // by names
	all := s.definitions.byLine()
	for _, d := range all {
		if b := best[s.named[d.value]]; b == nil || d.count > b.count {
			best[s.named[d.value]] = d
		}
	}
	for _, d := range all {
		if best[s.named[d.value]] != d {
			first.add(d.line)
			examples += d.count
		}
	}
	return first, examples
}

// tellingMin is how many answers have to do the same before it says something about a file.
const tellingMin = 5

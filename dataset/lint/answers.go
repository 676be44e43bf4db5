package lint

// answers are what is known of the answers of all examples.
type answers struct {
	Total    int // examples with a text for an answer
	Values   tally
	short    int // answers that are short enough for a label
	last     uint64
	Runs     int // of the same answer, one line after the other
	Objects  int // answers that are JSON objects
	Prose    Places
	Broken   Places // answers that start like an object and are none
	Keys     tally
	Refusals Places
	Machines Places
}

// Bounds on what may be a label.
const (
	labelSize    = 64 // bytes
	labelsMax    = 50 // different ones in a file
	LabelledMin  = 20 // examples
	repeatsMin   = 5  // examples to a label, on average
	Dominant     = 0.9
	RefusedShare = 0.2
	MachineShare = 0.02
)

func (s *answers) add(line int, a answer) {
	if a.Hash == 0 {
		return
	}
	s.Total++
	s.Values.add(a.Hash, line)
	if a.Size <= labelSize {
		s.short++
	}
	if a.Hash != s.last {
		s.Runs++
	}
	s.last = a.Hash
	switch a.Shape {
	case object:
		s.Objects++
		s.Keys.add(a.Keys, line)
	case broken:
		s.Broken.Add(line)
	case prose:
		s.Prose.Add(line)
	}
	if a.Refuses {
		s.Refusals.Add(line)
	}
	if a.Machine {
		s.Machines.Add(line)
	}
}

// Labels reports whether the answers are labels: short, few, and each used often.
func (s *answers) Labels() bool {
	n := len(s.Values.Values)
	return s.Total >= LabelledMin && s.short == s.Total && s.Values.Others == 0 && n > 1 && n <= labelsMax && n*repeatsMin <= s.Total
}

// systems are what is known of the system messages of all examples.
type systems struct {
	Tally   tally
	letters map[uint64]uint64 // of every text that was kept
	Without Places            // examples without a system message
}

func (s *systems) add(line int, t conversation) {
	if !t.HasUser && !t.HasReply {
		return
	}
	if t.System == 0 {
		s.Without.Add(line)
		return
	}
	s.Tally.add(t.System, line)
	if s.Tally.Values[t.System] == nil || s.letters[t.System] != 0 {
		return
	}
	if s.letters == nil {
		s.letters = map[uint64]uint64{}
	}
	s.letters[t.System] = t.Letters
}

// Variants returns the system messages that say the same as the commonest and are written otherwise, and how many
// examples they have together.
func (s *systems) Variants() (first Places, examples int) {
	most := s.Tally.Most()
	for _, v := range s.Tally.ByLine() {
		if v.Value != most.Value && s.letters[v.Value] == s.letters[most.Value] {
			first.Add(v.Line)
			examples += v.Count
		}
	}
	return first, examples
}

// toolsets are what is known of the functions that examples declare.
type toolsets struct {
	Names       tally
	Definitions tally
	named       map[uint64]uint64 // the names of every definition that was kept
	Without     Places            // examples without functions
}

func (s *toolsets) add(line int, t toolset) {
	if t.Names == 0 {
		s.Without.Add(line)
		return
	}
	s.Names.add(t.Names, line)
	s.Definitions.add(t.Definitions, line)
	if s.Definitions.Values[t.Definitions] == nil {
		return
	}
	if s.named == nil {
		s.named = map[uint64]uint64{}
	}
	s.named[t.Definitions] = t.Names
}

// Drifted returns the definitions that declare the same functions as a commoner one, otherwise.
func (s *toolsets) Drifted() (first Places, examples int) {
	best := map[uint64]*Tallied{} // by names
	all := s.Definitions.ByLine()
	for _, d := range all {
		if b := best[s.named[d.Value]]; b == nil || d.Count > b.Count {
			best[s.named[d.Value]] = d
		}
	}
	for _, d := range all {
		if best[s.named[d.Value]] != d {
			first.Add(d.Line)
			examples += d.Count
		}
	}
	return first, examples
}

// TellingMin is how many answers have to do the same before it says something about a file.
const TellingMin = 5

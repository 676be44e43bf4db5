package dataset

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// A Split divides examples into training and validation. An example's side depends on the seed and on its key, and on
// nothing else: not on its place, not on the other lines, not on the machine. Examples of one key stay together.
type Split struct {
	Seed   uint64
	Below  uint64          // examples whose mark is below are for validation
	Key    Key             // what keeps examples together; nil for [ByPrompt]
	Chosen map[uint64]bool // where set, the keys that are for validation, whatever their marks
}

// A Key says what an example is kept together by. It reports false for an example that has no such thing.
type Key func(*Record) (key uint64, has bool)

// Validation reports whether an example is for validation.
func (s Split) Validation(r *Record) bool {
	key, _ := s.KeyOf(r)
	if s.Chosen != nil {
		return s.Chosen[key]
	}
	return s.Mark(key) < s.Below
}

// KeyOf returns the key of an example, and whether it has one.
func (s Split) KeyOf(r *Record) (key uint64, has bool) {
	if s.Key == nil {
		return ByPrompt(r)
	}
	return s.Key(r)
}

// Mark returns where a key stands between 0 and 2⁶⁴, evenly spread.
func (s Split) Mark(key uint64) uint64 { return Mix(s.Seed, key) }

// ByPrompt keeps examples together that ask the same: messages up to the last answer, the input of a preference, a prompt.
func ByPrompt(r *Record) (key uint64, has bool) {
	switch e := &r.Example; {
	case r.Format == Completion:
		return e.Prompt.Hash(), true
	case len(e.Messages) > 0:
		asked := e.Messages
		if last := len(asked) - 1; r.Format == Chat && last > 0 && asked[last].Role == AssistantRole {
			asked = asked[:last]
		}
		return hashMessages(asked), true
	}
	return r.Root.Hash(), true
}

// openingMin is how many bytes a first question needs to tell conversations apart.
const openingMin = 32

// ByOpening keeps conversations together that begin alike: with the same messages up to the user's first. Where that is too
// short to tell conversations apart, it is [ByPrompt].
func ByOpening(r *Record) (key uint64, has bool) {
	for i := range r.Example.Messages {
		m := &r.Example.Messages[i]
		if m.Role != UserRole {
			continue
		}
		if r.Format != Completion && (m.Content.Len() > 0 || len(m.Content.Text()) >= openingMin) {
			return hashMessages(r.Example.Messages[:i+1]), true
		}
		break
	}
	return ByPrompt(r)
}

// ByField keeps examples together whose lines have the same value at the top under a name.
func ByField(name string) Key {
	return func(r *Record) (key uint64, has bool) {
		v := r.Root.Member(name)
		return v.Hash(), v.Exists()
	}
}

// ByAnswer is the class of an example whose answers are classes: what the last message says, or the completion.
func ByAnswer(r *Record) (key uint64, has bool) {
	if r.Format == Completion {
		return r.Example.Completion.Hash(), r.Example.Completion.Exists()
	}
	messages := r.Example.Messages
	if r.Format == Preference {
		messages = r.Example.Preferred
	}
	if len(messages) == 0 || messages[len(messages)-1].Role != AssistantRole {
		return 0, false
	}
	return messages[len(messages)-1].Content.Hash(), true
}

// hashMessages returns a hash of who says what.
func hashMessages(messages []Message) uint64 {
	sum := uint64(len(messages))
	for i := range messages {
		m := &messages[i]
		sum = Mix(sum, Mix(uint64(m.Role), m.Content.Hash()))
		for _, v := range [...]Value{m.ToolCalls, m.FunctionCall} {
			if v.Exists() {
				sum = Mix(sum, v.Hash())
			}
		}
	}
	return sum
}

// A Portion is how much of a file is for validation: a share of the examples, or a number of them.
type Portion struct {
	Below uint64 // of a share, see [Split]
	Count int    // examples; 0 where a share is meant
}

// ParsePortion reads "10%", "0.1" or "20": a share of the examples between nothing and all, or a number of them.
func ParsePortion(text string) (Portion, error) {
	share, percent := strings.CutSuffix(text, "%")
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return Portion{Count: n}, nil
	}
	ratio, ok := new(big.Rat).SetString(share)
	if !ok || len(share) > 20 || strings.ContainsAny(share, "eEpP/_xX") {
		return Portion{}, portionError(text)
	}
	if percent {
		ratio.Quo(ratio, big.NewRat(100, 1))
	}
	if ratio.Sign() <= 0 || ratio.Cmp(big.NewRat(1, 1)) >= 0 {
		return Portion{}, portionError(text)
	}
	ratio.Mul(ratio, new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 64)))
	return Portion{Below: new(big.Int).Quo(ratio.Num(), ratio.Denom()).Uint64()}, nil
}

func portionError(text string) error {
	return fmt.Errorf("%q is no portion; give a share such as 10%% or 0.1, or a number of examples such as 20", text)
}

// A Picker finds the split that gives a portion of a file to validation, of which both sides hold an example. It keeps a few
// bytes of every example.
type Picker struct {
	split   Split
	portion Portion
	class   Key // examples of each class are divided by themselves; nil for one class
	groups  map[uint64]*group
	n       int // examples
	misread bool
	without int // the first of them, counted from 1, that has no key or class; 0 for none
}

// A group is the examples of one key.
type group struct {
	mark, class uint64
	examples    int
}

// NewPicker returns a picker of a portion of the examples that stay together by key. With a class, the portion is one of
// the examples of each class.
func NewPicker(seed uint64, portion Portion, key, class Key) *Picker {
	return &Picker{split: Split{Seed: seed, Key: key}, portion: portion, class: class, groups: map[uint64]*group{}}
}

// A Sorted is what a picker has to know of an example.
type Sorted struct {
	Example    bool // the record holds one
	misread    bool
	key, class uint64
	has        bool
}

// Sort returns what the picker has to know of an example. It may be called by several goroutines.
func (p *Picker) Sort(r *Record) (s Sorted) {
	if s.Example = r.Root.Kind() == Object; !s.Example {
		return s
	}
	s.misread = r.Misread(true) != ""
	s.key, s.has = p.split.KeyOf(r)
	if p.class != nil && s.has {
		s.class, s.has = p.class(r)
	}
	return s
}

// Add takes in one example. The first example of a key says what class the key is of.
func (p *Picker) Add(s Sorted) {
	if p.n++; !s.has && p.without == 0 {
		p.without = p.n
	}
	p.misread = p.misread || s.misread
	g := p.groups[s.key]
	if g == nil {
		g = &group{mark: p.split.Mark(s.key), class: s.class}
		p.groups[s.key] = g
	}
	g.examples++
}

// Largest returns how many examples the largest group has, and how many there are in all.
func (p *Picker) Largest() (largest, examples int) {
	for _, g := range p.groups {
		largest = max(largest, g.examples)
	}
	return largest, p.n
}

// Misread reports whether an example does not say in a format of the service all that it says, see [Record.Misread].
func (p *Picker) Misread() bool { return p.misread }

// Without returns the number of the first example, counted from 1, that has no key or no class; 0 where all have both.
func (p *Picker) Without() int { return p.without }

// Split returns the split. It fails where not both sides can have an example.
func (p *Picker) Split() (Split, error) {
	classes := map[uint64][]*group{}
	for _, g := range p.groups {
		classes[g.class] = append(classes[g.class], g)
	}
	switch {
	case p.portion.Count >= p.n:
		return Split{}, fmt.Errorf("%d examples for validation leave none of %d for training", p.portion.Count, p.n)
	case len(p.groups) < 2:
		return Split{}, fmt.Errorf("all %d examples stay together, so that one side would be empty; they ask the same, or have the same value to be grouped by", p.n)
	case p.class == nil:
		for _, groups := range classes {
			p.split.Below = p.below(groups)
		}
		return p.split, nil
	case len(classes) > maxClasses:
		return Split{}, fmt.Errorf("the examples are of %d classes, which are too many to divide each by itself; most is %d", len(classes), maxClasses)
	}
	return p.chosen(classes), nil
}

// maxClasses is how many classes an input can be divided by.
const maxClasses = 1000

// chosen divides each class by itself. A class of one key is for training.
func (p *Picker) chosen(classes map[uint64][]*group) Split {
	below := map[uint64]uint64{}
	for class, groups := range classes {
		if len(groups) > 1 {
			below[class] = p.below(groups)
		}
	}
	p.split.Chosen = map[uint64]bool{}
	for key, g := range p.groups {
		if g.mark < below[g.class] {
			p.split.Chosen[key] = true
		}
	}
	return p.split
}

// below returns the mark below which groups are for validation: at least one group is, and one is not. A number of examples
// is met as far as whole groups can, and not exceeded but for the first.
func (p *Picker) below(groups []*group) uint64 {
	slices.SortFunc(groups, func(a, b *group) int { return cmp.Compare(a.mark, b.mark) })
	want, total := p.portion.Count, 0
	if p.class != nil || want == 0 {
		for _, g := range groups {
			total += g.examples
		}
	}
	if want > 0 && p.class != nil {
		want = max(1, (want*total+p.n/2)/p.n)
	}
	taken, n := 0, 0
	for _, g := range groups[:len(groups)-1] {
		switch {
		case want == 0 && p.class == nil && g.mark >= p.portion.Below, want > 0 && n+g.examples > want:
		case want == 0 && p.class != nil && !p.portion.holds(n+g.examples, total):
		default:
			taken, n = taken+1, n+g.examples
			continue
		}
		break
	}
	return groups[max(1, taken)-1].mark + 1
}

// holds reports whether n of total examples are no more than the share, rounded up.
func (p Portion) holds(n, total int) bool {
	share := new(big.Int).Mul(new(big.Int).SetUint64(p.Below), big.NewInt(int64(total)))
	share.Add(share, new(big.Int).SetUint64(1<<64-1)).Rsh(share, 64)
	return share.Cmp(big.NewInt(int64(n))) >= 0
}

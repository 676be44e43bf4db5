package dataset

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// A Split divides examples into training and validation. An example's side depends on the seed and on what it says, and
// on nothing else: not on its place, not on the other lines, not on the machine. Equal examples stay together.
type Split struct {
	Seed  uint64
	Below uint64 // examples whose mark is below are for validation
}

// Validation reports whether an example with that hash, see [Value.Hash], is for validation.
func (s Split) Validation(hash uint64) bool { return s.mark(hash) < s.Below }

// mark returns where an example stands between 0 and 2⁶⁴, evenly spread.
func (s Split) mark(hash uint64) uint64 { return Mix(s.Seed, hash) }

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

// A Picker finds the split that gives a number of examples to validation: those with the lowest marks. It holds at most
// twice that number of marks.
type Picker struct {
	split Split
	count int
	marks []uint64
}

// NewPicker returns a picker of count examples.
func NewPicker(seed uint64, count int) *Picker {
	return &Picker{split: Split{Seed: seed}, count: count}
}

// Add takes in one example by its hash.
func (p *Picker) Add(hash uint64) {
	p.marks = append(p.marks, p.split.mark(hash))
	if len(p.marks) >= 2*p.count {
		p.keepLowest()
	}
}

func (p *Picker) keepLowest() {
	slices.Sort(p.marks)
	p.marks = p.marks[:min(len(p.marks), p.count)]
}

// Split returns the split. It fails where there are not more examples than were asked for.
func (p *Picker) Split(examples int) (Split, error) {
	if examples <= p.count {
		return Split{}, fmt.Errorf("%d examples for validation leave none of %d for training", p.count, examples)
	}
	p.keepLowest()
	p.split.Below = p.marks[len(p.marks)-1] + 1 // a mark of 2⁶⁴-1 among the lowest is out of the question
	return p.split, nil
}

package convert

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// A markKind is what a key says about training: whether an answer is to be trained, or how good it is.
type markKind int

const (
	goodMark   markKind = iota // true or 1: to be trained
	badMark                    // true or 1: not to be trained
	gradedMark                 // how good an answer is, from which nobody but the user can tell whether to train it
)

// markNames are the keys of public datasets that say whether an answer is to be trained.
var markNames = map[string]markKind{
	"label": goodMark, "kto_label": goodMark, "kto_tag": goodMark, "is_correct": goodMark, "correct": goodMark, "desirable": goodMark,
	"is_desirable": goodMark, "is_good": goodMark, "good": goodMark, "accepted": goodMark, "is_accepted": goodMark, "chosen": goodMark,
	"is_chosen": goodMark, "preferred": goodMark, "is_preferred": goodMark, "train": goodMark, "training": goodMark, "trainable": goodMark,
	"is_trained": goodMark, "weight": goodMark, "loss_weight": goodMark, "train_weight": goodMark, "sample_weight": goodMark,
	"example_weight": goodMark, "loss": goodMark, "loss_mask": goodMark, "approved": goodMark, "helpful": goodMark,

	"mask": badMark, "masked": badMark, "is_masked": badMark, "rejected": badMark, "is_rejected": badMark, "bad": badMark, "is_bad": badMark,
	"undesirable": badMark, "is_undesirable": badMark, "ignore": badMark, "skip": badMark, "excluded": badMark,

	"reward": gradedMark, "rewards": gradedMark, "rank": gradedMark, "ranking": gradedMark, "advantage": gradedMark, "grade": gradedMark,
	"labels": gradedMark, "weights": gradedMark,
}

// markNamed returns what a key says about training, if it says anything.
func markNamed(name []byte) (kind markKind, marked bool) {
	if len(name) > 20 {
		return 0, false
	}
	kind, marked = markNames[plainName(name)]
	return kind, marked
}

// verdict reads a mark: whether what it stands at is to be trained. It is not known where the mark is no yes or no.
func (kind markKind) verdict(v dataset.Value) (trained, known bool) {
	if kind == gradedMark {
		return false, false
	}
	switch strings.ToLower(string(v.Text())) {
	case "true", "yes", "desirable", "good", "chosen", "correct":
		trained, known = true, true
	case "false", "no", "undesirable", "bad", "rejected", "incorrect":
		known = true
	default:
		trained, known = isOne(v.Text()), isOne(v.Text()) || isZero(v.Text())
	}
	return trained != (kind == badMark), known
}

// isZero and isOne report whether a number is 0 or 1, also as columns of floats write it: 0.0, 1.00.
func isZero(number []byte) bool { return wholeNumber(number) == "0" }
func isOne(number []byte) bool  { return wholeNumber(number) == "1" }

func wholeNumber(number []byte) string {
	whole, fraction, point := strings.Cut(string(number), ".")
	if point && (fraction == "" || strings.Trim(fraction, "0") != "") {
		return ""
	}
	return whole
}

// mark takes in what a key beside a whole example says about training it.
func (c *converter) mark(talk *conversation, m *member, kind markKind) error {
	if c.o.Keeps.Weights && plainName(m.name) == "weight" && m.value.Kind() == dataset.Number {
		talk.weight = m.value
		return nil
	}
	trained, known := kind.verdict(m.value)
	if !known {
		return c.question(m.name, "an example is to be trained, or how much", "")
	}
	if !trained {
		talk.unwanted = true
	}
	talk.marked = true
	c.notes.read(m.name)
	return nil
}

// question is the reason why an example is not converted whose mark can be read in more ways than one.
func (c *converter) question(name []byte, what, where string) error {
	return fmt.Errorf("%sthe key %s may say whether %s, and it is neither true nor false, 1 nor 0; if every answer is to be trained, leave it out with %s",
		where, dataset.Quote(name), what, dropFlag(name))
}

// errUnwanted is the reason why an example is left out whose source says not to train it.
var errUnwanted = errors.New("its source says that the answer is not to be trained")

// wanted returns errUnwanted where nothing in an example is to be trained.
func (c *converter) wanted(talk *conversation) error {
	if talk.unwanted {
		return errUnwanted
	}
	if c.o.To != dataset.Chat || c.o.Keeps.Weights {
		return nil
	}
	answers, trained := 0, 0
	for i := range talk.messages {
		if m := &talk.messages[i]; m.role == dataset.AssistantRole {
			answers++
			if !m.untrained() {
				trained++
			}
		}
	}
	if answers > 0 && trained == 0 {
		return errUnwanted
	}
	return nil
}

// untrained reports whether a message has the weight 0.
func (m *message) untrained() bool { return m.weight.zero() }

// A weight is what a message is trained with: as its source writes it, or as a mark says.
type weight struct {
	given bool
	text  []byte // a number as JSON
}

func (w weight) zero() bool { return w.given && isZero(w.text) }
func (w weight) one() bool  { return w.given && isOne(w.text) }

// json returns the weight as the service wants it: 0 and 1 as integers.
func (w weight) json() []byte {
	switch {
	case w.zero():
		return []byte("0")
	case w.one():
		return []byte("1")
	}
	return w.text
}

// weightOf returns the weight that says the same as a mark.
func weightOf(trained bool) weight {
	if trained {
		return weight{given: true, text: []byte("1")}
	}
	return weight{given: true, text: []byte("0")}
}

// mark takes in what a key of a message says about training it.
func (r *messageReader) mark(name []byte, v dataset.Value, kind markKind) error {
	trained, known := kind.verdict(v)
	switch {
	case !known && r.o.Keeps.Weights && plainName(name) == "weight" && v.Kind() == dataset.Number:
		r.weight = weight{given: true, text: v.Text()}
		return nil
	case !known:
		return r.question(name, "the message is to be trained, or how much", r.where)
	}
	w := weightOf(trained)
	if r.weight.given && r.weight.zero() != w.zero() {
		return fmt.Errorf("%sits keys %s and %s say different things about training it", r.where, dataset.Quote([]byte(r.marked)), dataset.Quote(name))
	}
	if string(name) != "weight" {
		r.notes.read(name)
	}
	r.weight, r.marked = w, string(name)
	return nil
}

// marks reports whether an example has a key that says whether to train it.
func (o *object) marks() bool {
	return slices.ContainsFunc(o.members, func(m member) bool {
		kind, marked := markNamed(m.name)
		if marked {
			_, marked = kind.verdict(m.value)
		}
		return marked
	})
}

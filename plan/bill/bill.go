// Package bill compares what a job was billed with what its file is counted at, and looks for the way of counting that
// explains a difference to the token. Surveys of the file come in, from package plan; a verdict goes out. No price is in it.
package bill

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/tokenize"
)

// MaxTokens is the largest bill that is looked at, in tokens. It keeps every product inside an int64.
const MaxTokens = 1_000_000_000_000

// A Check is a bill, and the file that it is said to be for.
type Check struct {
	Surveys  []plan.Survey // of the file, by the encoding of the bill's model first; others are tried
	Lengths  map[int64]int64
	Limit    int64 // tokens of the longest example that the model takes; 0 = not stated
	Chat     string
	Provider *catalog.Provider
	Epochs   int64 // 0 = not known
	Billed   int64 // tokens
}

// An Explanation is a way of counting that gives the bill.
type Explanation struct {
	Text   string `json:"text"` // "" where nothing but the plain count is needed
	Epochs int64  `json:"epochs"`
	Tokens int64  `json:"tokens"` // in all epochs, as this way of counting bills them

	steps int // how far it is from the plain count
}

// A Result is what the comparison of a bill with a file gave.
type Result struct {
	Epochs       int64         `json:"epochs"`  // of the bill, or the likeliest
	Counted      int64         `json:"counted"` // in all epochs, as the provider bills
	Low          int64         `json:"counted_low"`
	High         *int64        `json:"counted_high"` // nil where nothing bounds it
	Billed       int64         `json:"billed"`
	Difference   int64         `json:"difference"` // billed less counted
	Explanations []Explanation `json:"explanations"`
}

// Met reports whether the bill is the plain count, to the token.
func (r *Result) Met() bool { return r.Difference == 0 }

// Within reports whether the bill lies between the bounds of the count.
func (r *Result) Within() bool {
	return r.Low <= r.Billed && (r.High == nil || r.Billed <= *r.High)
}

// MostEpochs is how many epochs are tried for a bill. No service takes more.
const MostEpochs = 50

// Explain compares a bill with what is counted, and looks for the ways of counting that give the bill to the token: other
// epochs, other rounding, another provider's tokens per conversation, a prompt that counts once, answers of weight 0 that
// count nothing, cut tails, another encoding, an example more or less. The simplest come first, five at most.
func (b *Check) Explain() *Result {
	perEpoch := b.plain()
	epochs := b.Epochs
	if epochs == 0 {
		epochs = b.likely(perEpoch)
	}
	t := &b.Surveys[0].Tokens
	low, high := t.Bounds()
	extra := perEpoch - t.Billed
	r := &Result{Epochs: epochs, Counted: b.round(perEpoch * epochs), Low: b.round((low + extra) * epochs), Billed: b.Billed}
	if b.Surveys[0].Unknown == 0 {
		most := b.round((high + extra) * epochs)
		r.High = &most
	}
	r.Difference = b.Billed - r.Counted
	if !r.Met() {
		r.Explanations = b.explanations(epochs)
	}
	return r
}

// plain is one epoch as the provider is known to count.
func (b *Check) plain() int64 {
	return b.Surveys[0].Tokens.Billed + b.perConversation(b.Provider.Billing.ExampleTokens)
}

// perConversation is what so many tokens for a conversation are beyond the one that a survey holds.
func (b *Check) perConversation(tokens int64) int64 {
	if b.Chat != "openai" {
		return 0
	}
	return (tokens - 1) * b.conversations()
}

func (b *Check) conversations() int64 {
	s := &b.Surveys[0]
	if s.Tokens.Repeated > 0 {
		return 2 * s.File.Examples
	}
	return s.File.Examples
}

// round is the provider's rounding of a job's tokens.
func (b *Check) round(tokens int64) int64 { return b.Provider.Billing.Billed(tokens, 1) }

// likely is the number of epochs with which a count comes nearest to the bill.
func (b *Check) likely(perEpoch int64) int64 {
	best := int64(1)
	for n := int64(2); n <= MostEpochs; n++ {
		if distance(b.Billed, b.round(perEpoch*n)) < distance(b.Billed, b.round(perEpoch*best)) {
			best = n
		}
	}
	return best
}

func distance(a, b int64) int64 { return max(a-b, b-a) }

// A variant is another way to count one epoch, in words.
type variant struct {
	text   string
	tokens int64
}

// variants are ways to count one epoch that differ in one thing from the plain one, which comes first.
func (b *Check) variants() []variant {
	s := &b.Surveys[0]
	usual := b.plain()
	list := []variant{{"", usual}}
	add := func(text string, tokens int64) {
		if tokens != usual && tokens > 0 {
			list = append(list, variant{text, tokens})
		}
	}
	for _, n := range []int64{1, 3} {
		add(fmt.Sprintf("%s for each conversation, as %s counts", countOf(n, "token"), map[int64]string{1: "OpenAI", 3: "Azure"}[n]),
			s.Tokens.Billed+b.perConversation(n))
	}
	add("the prompt of a pair counts once", usual-s.Tokens.Repeated)
	add("answers of weight 0 count nothing", usual-partOf(s, tokenize.UntrainedPart))
	add("tools count nothing", usual-partOf(s, tokenize.ToolPart))
	add("what is cut off at the model's limit counts nothing", usual-b.tails())
	add("trained tokens alone are counted", s.Tokens.Trained)
	for i := range b.Surveys[1:] {
		other := &b.Surveys[i+1]
		add("the encoding is "+other.Encoding+": is the model another one?", usual-s.Tokens.Billed+other.Tokens.Billed)
	}
	return list
}

// partOf returns the tokens that one kind of text takes in an epoch.
func partOf(s *plan.Survey, part tokenize.Part) int64 {
	for _, p := range s.Tokens.Parts {
		if p.Name == part.String() {
			return p.Tokens
		}
	}
	return 0
}

// tails are the tokens of an epoch that lie behind the model's limit.
func (b *Check) tails() int64 {
	var n int64
	if b.Limit > 0 {
		for length, examples := range b.Lengths {
			n += examples * max(0, length-b.Limit)
		}
	}
	return n
}

// explanations are what gives the bill to the token, the simplest first. Too many differences at once give any bill: there
// are two at the most, and epochs that are known change alone.
func (b *Check) explanations(epochs int64) []Explanation {
	var list []Explanation
	for _, v := range b.variants() {
		for _, up := range []int64{1, 1000} {
			for n := int64(1); n <= MostEpochs; n++ {
				if b.Epochs > 0 && n != epochs && v.text != "" {
					continue
				}
				if e := b.try(v, up, n, epochs); e.Tokens == b.Billed && e.steps <= 2 {
					list = append(list, e)
				}
			}
		}
	}
	list = append(list, b.otherVersion(epochs)...)
	slices.SortStableFunc(list, func(x, y Explanation) int { return cmp.Compare(x.steps, y.steps) })
	return list[:min(len(list), 5)]
}

// try counts one way, and says in what it differs from the plain one.
func (b *Check) try(v variant, up, n, epochs int64) Explanation {
	e := Explanation{Epochs: n, Tokens: catalog.Billing{RoundUpTo: up}.Billed(v.tokens, n)}
	var words []string
	if v.text != "" {
		words = append(words, v.text)
		e.steps++
	}
	if n != epochs {
		words = append(words, fmt.Sprintf("%s, not %d", countOf(n, "epoch"), epochs))
		e.steps++
	}
	if own := max(1, b.Provider.Billing.RoundUpTo); up != own {
		words = append(words, map[int64]string{1: "not rounded", 1000: "rounded up to the next 1,000"}[up])
		e.steps++
	}
	e.Text = strings.Join(words, "; ")
	return e
}

// otherVersion looks for a file with an example more or less. Only a bill that is not rounded tells.
func (b *Check) otherVersion(epochs int64) []Explanation {
	off := b.Billed - b.plain()*epochs
	if b.Provider.Billing.RoundUpTo > 1 || off%epochs != 0 {
		return nil
	}
	missing := -off / epochs
	n := b.Lengths[missing]
	if n == 0 {
		return nil
	}
	return []Explanation{{Epochs: epochs, Tokens: b.Billed, steps: 2,
		Text: fmt.Sprintf("another version of the file, without an example of %s, of which this one has %d", countOf(missing, "token"), n)}}
}

func countOf(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

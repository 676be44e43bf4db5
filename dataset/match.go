package dataset

import (
	"cmp"
	"slices"
)

// A Print tells the lines of files apart by 64-bit hashes, without their text. Between two files of a million lines each
// there is a chance of 1 in 18 million that two different lines agree: a match is good for a report and no proof.
type Print struct {
	Line    int    // in its file, 1 for the first
	Content uint64 // of all that the line says, see [Value.Hash]; of its bytes where it cannot be read
	Prompt  uint64 // of what leads up to the answer; 0 where nothing does
	Answer  uint64 // of the answer; 0 where there is none
	Example bool   // the line could be read and is an object
}

// PrintOf returns the print of a record. The answer is the last message of the assistant, the outputs of a preference, or
// a completion; the prompt is what comes before it.
func PrintOf(r *Record) Print {
	p := Print{Line: r.Number, Example: r.Err == nil && r.Root.Kind() == Object}
	if r.Err != nil {
		p.Content = textHash(r.Text)
		return p
	}
	p.Content = r.Root.Hash()
	e := &r.Example
	switch {
	case r.Format == Completion:
		p.Prompt, p.Answer = e.Prompt.Hash(), e.Completion.Hash()
	case r.Format == Preference:
		p.Prompt = talkHash(e.Messages)
		p.Answer = Mix(talkHash(e.Preferred), talkHash(e.NonPreferred))
	case len(e.Messages) > 0:
		last := len(e.Messages)
		for i, m := range slices.Backward(e.Messages) {
			if m.Role == AssistantRole {
				last, p.Answer = i, talkHash(e.Messages[i:i+1])
				break
			}
		}
		p.Prompt = talkHash(e.Messages[:last])
	}
	return p
}

// talkHash returns a hash of what messages say and do, weights and names aside; 0 without messages.
func talkHash(messages []Message) uint64 {
	var sum uint64
	for i := range messages {
		m := &messages[i]
		h := Mix(uint64(m.Role), m.Content.Hash())
		for _, v := range [...]Value{m.ToolCalls, m.FunctionCall, m.Refusal, m.ToolCallID} {
			h = Mix(h, v.Hash())
		}
		sum = Mix(sum, h)
	}
	return sum
}

// MatchLimit is how many lines of each file [Match] is meant for. A line takes about 60 bytes.
const MatchLimit = 2 << 20

// A Pair is a line of an old file and the line of a new one that stands for it.
type Pair struct{ Old, New int }

// A Matching says what became of the lines of an old file in a new one.
type Matching struct {
	Same    []Pair // they say the same, wherever they stand
	Answers []Pair // the same prompt with another answer
	Rest    []Pair // the same prompt and answer; something else differs, such as weights or tools
	Removed []int  // lines of the old file alone
	Added   []int  // lines of the new file alone
}

// Match finds what became of the lines of an old file in a new one: first those that say the same, then those with the same
// prompt and answer, then those with the same prompt. Where several would do, they are paired in file order, and what is
// left over of them is added or removed. All lists are in file order, pairs in that of the new file. The arguments are
// used up: Match works in their memory.
func Match(old, changed []Print) Matching {
	var m Matching
	m.Same, old, changed = pair(old, changed, func(p Print) [2]uint64 { return [2]uint64{p.Content, 1} })
	m.Rest, old, changed = pair(old, changed, func(p Print) [2]uint64 { return p.talk(p.Answer) })
	m.Answers, old, changed = pair(old, changed, func(p Print) [2]uint64 { return p.talk(0) })
	m.Removed, m.Added = lines(old), lines(changed)
	return m
}

// talk returns a key for prints with the same prompt; a print without one has a key of its own.
func (p Print) talk(answer uint64) [2]uint64 {
	if p.Prompt == 0 {
		return [2]uint64{0, p.Content}
	}
	return [2]uint64{p.Prompt, answer}
}

// pair matches prints with equal keys, and returns the pairs and the prints that are left over. It reorders its arguments.
func pair(old, changed []Print, key func(Print) [2]uint64) (pairs []Pair, oldLeft, changedLeft []Print) {
	order := func(a, b Print) int {
		ka, kb := key(a), key(b)
		return cmp.Or(slices.Compare(ka[:], kb[:]), cmp.Compare(a.Line, b.Line))
	}
	slices.SortFunc(old, order)
	slices.SortFunc(changed, order)
	oldLeft, changedLeft = old[:0], changed[:0]
	i, j := 0, 0
	for i < len(old) && j < len(changed) {
		ki, kj := key(old[i]), key(changed[j])
		switch c := slices.Compare(ki[:], kj[:]); {
		case c == 0:
			pairs = append(pairs, Pair{old[i].Line, changed[j].Line})
			i, j = i+1, j+1
		case c < 0:
			oldLeft = append(oldLeft, old[i])
			i++
		default:
			changedLeft = append(changedLeft, changed[j])
			j++
		}
	}
	slices.SortFunc(pairs, func(a, b Pair) int { return cmp.Compare(a.New, b.New) })
	return pairs, append(oldLeft, old[i:]...), append(changedLeft, changed[j:]...)
}

func lines(prints []Print) []int {
	var list []int
	for _, p := range prints {
		list = append(list, p.Line)
	}
	slices.Sort(list)
	return list
}

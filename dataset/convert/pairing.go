package convert

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert/input"
)

// maxPending is how many bytes of answers are kept that wait for their pair.
const maxPending = 256 << 20

// errPending says that an answer waits for its pair. It is no reason to reject it.
var errPending = errors.New("it waits for its pair")

// A pairing makes pairs of answers to the same prompt, of which the source says that one is to be trained and the other is
// not. Each answer is used once, with the next of the other kind.
type pairing struct {
	waiting map[string][]pendingAnswer // by the line that holds the prompt alone
	bytes   int
}

type pendingAnswer struct {
	trained bool
	answer  []byte // the message, as the line would have it
	line    int
	raw     []byte
}

func newPairing() *pairing { return &pairing{waiting: map[string][]pendingAnswer{}} }

// pairUp returns the line of a pair where the other answer to the same prompt came before. errPending is that it may follow.
func (c *converter) pairUp(row input.Row, talk *conversation) ([]byte, error) {
	if !talk.marked {
		return nil, errors.New("nothing says whether the answer is preferred")
	}
	before, answer, err := talk.cutAnswer()
	if err != nil {
		return nil, err
	}
	talk.messages = before
	if err := c.link(talk.path, talk.messages); err != nil {
		return nil, err
	}
	c.addSystem(talk)
	prompt := string(appendThread([]byte{'{'}, talk))
	one := pendingAnswer{trained: !talk.unwanted, answer: appendMessage(nil, &answer), line: row.Line}
	waiting := c.pairing.waiting[prompt]
	i := slices.IndexFunc(waiting, func(p pendingAnswer) bool { return p.trained != one.trained })
	if i < 0 {
		return nil, c.wait(row, prompt, one)
	}
	other := waiting[i]
	c.pairing.waiting[prompt] = slices.Delete(waiting, i, i+1)
	c.pairing.bytes -= len(other.answer) + len(other.raw)
	if other.trained {
		one, other = other, one
	}
	return appendPair(prompt, one.answer, other.answer), nil
}

// wait keeps an answer until one of the other kind comes.
func (c *converter) wait(row input.Row, prompt string, one pendingAnswer) error {
	one.raw = slices.Clone(row.Raw)
	c.pairing.bytes += len(one.answer) + len(one.raw)
	if c.pairing.bytes > maxPending {
		return fmt.Errorf("more than %d MiB of answers before it have no pair yet; put the answers to a prompt next to each other", maxPending>>20)
	}
	c.pairing.waiting[prompt] = append(c.pairing.waiting[prompt], one)
	return errPending
}

// cutAnswer takes the answer off a conversation.
func (talk *conversation) cutAnswer() (before []message, answer message, err error) {
	last := len(talk.messages) - 1
	if last < 1 || talk.messages[last].role != dataset.AssistantRole {
		return nil, answer, errors.New("it is no prompt with an answer of the assistant")
	}
	before, answer = talk.messages[:last], talk.messages[last]
	answer.weight = weight{}
	for i := range before {
		before[i].weight = weight{}
	}
	return before, answer, answer.plain()
}

// appendPair returns the line of a pair; the prompt is an object that is not closed yet.
func appendPair(prompt string, better, worse []byte) []byte {
	line := append([]byte(`{"input":`), prompt...)
	line = append(input.AppendKey(append(line, '}'), "preferred_output"), '[')
	line = append(append(line, better...), ']')
	line = append(input.AppendKey(line, "non_preferred_output"), '[')
	return append(append(line, worse...), "]}"...)
}

// unpaired hands out the answers that no pair was found for, in the order of the input.
func (c *converter) unpaired() error {
	if c.pairing == nil {
		return nil
	}
	var left []pendingAnswer
	for _, waiting := range c.pairing.waiting {
		left = append(left, waiting...)
	}
	slices.SortFunc(left, func(a, b pendingAnswer) int { return a.line - b.line })
	for _, one := range left {
		c.stats.Rejected++
		r := Reject{Line: one.line, Reason: "no other answer to its prompt makes a pair with it", Text: one.raw}
		if err := c.reject(r); err != nil {
			return err
		}
	}
	return nil
}

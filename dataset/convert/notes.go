package convert

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ftplan/ftplan/dataset"
)

// A note is something that was done to examples and should be known.
type note int

const (
	blankLines note = iota
	idleWeights
	oldCalls
	oldFunctions
	newIDs
	argumentObjects
	ownSystem
	joinedInputs
	emptyPrompts
	dialogues
	oldNames
	leftAnswers
	leftWeights
	developers
	repeats
	toolResults
	turnsRead
	numberLabels
	filledValues
	picturesPlaced
	encodedTwice
	listedExamples
	instancesRead
	unwrapped
	unwantedAmong
	twins
	noteCount
)

var noteTexts = [noteCount]string{
	blankLines:      "blank lines were skipped",
	idleWeights:     "a weight of 0 was left out of messages that are not the assistant's: they are never trained",
	oldCalls:        "function_call became tool_calls",
	oldFunctions:    "functions became tools",
	newIDs:          "calls without an id were given one: call_1, call_2 and on",
	argumentObjects: "arguments of a call that were an object became text, as the service wants them",
	ownSystem:       "a system message of their own was kept and the given one left out",
	joinedInputs:    "instruction and input were joined, with a blank line between them",
	emptyPrompts:    "an empty prompt became no message",
	dialogues:       "text with Human: and Assistant: became messages, without these words and the space behind them",
	oldNames:        "preferred_completion and non_preferred_completion became preferred_output and non_preferred_output",
	leftAnswers:     "the non-preferred answer was left out",
	leftWeights:     "weights of messages were left out: the target has one trained answer and no weights",
	repeats:         "a key that says the others again (text, messages) was left out",
	toolResults:     "results of tools that stood in other messages became messages of their own",
	turnsRead:       "pairs or texts in turn were read as the user's and the assistant's",
	numberLabels:    "a label that is a number became text",
	filledValues:    "lists and objects of the template became JSON",
	picturesPlaced:  "pictures took the place of the marks <image>",
	encodedTwice:    "an example that was a string of JSON was decoded once more",
	listedExamples:  "a list of examples on one line became a line each",
	instancesRead:   "instances became examples of their own",
	unwrapped:       "an example was taken out of its item",
	unwantedAmong:   "some of the examples on a line were left out: their source says not to train them",
	twins:           "of a key that stands twice in one object the last value was kept",
	developers:      "system became developer, the role that reinforcement knows",
}

// maxDropped is how many different keys are counted by name.
const maxDropped = 20

// Notes count in how many examples something was done. What is noted counts when the example is kept.
type notes struct {
	now     [noteCount]bool
	all     [noteCount]int
	nowGone []string
	nowRead []string
	gone    map[string]int // examples by the key that was left out of them
	marks   map[string]int // examples by the key that said whether to train them
	texts   map[string]int // examples by the template that their text was in
	layout  string         // of the example at hand
}

func (n *notes) begin() {
	n.now = [noteCount]bool{}
	n.nowGone, n.nowRead, n.layout = n.nowGone[:0], n.nowRead[:0], ""
}

func (n *notes) count(what note) { n.now[what] = true }

// drop notes that a key was left out.
func (n *notes) drop(name []byte) {
	key := dataset.Quote(name)
	if !slices.Contains(n.nowGone, key) {
		n.nowGone = append(n.nowGone, key)
	}
}

// read notes that a key said whether to train a message or the example.
func (n *notes) read(name []byte) {
	key := dataset.Quote(name)
	if !slices.Contains(n.nowRead, key) {
		n.nowRead = append(n.nowRead, key)
	}
}

// template notes in which template a text was.
func (n *notes) template(name string) { n.layout = name }

// readOnly counts what was noted about an example that is left out because a mark says so.
func (n *notes) readOnly() {
	if n.marks == nil {
		n.marks, n.texts = map[string]int{}, map[string]int{}
	}
	for _, key := range n.nowRead {
		n.marks[key]++
	}
}

// keep counts what was noted since begin.
func (n *notes) keep() {
	n.readOnly()
	if n.layout != "" {
		n.texts[n.layout]++
	}
	for what, noted := range n.now {
		if noted {
			n.all[what]++
		}
	}
	if n.gone == nil {
		n.gone = map[string]int{}
	}
	for _, key := range n.nowGone {
		if _, known := n.gone[key]; !known && len(n.gone) >= maxDropped {
			key = "others"
		}
		n.gone[key]++
	}
}

// sentences returns all notes in words.
func (n *notes) sentences(l legacy) []string {
	texts := l.sentences()
	for what, count := range n.all {
		if count > 0 {
			texts = append(texts, noteTexts[what]+" ("+times(count)+")")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(n.texts)) {
		texts = append(texts, fmt.Sprintf("texts in the template %s were taken apart, and its marks taken off (%s)", name, times(n.texts[name])))
	}
	for _, key := range slices.Sorted(maps.Keys(n.marks)) {
		texts = append(texts, fmt.Sprintf("the key %s was read as whether to train what it stands at (%s)", key, times(n.marks[key])))
	}
	for _, key := range slices.Sorted(maps.Keys(n.gone)) {
		texts = append(texts, fmt.Sprintf("the key %s was left out (%s)", key, times(n.gone[key])))
	}
	return texts
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

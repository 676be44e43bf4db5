package convert

import (
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// A Source names what an input is: one of [SourceNames], or "" to recognise it.
type Source string

// The sources that say how the rows of a table are separated. Their columns say what the rows are.
const (
	CSV Source = "csv"
	TSV Source = "tsv"
)

// The sources that other parts of this package ask for by name.
const (
	completionName = "completion"
	textName       = "text"
	templateName   = "template"
)

// A shape is what the keys of an example mean. One shape is one value of the list below.
type shape struct {
	name  string
	title string                                 // its keys, for people
	needs [][]string                             // an example has all keys of one of these
	also  []string                               // keys that it may have besides
	pair  bool                                   // it has two answers, of which one is preferred
	when  func(*object) bool                     // what is asked of an example beyond its keys; nil for nothing
	read  func(*converter) (conversation, error) // takes the keys of an example from the converter's object
}

// shapes lists the shapes; where an example fits several, the first one counts.
var shapes = []shape{
	{
		name: "chosen-rejected", title: "prompt, chosen, rejected, as TRL has them", pair: true,
		needs: [][]string{{"chosen", "rejected"}, {"chosen_messages", "rejected_messages"}, {"chosen_response", "rejected_response"}},
		also: []string{"prompt", "question", "query", "instruction", "input", "history", "system", "tools", "messages", "conversations",
			"conversation"},
		when: (*object).hasTwoAnswers,
		read: (*converter).chosen,
	}, {
		name: "preference", title: "input, preferred_output, non_preferred_output", pair: true,
		needs: [][]string{{"input", "preferred_output"}, {"input", "preferred_completion"}},
		also:  []string{"non_preferred_output", "non_preferred_completion"},
		read:  (*converter).preference,
	}, {
		name: "chat", title: "messages of role and content; functions become tools",
		needs: [][]string{{"messages"}},
		also:  []string{"system", "tools", "functions", "parallel_tool_calls", "images"},
		read:  (*converter).chat,
	}, {
		name: "sharegpt", title: "conversations of from and value; also conversation, dialogue, dialog, turns, data",
		needs: [][]string{{"conversations"}, {"conversation"}, {"dialogue"}, {"dialog"}, {"turns"}, {"data"}},
		also:  []string{"system", "tools", "images"},
		when:  (*object).hasTurns,
		read:  (*converter).sharegpt,
	}, {
		name: "contents", title: "contents of role and parts, as Gemini has them",
		needs: [][]string{{"contents"}},
		also:  []string{"system", "tools"},
		read:  (*converter).contents,
	}, {
		name: "alpaca", title: "instruction, input, output, system, history; also response for output, context for input",
		needs: [][]string{{"instruction", "output"}, {"instruction", "response"}},
		also:  []string{"input", "context", "system", "history"},
		read:  (*converter).alpaca,
	}, {
		name: completionName, title: "prompt, completion, as the old models had them; with label, as KTO has them",
		needs: [][]string{{"prompt", "completion"}},
		also:  []string{"system", "tools"},
		read:  (*converter).completion,
	}, {
		name: "pairs", title: "question and answer, prompt and response, input and output, problem and solution, user and assistant …",
		needs: pairNames,
		also:  []string{"system", "history"},
		read:  (*converter).pairs,
	}, {
		name: "turns", title: "turn_1, turn_2 and on, each with what the user and the assistant said",
		needs: [][]string{{"turn_1"}},
		also:  []string{"system"},
		read:  (*converter).turns,
	}, {
		name: "label", title: "text and label, a classification; --system says the instruction",
		needs: [][]string{{"text", "label"}},
		also:  []string{"system"},
		read:  (*converter).labelled,
	}, {
		name: textName, title: "text that holds a whole conversation in a known template",
		needs: [][]string{{"text"}},
		also:  []string{"system"},
		read:  (*converter).templated,
	},
}

// filled is the shape of rows whose messages are put together by [Options].Template.
var filled = shape{name: templateName, needs: [][]string{{}}, also: []string{"system"}, read: (*converter).filled}

// pairNames are the names that a question and its answer have, the telling ones first.
var pairNames = [][]string{
	{"question", "answer"}, {"question", "response"}, {"query", "response"}, {"query", "answer"}, {"prompt", "response"},
	{"prompt", "answer"}, {"prompt", "output"}, {"problem", "solution"}, {"problem", "answer"}, {"input", "output"},
	{"input", "response"}, {"user", "assistant"}, {"human", "assistant"}, {"human", "gpt"}, {"human", "bot"},
}

// otherNames are names that public files have for keys that shapes know. A key itself comes before them.
var otherNames = map[string][]string{
	"system": {"system_prompt", "systemprompt", "system_message", "systemmessage", "systeminstruction", "system_instruction"},
	"tools":  {"tool_definitions", "available_tools"},
	"images": {"image"},
}

// SourceNames returns the names that [Options].From may have, in the order in which help should show them.
func SourceNames() []string {
	names := make([]string, 0, len(shapes)+2)
	for _, s := range shapes {
		names = append(names, s.name)
	}
	return append(names, string(CSV), string(TSV))
}

// Title says in a few words what the source is: its keys, or how its rows are separated. It is "" for an unknown one.
func (s Source) Title() string {
	switch s {
	case CSV:
		return "rows of comma-separated values under a row of names, with the keys of any other source"
	case TSV:
		return "the same, separated by tabs"
	}
	if s := shapeNamed(string(s)); s != nil {
		return s.title
	}
	return ""
}

func shapeNamed(name string) *shape {
	i := slices.IndexFunc(shapes, func(s shape) bool { return s.name == name })
	if i < 0 {
		return nil
	}
	return &shapes[i]
}

// shapeOf returns the first shape that the object fits, nil where it fits none.
func shapeOf(o *object) *shape {
	for i := range shapes {
		if s := &shapes[i]; s.fits(o) && s.knows(o.columns) {
			return s
		}
	}
	return nil
}

// fits reports whether the object has the keys that the shape needs, with values that can be what it needs.
func (s *shape) fits(o *object) bool {
	return s.has(o) && (s.when == nil || s.when(o))
}

func (s *shape) has(o *object) bool {
	return slices.ContainsFunc(s.needs, func(keys []string) bool { return len(o.lacks(keys)) == 0 })
}

// wants returns which keys the object lacks of those that the shape needs, of the set of which it lacks fewest.
func (s *shape) wants(o *object) string {
	best := o.lacks(s.needs[0])
	for _, keys := range s.needs[1:] {
		if lacks := o.lacks(keys); len(lacks) < len(best) {
			best = lacks
		}
	}
	return strings.Join(best, ", ")
}

// knows reports whether all keys that were given a column are the shape's.
func (s *shape) knows(columns map[string]string) bool {
	for key := range columns {
		if !slices.Contains(s.keys(), key) {
			return false
		}
	}
	return true
}

func (s *shape) keys() []string {
	var keys []string
	for _, key := range slices.Concat(append(s.needs, s.also)...) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// columnKeys returns the keys that a column may be read as, sorted.
func columnKeys() []string {
	var keys []string
	for _, s := range shapes {
		keys = append(keys, s.keys()...)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// hasTwoAnswers reports whether chosen and rejected can be answers: true and false are a mark.
func (o *object) hasTwoAnswers() bool {
	for _, key := range []string{"chosen", "rejected"} {
		switch m := o.find(key); {
		case m == nil:
		case m.value.Kind() == dataset.True || m.value.Kind() == dataset.False:
			return false
		}
	}
	return true
}

// hasTurns reports whether one of the keys of conversations holds something that can be one.
func (o *object) hasTurns() bool { return o.turns() != nil }

// turns returns the member that holds the conversation, nil where there is none.
func (o *object) turns() *member {
	for _, key := range []string{"conversations", "conversation", "dialogue", "dialog", "turns", "data"} {
		m := o.find(key)
		if m == nil {
			continue
		}
		switch v := unpacked(m.value); v.Kind() {
		case dataset.Array, dataset.Object:
			return m
		}
	}
	return nil
}

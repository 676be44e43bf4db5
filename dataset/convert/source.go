package convert

import (
	"slices"
	"strings"
)

// A Source names what an input is: one of [SourceNames], or "" to recognise it.
type Source string

// The sources that say how the rows of a table are separated. Their columns say what the rows are.
const (
	CSV Source = "csv"
	TSV Source = "tsv"
)

// completionName is the source whose prompts and completions may have separators in common.
const completionName = "completion"

// A shape is what the keys of an example mean. One shape is one value of the list below.
type shape struct {
	name  string
	title string                                 // its keys, for people
	needs [][]string                             // an example has all keys of one of these
	also  []string                               // keys that it may have besides
	pair  bool                                   // it has two answers, of which one is preferred
	read  func(*converter) (conversation, error) // takes the keys of an example from the converter's object
}

// shapes lists the shapes; where an example fits several, the first one counts.
var shapes = []shape{
	{
		name: "chosen-rejected", title: "prompt, chosen, rejected, as TRL has them", pair: true,
		needs: [][]string{{"chosen", "rejected"}},
		also:  []string{"prompt", "question", "instruction", "input", "system", "tools", "messages"},
		read:  (*converter).chosen,
	}, {
		name: "preference", title: "input, preferred_output, non_preferred_output", pair: true,
		needs: [][]string{{"input", "preferred_output"}, {"input", "preferred_completion"}},
		also:  []string{"non_preferred_output", "non_preferred_completion"},
		read:  (*converter).preference,
	}, {
		name: "chat", title: "messages of role and content; functions become tools",
		needs: [][]string{{"messages"}},
		also:  []string{"tools", "functions", "parallel_tool_calls"},
		read:  (*converter).chat,
	}, {
		name: "sharegpt", title: "conversations of from and value",
		needs: [][]string{{"conversations"}},
		also:  []string{"system", "tools"},
		read:  (*converter).sharegpt,
	}, {
		name: "alpaca", title: "instruction, input, output, system, history",
		needs: [][]string{{"instruction", "output"}},
		also:  []string{"input", "system", "history"},
		read:  (*converter).alpaca,
	}, {
		name: completionName, title: "prompt, completion, as the old models had them",
		needs: [][]string{{"prompt", "completion"}},
		also:  []string{"system"},
		read:  (*converter).completion,
	}, {
		name: "pairs", title: "question and answer, input and output, or user and assistant",
		needs: [][]string{{"question", "answer"}, {"input", "output"}, {"user", "assistant"}},
		also:  []string{"system"},
		read:  (*converter).pairs,
	},
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

// fits reports whether the object has the keys that the shape needs.
func (s *shape) fits(o *object) bool {
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

func (s *shape) keys() []string { return slices.Concat(append(s.needs, s.also)...) }

// columnKeys returns the keys that a column may be read as, sorted.
func columnKeys() []string {
	var keys []string
	for _, s := range shapes {
		keys = append(keys, s.keys()...)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

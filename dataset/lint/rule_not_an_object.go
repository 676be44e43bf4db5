package lint

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
)

var notAnObject = &Rule{
	Code: "FT301", Name: "not-an-object", Consequence: Refused,
	Title: "the line is JSON, but not an object",
	Why: "Every line holds one example, and an example is a JSON object, in braces. A list, a number or a text on a " +
		"line is refused. A list of examples is a file that was saved as JSON and not as JSON lines; a text that " +
		"holds an object was encoded twice.",
	Refusal: "Expected file to have JSONL format, where every line is a JSON dictionary. Line 1 is not a dictionary",
	Cure:    "Write each example as an object on its own line.",
	Bad: []string{
		`[{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}, {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}]`,
		`"hello"`,
		`42`,
		`null`,
		`[]`,
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed: "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}",
	Shape: func(p *Pass) {
		switch kind := p.Root.Kind(); {
		case kind == dataset.Object:
		case kind == dataset.Array && isTalk(p.Root):
			f := p.Report(p.Root, "the line is a list of messages; an example is an object with the list under messages")
			f.Fix = &Fix{Title: "write the list under messages", Edits: []Edit{
				{p.Root.Start(), p.Root.Start(), `{"messages": `}, {p.Root.End(), p.Root.End(), "}"}}}
		case kind == dataset.Array && holdsExamples(p.Root):
			f := p.Report(p.Root, "the line is a list of examples; write each on its own line, with ftplan fix or ftplan convert")
			if p.Root.Len() < maxEdits {
				f.Fix = &Fix{Title: "write each example on its own line", Edits: spread(p.Root)}
			}
		case kind == dataset.String && unpacked(p.Root):
			f := p.Report(p.Root, "the line is a text that holds an object: it was encoded twice; write the object itself")
			f.Fix = &Fix{Title: "write the object itself", Edits: []Edit{{p.Root.Start(), p.Root.End(), string(p.Root.Text())}}}
		default:
			p.Report(p.Root, "the line is a JSON %v, not an object; an example is an object with its messages", kind)
		}
	},
}

// isTalk reports whether a list is one of messages: each of its elements has a role, and none is an example of its own.
func isTalk(list dataset.Value) bool {
	for message := range list.Elements() {
		if !message.Member("role").Exists() || message.Member("messages").Exists() {
			return false
		}
	}
	return first(list).Kind() == dataset.Object
}

// holdsExamples reports whether a list is one of examples: of objects without a role, or of lists of messages.
func holdsExamples(list dataset.Value) bool {
	for example := range list.Elements() {
		switch {
		case example.Kind() == dataset.Array && isTalk(example):
		case example.Kind() == dataset.Object && !example.Member("role").Exists():
		default:
			return false
		}
	}
	return first(list).Exists()
}

// first returns the first element of a list, absent without one.
func first(list dataset.Value) dataset.Value {
	for element := range list.Elements() {
		return element
	}
	return dataset.Value{}
}

// spread returns the edits that turn a list into its elements, one on each line.
func spread(list dataset.Value) []Edit {
	var edits []Edit
	at, between := list.Start(), ""
	for element := range list.Elements() {
		edits = append(edits, Edit{Start: at, End: element.Start(), New: between})
		at, between = element.End(), "\n"
	}
	return append(edits, Edit{Start: at, End: list.End()})
}

// unpacked reports whether a text is an object on one line.
func unpacked(text dataset.Value) bool {
	if bytes.IndexByte(text.Text(), '\n') >= 0 {
		return false
	}
	v, err := dataset.ParseValue(text.Text())
	return err == nil && v.Kind() == dataset.Object
}

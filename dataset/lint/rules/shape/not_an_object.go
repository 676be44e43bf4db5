package shape

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var notAnObject = &lint.Rule{
	Code: "FT301", Name: "not-an-object", Consequence: lint.Refused,
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
	Shape: func(p *lint.Pass) {
		switch kind := p.Root.Kind(); {
		case kind == dataset.Object:
		case kind == dataset.Array && lint.IsConversation(p.Root):
			f := p.Report(p.Root, "the line is a list of messages; an example is an object with the list under messages")
			f.Fix = &lint.Fix{Title: "write the list under messages", Edits: []dataset.Edit{
				{Start: p.Root.Start(), End: p.Root.Start(), New: `{"messages": `}, {Start: p.Root.End(), End: p.Root.End(), New: "}"}}}
		case kind == dataset.Array && lint.HoldsExamples(p.Root):
			f := p.Report(p.Root, "the line is a list of examples; write each on its own line, with ftplan fix or ftplan convert")
			if p.Root.Len() < lint.MaxEdits {
				f.Fix = &lint.Fix{Title: "write each example on its own line", Edits: spread(p.Root)}
			}
		case kind == dataset.String && unpacked(p.Root):
			f := p.Report(p.Root, "the line is a text that holds an object: it was encoded twice; write the object itself")
			f.Fix = &lint.Fix{Title: "write the object itself", Edits: []dataset.Edit{{Start: p.Root.Start(), End: p.Root.End(), New: string(p.Root.Text())}}}
		default:
			p.Report(p.Root, "the line is a JSON %v, not an object; an example is an object with its messages", kind)
		}
	},
}

// spread returns the edits that turn a list into its elements, one on each line.
func spread(list dataset.Value) []dataset.Edit {
	var edits []dataset.Edit
	at, between := list.Start(), ""
	for element := range list.Elements() {
		edits = append(edits, dataset.Edit{Start: at, End: element.Start(), New: between})
		at, between = element.End(), "\n"
	}
	return append(edits, dataset.Edit{Start: at, End: list.End()})
}

// unpacked reports whether a text is an object on one line.
func unpacked(text dataset.Value) bool {
	if bytes.IndexByte(text.Text(), '\n') >= 0 {
		return false
	}
	v, err := dataset.ParseValue(text.Text())
	return err == nil && v.Kind() == dataset.Object
}

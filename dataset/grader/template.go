package grader

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// A Field is a value of a training line that a grader reads.
type Field struct {
	Path  string // as the template has it behind "item.": answer, truth.date, calls[0].name
	steps []step
}

// A step goes from a value to one inside it: a member of an object, or an element of an array.
type step struct {
	name  string
	index int // where name is ""
}

// In returns the value that the field has in a line, absent where it has none.
func (f Field) In(root dataset.Value) dataset.Value {
	for _, s := range f.steps {
		if s.name != "" {
			root = root.Member(s.name)
			continue
		}
		root = element(root, s.index)
	}
	return root
}

func element(v dataset.Value, index int) dataset.Value {
	i := 0
	for e := range v.Elements() {
		if i == index {
			return e
		}
		i++
	}
	return dataset.Value{}
}

// addField adds a field that is not there yet.
func addField(list []Field, f Field) []Field {
	if slices.ContainsFunc(list, func(known Field) bool { return known.Path == f.Path }) {
		return list
	}
	return append(list, f)
}

// sampleNames are what the answer is known by. Source: OpenAI's and Azure's guides to graders; the other members are those
// of a chat completion.
var sampleNames = []string{"output_text", "output_json", "output_tools", "output_audio", "choices", "model", "usage", "id", "object", "created"}

// template reads a member that has to be a text and may hold templates.
func (r *reader) template(v dataset.Value, name string) {
	if text := r.text(v, name); text.Exists() {
		r.templates(text)
	}
}

// templates reads what stands between double curly braces in a text.
func (r *reader) templates(v dataset.Value) {
	rest := string(v.Text())
	for {
		_, behind, found := strings.Cut(rest, "{{")
		if !found {
			return
		}
		inside, after, closed := strings.Cut(behind, "}}")
		if !closed {
			r.faultAt(v, "{{ is not closed by }}")
			return
		}
		if err := r.variable(strings.TrimSpace(inside)); err != nil {
			r.faultAt(v, "the template %s: %v", quote("{{"+strings.TrimSpace(inside)+"}}"), err)
		}
		rest = after
	}
}

// variable notes what a template reads.
func (r *reader) variable(text string) error {
	space, path, _ := strings.Cut(text, ".")
	if space != "item" && space != "sample" {
		return fmt.Errorf("a template names a field as item.NAME or the answer as sample.output_text")
	}
	steps, err := parseSteps(path)
	if err != nil {
		return err
	}
	if space == "item" {
		r.grader.Fields = addField(r.grader.Fields, Field{Path: path, steps: steps})
		return nil
	}
	r.sample = true
	if name := steps[0].name; !slices.Contains(sampleNames, name) {
		return fmt.Errorf("the answer has no %s; it has output_text, output_json, output_tools and choices", quote(name))
	}
	return nil
}

// parseSteps reads a path such as truth.date or calls[0].name.
func parseSteps(path string) ([]step, error) {
	var steps []step
	for piece := range strings.SplitSeq(path, ".") {
		name, indexes, _ := strings.Cut(piece, "[")
		if name == "" {
			return nil, fmt.Errorf("a name is missing")
		}
		steps = append(steps, step{name: name})
		for indexes != "" {
			inside, rest, closed := strings.Cut(indexes, "]")
			if !closed {
				return nil, fmt.Errorf("[ is not closed by ]")
			}
			s, err := parseIndex(inside)
			if err != nil {
				return nil, err
			}
			steps = append(steps, s)
			if indexes, closed = strings.CutPrefix(rest, "["); !closed && rest != "" {
				return nil, fmt.Errorf("a point is wanted behind ]")
			}
		}
	}
	return steps, nil
}

// parseIndex reads what stands in square brackets: a number, or a name in quotes.
func parseIndex(text string) (step, error) {
	if n := len(text); n > 2 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] {
		return step{name: text[1 : n-1]}, nil
	}
	index, err := strconv.Atoi(text)
	if err != nil || index < 0 {
		return step{}, fmt.Errorf("a number from 0 on is wanted in []")
	}
	return step{index: index}, nil
}

// quote returns words of the grader for a message: in quotes, cut, and with all that is not plainly printable escaped.
func quote(text string) string {
	const most = 60
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return strconv.Quote(text)
}

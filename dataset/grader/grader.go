// Package grader reads the grader of a reinforcement job: the JSON object that says how answers are judged. It knows the
// members that the API's schema and the guides name, the templates in them, and the formula of a multi grader. What is
// wrong with a grader is a [Fault] with its place; which fields of the training file it reads is a list of [Field]. Whether
// the lines have those fields is for the rules of package lint to say.
//
// Sources: the schemas Grader* of openai/openai-openapi, 2026-08-21; OpenAI's guide to graders; Azure's guide to
// reinforcement fine-tuning, 2025-08-29. Endpoint graders are in private preview and have no published members.
package grader

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/ftplan/ftplan/dataset"
)

// A Grader is what could be read of one.
type Grader struct {
	Fields []Field // that its templates read, each once, in the order in which they stand
	Code   []Field // that the source of a python grader names; code may do without one
	Models []Model // that judge
	Faults []Fault // for which the service refuses it, or the job fails on its first answer
	Idle   []Fault // parts that cannot make a difference
}

// A Model is the model of a score_model or label_model grader.
type Model struct {
	Path string // JSON Pointer of the name in the grader
	Name string
}

// A Fault is what is wrong at one place.
type Fault struct {
	Path    string // JSON Pointer; "" for the grader as a whole
	Message string
}

// Read reads a grader. It never fails: what cannot be read is a fault.
func Read(text []byte) *Grader {
	r := &reader{grader: new(Grader)}
	root, err := dataset.ParseValue(text)
	switch {
	case err != nil:
		line := 1 + bytes.Count(text[:min(err.Offset, len(text))], []byte("\n"))
		r.fault("", "it is no JSON: line %d: %s", line, err.Reason)
	case root.Kind() != dataset.Object:
		r.fault("", "it is %s, and has to be one object with a type", withArticle(root.Kind()))
	default:
		for twin := range root.Twins() {
			r.faultAt(twin.Last, "the name %s stands twice in one object", quote(string(twin.Name.Text())))
		}
		r.one(root, true)
	}
	return r.grader
}

// Reads reports whether the grader reads a member of a line, or something inside it.
func (g *Grader) Reads(member string) bool {
	for _, fields := range [][]Field{g.Fields, g.Code} {
		for _, f := range fields {
			if len(f.steps) > 0 && f.steps[0].name == member {
				return true
			}
		}
	}
	return false
}

// reader reads one grader.
type reader struct {
	grader *Grader
	sample bool // the part that is being read looks at the answer
}

// mostFaults is how many faults are noted, and how many idle parts.
const mostFaults = 100

func (r *reader) fault(path, format string, args ...any) {
	if len(r.grader.Faults) == mostFaults {
		return
	}
	r.grader.Faults = append(r.grader.Faults, Fault{path, fmt.Sprintf(format, args...)})
}

// idle notes that a part makes no difference.
func (r *reader) idle(v dataset.Value, why string) {
	if len(r.grader.Idle) == mostFaults {
		return
	}
	r.grader.Idle = append(r.grader.Idle, Fault{v.Path(), why})
}

// faultAt notes a fault at a value.
func (r *reader) faultAt(v dataset.Value, format string, args ...any) {
	r.fault(v.Path(), format, args...)
}

// one reads one grader, which may be made of others at the top alone.
func (r *reader) one(v dataset.Value, top bool) {
	if v.Kind() != dataset.Object {
		r.faultAt(v, "a grader is an object, not %s", withArticle(v.Kind()))
		return
	}
	kind := v.Member("type")
	if kind.Kind() != dataset.String {
		r.faultAt(v, "a grader needs a type: %s", kindNames)
		return
	}
	switch read := kindNamed(string(kind.Text())); {
	case read == nil:
		r.faultAt(kind, "unknown type %s; known are %s", quote(string(kind.Text())), kindNames)
	case kind.Is("multi") && !top:
		r.faultAt(kind, "a multi grader cannot stand inside another")
	default:
		r.text(v, "name")
		r.sample = false
		faults := len(r.grader.Faults)
		read(r, v)
		if slices.Contains(byTemplate, string(kind.Text())) && !r.sample && faults == len(r.grader.Faults) {
			r.idle(v, "it reads nothing of the answer, so every answer gets the same grade; write {{sample.output_text}}")
		}
	}
}

// withArticle returns the kind of a value for a sentence.
func withArticle(k dataset.Kind) string {
	switch k {
	case dataset.Absent, dataset.Null:
		return k.String()
	case dataset.Object, dataset.Array:
		return "an " + k.String()
	}
	return "a " + k.String()
}

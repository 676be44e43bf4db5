package grader

import (
	"regexp"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

const kindNames = "string_check, text_similarity, score_model, label_model, python, multi, endpoint"

// kindNamed returns what reads the members of a grader of a type, nil for a type that nobody knows.
func kindNamed(name string) func(*reader, dataset.Value) {
	switch name {
	case "string_check":
		return (*reader).stringCheck
	case "text_similarity":
		return (*reader).textSimilarity
	case "score_model":
		return (*reader).scoreModel
	case "label_model":
		return (*reader).labelModel
	case "python":
		return (*reader).python
	case "multi":
		return (*reader).multi
	case "endpoint": // in private preview, without published members
		return func(*reader, dataset.Value) {}
	}
	return nil
}

// byTemplate are the types that can look at the answer through a template alone.
var byTemplate = []string{"string_check", "text_similarity", "score_model", "label_model"}

var (
	operations = []string{"eq", "ne", "like", "ilike"}
	metrics    = []string{"cosine", "fuzzy_match", "bleu", "gleu", "meteor", "rouge_1", "rouge_2", "rouge_3", "rouge_4", "rouge_5", "rouge_l"}
	roles      = []string{"user", "assistant", "system", "developer"}
)

func (r *reader) stringCheck(v dataset.Value) {
	r.template(v, "input")
	r.template(v, "reference")
	r.choice(v, "operation", operations)
}

func (r *reader) textSimilarity(v dataset.Value) {
	r.template(v, "input")
	r.template(v, "reference")
	r.choice(v, "evaluation_metric", metrics)
}

func (r *reader) scoreModel(v dataset.Value) {
	r.model(v)
	r.messages(v)
	limits := v.Member("range")
	if !limits.Exists() || limits.Kind() == dataset.Null {
		return
	}
	if limits.Kind() != dataset.Array || limits.Len() != 2 || slices.ContainsFunc(slices.Collect(limits.Elements()), func(n dataset.Value) bool { return n.Kind() != dataset.Number }) {
		r.faultAt(limits, "range is a list of two numbers, the least and the most, such as [0, 1]")
	}
}

func (r *reader) labelModel(v dataset.Value) {
	r.model(v)
	r.messages(v)
	labels := r.texts(v, "labels")
	for _, passing := range r.texts(v, "passing_labels") {
		if !slices.ContainsFunc(labels, func(label dataset.Value) bool { return label.Is(string(passing.Text())) }) {
			r.faultAt(passing, "%s is none of the labels", quote(string(passing.Text())))
		}
	}
}

// sourceMax is how long the source of a python grader may be, in bytes. Source: Azure's guide, "less than 256 kB".
const sourceMax = 256_000

var (
	definesGrade = regexp.MustCompile(`(?m)^\s*(?:async\s+)?def\s+grade\s*\(|^grade\s*=|^\s*(?:from\s.*)?import\s.*\bgrade\b`)
	readsItem    = regexp.MustCompile(`\bitem\s*\[\s*(?:"([^"\\\n]{1,200})"|'([^'\\\n]{1,200})')\s*\]|\bitem\.get\(\s*(?:"([^"\\\n]{1,200})"|'([^'\\\n]{1,200})')`)
)

func (r *reader) python(v dataset.Value) {
	source := r.text(v, "source")
	switch {
	case !source.Exists():
		return
	case len(source.Text()) >= sourceMax:
		r.faultAt(source, "the source has %d bytes, and less than %d are taken", len(source.Text()), sourceMax)
	case !definesGrade.Match(source.Text()):
		r.faultAt(source, "the source defines no function grade(sample, item)")
	}
	for _, found := range readsItem.FindAllSubmatch(source.Text(), -1) {
		for _, name := range found[1:] {
			if len(name) > 0 {
				r.grader.Code = addField(r.grader.Code, Field{Path: string(name), steps: []step{{name: string(name)}}})
			}
		}
	}
}

// multi reads the parts of a grader and the formula that makes one grade of theirs.
func (r *reader) multi(v dataset.Value) {
	parts, formula := v.Member("graders"), r.text(v, "calculate_output")
	switch {
	case !parts.Exists():
		r.faultAt(v, "graders is missing: an object of graders by their names")
		return
	case parts.Kind() != dataset.Object:
		r.faultAt(parts, "graders is %s; it has to be an object of graders by their names, which calculate_output uses", withArticle(parts.Kind()))
		return
	case parts.Member("type").Kind() == dataset.String:
		r.faultAt(parts, "graders is one grader; it has to be an object of graders by their names, which calculate_output uses")
		return
	case parts.Len() == 0:
		r.faultAt(parts, "graders holds no grader")
		return
	}
	var names []string
	for name, part := range parts.Members() {
		names = append(names, string(name.Text()))
		r.one(part, false)
	}
	if formula.Exists() {
		r.formula(formula, parts, names)
	}
}

// formula judges calculate_output: whether it can be read, and the names in it.
func (r *reader) formula(v, parts dataset.Value, names []string) {
	used, err := parseFormula(string(v.Text()))
	if err != nil {
		r.faultAt(v, "the formula cannot be read: %v", err)
		return
	}
	unknown := false
	for i, name := range used {
		if !slices.Contains(names, name) && !slices.Contains(used[:i], name) {
			unknown = true
			r.faultAt(v, "the formula uses %s, which is the name of no grader; known are %s", quote(name), quoted(names))
		}
	}
	for name, part := range parts.Members() {
		if !unknown && !slices.Contains(used, string(name.Text())) {
			r.idle(part, "calculate_output does not use it")
		}
	}
}

func quoted(names []string) string {
	const most = 8
	var list []string
	for _, name := range names[:min(most, len(names))] {
		list = append(list, quote(name))
	}
	if len(names) > most {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}

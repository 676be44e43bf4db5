package schema

import (
	"regexp"
	"regexp/syntax"

	"github.com/ftplan/ftplan/dataset"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A Budget is how many steps the arguments on one line may take to be checked. A step is one schema held against one value,
// or about as much work. Alternatives and references can multiply: two kilobytes can ask for more steps than there are atoms.
type Budget struct{ left int64 }

// The steps of a budget: some for every line, and more in proportion to its length.
const (
	baseSteps    = 20_000
	stepsPerByte = 2
	depthMax     = 5_000 // of schemas within schemas, for the stack
)

// NewBudget returns the budget of a line of that many bytes.
func NewBudget(line int) Budget { return Budget{baseSteps + stepsPerByte*int64(line)} }

// spend takes steps out of the budget, and reports whether there were so many.
func (b *Budget) spend(steps int64) bool {
	if steps > b.left {
		b.left = 0
		return false
	}
	b.left -= steps
	return true
}

// An estimate works out how many steps it takes to check a value by a schema, without checking it: each schema is held
// against each place once, and what was found there is remembered. It never falls short of what the validator does.
type estimate struct {
	known map[place]int64 // steps; those being worked out have 0
	left  int64           // places that may still be looked at
	depth int
	over  bool // there were more places, more steps or more levels than may be
	most  int64
}

// A place is one schema held against one value.
type place struct {
	schema *jsonschema.Schema
	value  dataset.Value
}

// stepsOf returns the steps to check a value by a schema, and false where they are more than the budget has.
func stepsOf(s *jsonschema.Schema, v dataset.Value, b *Budget) (int64, bool) {
	e := estimate{known: map[place]int64{}, left: b.left, most: b.left}
	steps := e.of(s, v)
	return steps, !e.over && steps <= b.left
}

func (e *estimate) of(s *jsonschema.Schema, v dataset.Value) int64 {
	if s == nil || e.over {
		return 0
	}
	at := place{s, v}
	if steps, ok := e.known[at]; ok {
		return steps
	}
	e.known[at] = 0
	e.left--
	if e.depth++; e.left < 0 || e.depth > depthMax {
		e.over = true
		return 0
	}
	steps := ownSteps(s, v) + e.same(s, v) + e.members(s, v) + e.elements(s, v)
	e.depth--
	e.over = e.over || steps > e.most
	e.known[at] = steps
	return steps
}

// ownSteps are the steps that a schema takes at a value aside from the schemas in it.
func ownSteps(s *jsonschema.Schema, v dataset.Value) int64 {
	steps := 1 + int64(v.Len()) + int64(len(s.Required))
	if s.Enum != nil {
		steps += int64(len(s.Enum.Values)) + int64(len(v.Raw()))/16
	}
	if s.UniqueItems {
		steps += int64(len(v.Raw()))
	}
	if v.Kind() == dataset.String {
		steps += int64(len(v.Text()))/64 + matchSteps(s.Pattern, v)
	}
	return steps
}

// same adds up the schemas that a schema holds against the same value.
func (e *estimate) same(s *jsonschema.Schema, v dataset.Value) (steps int64) {
	for _, in := range [...]*jsonschema.Schema{s.Ref, s.RecursiveRef, s.Not, s.If, s.Then, s.Else} {
		steps += e.of(in, v)
	}
	if s.DynamicRef != nil {
		steps += e.of(s.DynamicRef.Ref, v)
	}
	for _, list := range [...][]*jsonschema.Schema{s.AllOf, s.AnyOf, s.OneOf} {
		for _, in := range list {
			steps += e.of(in, v)
		}
	}
	for _, in := range s.DependentSchemas {
		steps += e.of(in, v)
	}
	for _, in := range s.Dependencies {
		if in, ok := in.(*jsonschema.Schema); ok {
			steps += e.of(in, v)
		}
	}
	return steps
}

// members adds up the schemas that are held against the members of an object.
func (e *estimate) members(s *jsonschema.Schema, v dataset.Value) (steps int64) {
	additional, _ := s.AdditionalProperties.(*jsonschema.Schema)
	for name, value := range v.Members() {
		steps += e.of(s.Properties[string(name.Text())], value) + e.of(additional, value) +
			e.of(s.UnevaluatedProperties, value) + e.of(s.PropertyNames, name)
		for pattern, in := range s.PatternProperties {
			steps += 1 + matchSteps(pattern, name) + e.of(in, value)
		}
		if e.over {
			break
		}
	}
	return steps
}

// elements adds up the schemas that are held against the elements of an array.
func (e *estimate) elements(s *jsonschema.Schema, v dataset.Value) (steps int64) {
	items, _ := s.Items.(*jsonschema.Schema)
	more, _ := s.AdditionalItems.(*jsonschema.Schema)
	tuple, _ := s.Items.([]*jsonschema.Schema)
	i := 0
	for element := range v.Elements() {
		for _, in := range [...]*jsonschema.Schema{items, more, s.Items2020, s.Contains, s.UnevaluatedItems} {
			steps += e.of(in, element)
		}
		for _, list := range [...][]*jsonschema.Schema{tuple, s.PrefixItems} {
			if i < len(list) {
				steps += e.of(list[i], element)
			}
		}
		if i++; e.over {
			break
		}
	}
	return steps
}

// A pattern is a regular expression with the size of its program. The engine takes time in proportion to that and to the
// length of the text.
type pattern struct {
	*regexp.Regexp
	size int
}

// newPattern compiles a pattern.
func newPattern(text string) (pattern, error) {
	r, err := regexp.Compile(text)
	if err != nil {
		return pattern{}, err
	}
	p := pattern{r, len(text)}
	if parsed, err := syntax.Parse(text, syntax.Perl); err == nil {
		if program, err := syntax.Compile(parsed.Simplify()); err == nil {
			p.size = len(program.Inst)
		}
	}
	return p, nil
}

// matchSteps are the steps that it takes to match a text against a pattern.
func matchSteps(r jsonschema.Regexp, text dataset.Value) int64 {
	p, ok := r.(pattern)
	if !ok {
		return 0
	}
	return int64(p.size) * int64(len(text.Text())) / 32
}

package schema

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var drawn = flag.Int("schemas", 100, "how many schemas with arguments are drawn; the full run has 20000")

// A drawer draws schemas with arguments: the keywords that multiply, of any depth and width, up to a size.
type drawer struct {
	*rand.Rand
	definitions int
	left        int // bytes that may still be written
}

// pair returns a schema and arguments.
func (d *drawer) pair() (schema, arguments string) {
	d.definitions = 1 + d.IntN(40)
	var all strings.Builder
	for i := range d.definitions {
		fmt.Fprintf(&all, `"d%d": %s, `, i, d.schema(1+d.IntN(4), i+1))
	}
	fmt.Fprintf(&all, `"d%d": {}`, d.definitions)
	return `{"$ref": "#/$defs/d0", "$defs": {` + all.String() + `}}`, "{" + d.membersOf(5) + "}"
}

// schema returns a schema that names definitions from next on alone, so that none names itself.
func (d *drawer) schema(depth, next int) string {
	if d.left -= 40; depth == 0 || d.left < 0 || d.IntN(4) == 0 {
		return fmt.Sprintf(`{"$ref": "#/$defs/d%d"}`, min(next+d.IntN(3), d.definitions))
	}
	in := func() string { return d.schema(depth-1, next) }
	list := func() string {
		var all []string
		for range 1 + d.IntN(5) {
			all = append(all, in())
		}
		return "[" + strings.Join(all, ", ") + "]"
	}
	switch d.IntN(13) {
	case 0, 1:
		return `{"anyOf": ` + list() + `}`
	case 2:
		return `{"oneOf": ` + list() + `}`
	case 3:
		return `{"allOf": ` + list() + `}`
	case 4:
		return `{"not": ` + in() + `}`
	case 5:
		return `{"dependentSchemas": {"a": ` + in() + `, "b": ` + in() + `}}`
	case 6:
		return `{"unevaluatedProperties": ` + in() + `, "anyOf": ` + list() + `}`
	case 7:
		return `{"uniqueItems": true, "items": ` + in() + `}`
	case 8:
		return `{"pattern": "^(a?){` + fmt.Sprint(1+d.IntN(200)) + `}$", "anyOf": ` + list() + `}`
	case 9:
		return `{"properties": {"a": ` + in() + `, "b": ` + in() + `}, "additionalProperties": ` + in() + `}`
	case 10:
		return `{"patternProperties": {"^[ab]": ` + in() + `}, "propertyNames": ` + in() + `}`
	case 11:
		return `{"if": ` + in() + `, "then": ` + in() + `, "else": ` + in() + `}`
	}
	return `{"type": "object", "prefixItems": ` + list() + `, "contains": ` + in() + `}`
}

func (d *drawer) membersOf(depth int) string {
	var all []string
	for i := range 1 + d.IntN(8) {
		all = append(all, fmt.Sprintf(`"%c%d": %s`, 'a'+byte(i%5), i, d.value(depth-1)))
	}
	return strings.Join(all, ", ")
}

func (d *drawer) value(depth int) string {
	if d.left -= 10; d.left < 0 || depth == 0 {
		return "1"
	}
	switch d.IntN(4) {
	case 0:
		return "{" + d.membersOf(depth) + "}"
	case 1:
		var all []string
		for range d.IntN(1 << (2 * depth)) {
			all = append(all, d.value(depth-1))
		}
		return "[" + strings.Join(all, ", ") + "]"
	case 2:
		return `"` + strings.Repeat("a", d.IntN(1+min(d.left, 5000))) + `"`
	}
	return fmt.Sprint(d.IntN(100))
}

// checkBounded holds arguments against a schema and checks that no more was done than the budget of their length allows.
func checkBounded(t *testing.T, text, arguments string) {
	t.Helper()
	schema, err := dataset.ParseValue([]byte(text))
	v, err2 := dataset.ParseValue([]byte(arguments))
	if err != nil || err2 != nil {
		return
	}
	budget := NewBudget(len(text) + len(arguments))
	all := budget.left
	s := new(Cache).Of(schema)
	if s.compiled == nil || extremeNumber([]byte(arguments)) {
		return
	}
	e := estimate{known: map[place]int64{}, left: all, most: all}
	steps := e.of(s.compiled, v)
	if looked := int64(len(e.known)); looked > all+2 {
		t.Fatalf("estimating looked at %d places, the budget is %d\n%s\n%s", looked, all, text, arguments)
	}
	why, checked := s.Violation(v, &budget)
	if fits := !e.over && steps <= all; !fits && checked && (s.plain == nil || !s.plain.fits(v)) {
		t.Fatalf("%d steps were made with a budget of %d", steps, all)
	}
	if !checked || why == "" {
		return
	}
	doc, _ := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(arguments)))
	var invalid *jsonschema.ValidationError
	if errors.As(s.compiled.Validate(doc), &invalid) {
		if made := faults(invalid); made > steps {
			t.Fatalf("the validator found %d faults in an estimate of %d steps\n%s\n%s", made, steps, text, arguments)
		}
	}
}

func faults(err *jsonschema.ValidationError) int64 {
	n := int64(1)
	for _, cause := range err.Causes {
		n += faults(cause)
	}
	return n
}

// Whatever schema is drawn, holding arguments against it takes no more steps than their length allows.
func TestChecksAreBounded(t *testing.T) {
	for i := range *drawn {
		d := drawer{Rand: rand.New(rand.NewPCG(uint64(i), 5)), left: 1 << (8 + i%9)}
		text, arguments := d.pair()
		checkBounded(t, text, arguments)
	}
}

func FuzzSchema(f *testing.F) {
	for i := range 50 {
		d := drawer{Rand: rand.New(rand.NewPCG(uint64(i), 6)), left: 4 << 10}
		text, arguments := d.pair()
		f.Add(text, arguments)
	}
	f.Fuzz(func(t *testing.T, text, arguments string) {
		if len(text)+len(arguments) <= 64<<10 {
			checkBounded(t, text, arguments)
		}
	})
}

// A schema whose parts each name the next one twice is told to be too involved, at the bound and on both sides of it.
func TestTooInvolved(t *testing.T) {
	doubling := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"d%d": {"anyOf": [{"$ref": "#/$defs/d%d"}, {"$ref": "#/$defs/d%d"}]}, `, i, i+1, i+1)
		}
		return fmt.Sprintf(`{"$ref": "#/$defs/d0", "$defs": {%s"d%d": {"type": "object"}}}`, b.String(), n)
	}
	s, v := new(Cache).Of(parseValue(t, doubling(8))), parseValue(t, `{"a": 1}`)
	steps, _ := stepsOf(s.compiled, v, &Budget{1 << 40})
	for _, test := range []struct {
		budget int64
		want   bool
	}{{steps - 1, false}, {steps, true}, {steps + 1, true}} {
		b := Budget{test.budget}
		if _, checked := s.Violation(v, &b); checked != test.want {
			t.Errorf("%d steps with a budget of %d: checked is %t", steps, test.budget, checked)
		}
		if test.want && b.left != test.budget-steps {
			t.Errorf("%d of %d steps are left", b.left, test.budget)
		}
	}
	b := NewBudget(100_000)
	if _, checked := new(Cache).Of(parseValue(t, doubling(60))).Violation(v, &b); checked {
		t.Error("two to the sixtieth steps were made")
	}
	many := func(n int) string {
		return `{"properties": {` + strings.TrimSuffix(strings.Repeat(`"p": {},`, 0)+distinct(n), ",") + `}}`
	}
	if new(Cache).Of(parseValue(t, many(schemaObjects-2))).Involved || !new(Cache).Of(parseValue(t, many(schemaObjects-1))).Involved {
		t.Errorf("a schema is too involved from %d objects on", schemaObjects+1)
	}
}

func distinct(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"p%d": {},`, i)
	}
	return b.String()
}

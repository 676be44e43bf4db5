// Package schema checks the arguments of a tool call against the JSON Schema that the example declares for them. Schemas come
// in as values of a line and are compiled once for a file; what goes out is a sentence, fit to be printed, that says why
// arguments do not satisfy one. Nothing is ever loaded from elsewhere.
package schema

import (
	"bytes"
	"errors"
	"strings"
	"sync"

	"github.com/cespare/xxhash/v2"
	"github.com/ftplan/ftplan/dataset"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// Bounds of what is kept of the schemas seen so far. Beyond them all is forgotten and starts anew.
const (
	schemasMax     = 4096
	schemaBytesMax = 8 << 20
)

// A Cache keeps the JSON Schemas of a file's tools, which most examples repeat. It is safe for concurrent use.
type Cache struct {
	mu    sync.Mutex
	known map[uint64]*Schema
	bytes int
}

// A schema is the schema of a tool's parameters.
type Schema struct {
	raw      []byte
	Fault    string             // why it is none, printable; "" for a valid one
	Involved bool               // it is too large to be checked here
	compiled *jsonschema.Schema // nil where there is a fault, or where it leans on what is not in it
	plain    *plainSchema       // the same, where it is simple
}

// Of returns the schema that v is written as. The same bytes are compiled once.
func (c *Cache) Of(v dataset.Value) *Schema {
	raw := v.Raw()
	hash := xxhash.Sum64(raw)
	c.mu.Lock()
	known := c.known[hash]
	c.mu.Unlock()
	if known != nil && bytes.Equal(known.raw, raw) {
		return known
	}
	fresh := &Schema{raw: bytes.Clone(raw), Involved: objects(v, schemaObjects) < 0}
	if !fresh.Involved {
		fresh = compile(fresh.raw)
	}
	if fresh.compiled != nil {
		fresh.plain = newPlainSchema(v)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= schemasMax || c.bytes+len(raw) > schemaBytesMax {
		c.known, c.bytes = map[uint64]*Schema{}, 0
	}
	c.known[hash] = fresh
	c.bytes += len(raw)
	return fresh
}

// schemaObjects is how many objects a schema may hold: compiling it takes time that grows with their square.
const schemaObjects = 2_000

// objects counts the objects in a value down from most; it is below 0 where there are more.
func objects(v dataset.Value, most int) int {
	if v.Kind() == dataset.Object {
		most--
	}
	for _, value := range v.Members() {
		if most = objects(value, most); most < 0 {
			return most
		}
	}
	for element := range v.Elements() {
		if most = objects(element, most); most < 0 {
			return most
		}
	}
	return most
}

// compile compiles a schema that names no draft as one of 2020-12, where formats are no more than notes, and, where it is
// none, as one of the drafts that people still write. Nothing is ever loaded from elsewhere.
func compile(raw []byte) *Schema {
	s := &Schema{raw: raw}
	if extremeNumber(raw) {
		return s
	}
	var refused *jsonschema.SchemaValidationError
	for _, draft := range []*jsonschema.Draft{jsonschema.Draft2020, jsonschema.Draft7, jsonschema.Draft4} {
		compiled, err := compileAs(raw, draft)
		if err == nil {
			s.compiled = compiled
			return s
		}
		var invalid *jsonschema.SchemaValidationError
		if !errors.As(err, &invalid) {
			return s // it leans on another schema, which is not ours to judge
		}
		if refused == nil {
			refused = invalid
		}
	}
	s.Fault = "it is not a valid schema"
	var why *jsonschema.ValidationError
	if errors.As(refused.Err, &why) {
		s.Fault = explain(why)
		if at := firstReason(why).InstanceLocation; len(at) > 0 && at[len(at)-1] == "type" {
			s.Fault = where(at) + "it is none of the types that JSON Schema knows"
		}
	}
	return s
}

// schemaURL names a schema that is being compiled. Nothing is fetched from it.
const schemaURL = "urn:ftplan:parameters"

func compileAs(raw []byte, draft *jsonschema.Draft) (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{})
	c.UseRegexpEngine(lenientRegexp)
	c.DefaultDraft(draft)
	if err := c.AddResource(schemaURL, doc); err != nil {
		return nil, err
	}
	return c.Compile(schemaURL)
}

// lenientRegexp compiles a pattern, and takes one that only other engines know for one that everything matches.
func lenientRegexp(text string) (jsonschema.Regexp, error) {
	p, err := newPattern(text)
	if err != nil {
		return anything(text), nil
	}
	return p, nil
}

type anything string

func (a anything) MatchString(string) bool { return true }
func (a anything) String() string          { return string(a) }

// numberDigits is the longest run of digits that exact arithmetic is asked to read.
const numberDigits = 1000

// extremeNumber reports whether text holds an exponent of more than three digits, or a number of very many, with which exact
// arithmetic could take forever. Texts that only look so are taken for one as well.
func extremeNumber(text []byte) bool {
	digits, run, exponent := 0, 0, false
	for i, c := range text {
		if run++; c < '0' || c > '9' {
			run = 0
		}
		switch {
		case run > numberDigits:
			return true
		case exponent && '0' <= c && c <= '9':
			if digits++; digits > 3 {
				return true
			}
		case c|0x20 == 'e' && i > 0 && '0' <= text[i-1] && text[i-1] <= '9':
			exponent, digits = true, 0
		case c == '+' || c == '-':
			exponent = exponent && digits == 0
		default:
			exponent = false
		}
	}
	return false
}

// Violation says why arguments do not satisfy the schema, printable; "" where they do or cannot be judged. It returns false
// where checking them would take more steps than the budget has.
func (s *Schema) Violation(v dataset.Value, budget *Budget) (why string, checked bool) {
	arguments := v.Raw()
	switch {
	case s.Involved:
		return "", false
	case s.compiled == nil || s.plain != nil && s.plain.fits(v) || extremeNumber(arguments):
		return "", true
	}
	if steps, ok := stepsOf(s.compiled, v, budget); !ok || !budget.spend(steps) {
		return "", false
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(arguments))
	if err != nil {
		return "", true
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(s.compiled.Validate(doc), &invalid) {
		return "", true
	}
	return explain(invalid), true
}

// explain returns the first reason of a failed validation with its place. It names members and types, never values.
func explain(err *jsonschema.ValidationError) string {
	err = firstReason(err)
	return where(err.InstanceLocation) + reason(err)
}

func firstReason(err *jsonschema.ValidationError) *jsonschema.ValidationError {
	for len(err.Causes) > 0 && !alternatives(err) {
		err = err.Causes[0]
	}
	return err
}

func where(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return "at " + dataset.Quote([]byte("/"+strings.Join(path, "/"))) + ": "
}

// alternatives reports whether the causes of an error are of alternatives, none of which is more to blame than another.
func alternatives(err *jsonschema.ValidationError) bool {
	switch err.ErrorKind.(type) {
	case *kind.AnyOf, *kind.OneOf, *kind.Not:
		return true
	}
	return false
}

func reason(err *jsonschema.ValidationError) string {
	switch k := err.ErrorKind.(type) {
	case *kind.Type:
		return "it is of type " + k.Got + ", wanted is " + strings.Join(k.Want, " or ")
	case *kind.Required:
		return "the member " + dataset.Quote([]byte(k.Missing[0])) + " is missing"
	case *kind.AdditionalProperties:
		return "the member " + dataset.Quote([]byte(k.Properties[0])) + " is not declared"
	case *kind.Enum, *kind.Const:
		return "the value is none of those that are allowed"
	case *kind.Pattern:
		return "the text does not match the pattern"
	case *kind.AnyOf, *kind.OneOf:
		return "the value fits none of the alternatives, or too many"
	}
	if path := err.ErrorKind.KeywordPath(); len(path) > 0 {
		return "the value breaks " + dataset.Printable(path[0])
	}
	return "the value is not allowed"
}

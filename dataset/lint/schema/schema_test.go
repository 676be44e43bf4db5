package schema

import (
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
)

// parseValue returns a value for a test.
func parseValue(t testing.TB, text string) dataset.Value {
	t.Helper()
	v, err := dataset.ParseValue([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func TestSchemaFaults(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                                       "",
		`{"type": "object"}`:                       "",
		`{"type": "obj"}`:                          `at "/type": it is none of the types that JSON Schema knows`,
		`{"properties": {"a": {"type": "int"}}}`:   `at "/properties/a/type": it is none of the types that JSON Schema knows`,
		`{"properties": []}`:                       `at "/properties": it is of type array, wanted is object`,
		`{"required": "a"}`:                        `at "/required": it is of type string, wanted is array`,
		`{"required": ["a", "a"]}`:                 `at "/required": the value breaks uniqueItems`,
		`{"minLength": -1}`:                        `at "/minLength": the value breaks minimum`,
		`{"items": [{"type": "string"}]}`:          "", // draft 7
		`{"exclusiveMinimum": true}`:               `at "/exclusiveMinimum": it is of type boolean, wanted is number`,
		`{"minimum": 1, "exclusiveMinimum": true}`: "", // draft 4
		`{"prefixItems": [{"type": "string"}]}`:    "", // 2020-12
		`{"pattern": "(?<=a)b"}`:                   "", // not of Go
		`{"$ref": "https://example.com/a"}`:        "", // not ours
		`{"$schema": "https://example.com/a"}`:     "",
		`{"maximum": 1e99999999}`:                  "", // not judged
	} {
		if got := new(Cache).Of(parseValue(t, text)).Fault; got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// The plain judge and the whole one agree: whatever the plain one finds valid is.
func TestPlainSchemaAgrees(t *testing.T) {
	const tree = `{"type": "object", "description": "x", "properties": {"s": {"type": "string", "enum": ["a", "b"]}, "n": {"type": ["integer", "null"]},
		"x": {"type": "number"}, "b": {"type": "boolean"}, "l": {"type": "array", "items": {"type": "object", "required": ["id"]}}}, "required": ["s"], "additionalProperties": false}`
	for _, test := range []struct {
		schema, arguments string
		plain, valid      bool
	}{
		{tree, `{"s": "a"}`, true, true},
		{tree, `{"s": "a", "n": 1, "x": 1.5, "b": true, "l": [{"id": 1}]}`, true, true},
		{tree, `{"s": "a", "n": null, "x": 1, "l": []}`, true, true},
		{tree, `{"s": "a", "n": 1.0}`, false, true},
		{tree, `{"s": "a", "n": 1.5}`, false, false},
		{tree, `{"s": "c"}`, false, false},
		{tree, `{"n": 1}`, false, false},
		{tree, `{"s": "a", "y": 1}`, false, false},
		{tree, `{"s": "a", "l": [{}]}`, false, false},
		{tree, `{"s": "a", "l": {"id": 1}}`, false, false},
		{tree, `{"s": "a", "b": "true"}`, false, false},
		{`{}`, `{"a": [1, "x", null]}`, true, true},
		{`{"enum": ["a"]}`, `{}`, false, false},
		{`{"minProperties": 1}`, `{}`, false, false},
		{`{"minProperties": 1}`, `{"a": 1}`, false, true},
		{`{"properties": {"a": {"pattern": "^x", "format": "date"}}}`, `{"a": "x"}`, true, true},
		{`{"properties": {"a": {"pattern": "^x"}}}`, `{"a": "y"}`, false, false},
		{`{"properties": {"a": false}}`, `{"a": 1}`, false, false},
		{`{"properties": {"a": {"pattern": "^(?!x)"}}}`, `{"a": "x"}`, false, true},
		{`{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"format": "date"}}}`, `{"a": "x"}`, false, false},
		{`{"properties": {"a": {"minimum": 1, "maximum": 3}}}`, `{"a": 3}`, true, true},
		{`{"properties": {"a": {"minimum": 1, "maximum": 3}}}`, `{"a": "x"}`, true, true},
		{`{"properties": {"a": {"minimum": 1, "maximum": 3}}}`, `{"a": 4}`, false, false},
		{`{"properties": {"a": {"minimum": 1, "maximum": 3}}}`, `{"a": 0}`, false, false},
		{`{"properties": {"a": {"minimum": 1}}}`, `{"a": 1.5}`, false, true},
		{`{"properties": {"a": {"minimum": 1}}}`, `{"a": 99999999999999999999}`, false, true},
		{`{"required": []}`, `{}`, true, true},
	} {
		s := new(Cache).Of(parseValue(t, test.schema))
		arguments := parseValue(t, test.arguments)
		if plain := s.plain != nil && s.plain.fits(arguments); plain != test.plain {
			t.Errorf("%s against %.60s: plainly valid is %t, want %t", test.arguments, test.schema, plain, test.plain)
		}
		s.plain = nil
		why, checked := s.Violation(arguments, &Budget{1000})
		if valid := why == "" && checked; valid != test.valid || test.plain && !valid {
			t.Errorf("%s against %.60s: valid is %t, want %t", test.arguments, test.schema, valid, test.valid)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	tool := []byte(`{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer", "minimum": 0}}, "required": ["a"]}`)
	for b.Loop() {
		if compile(tool).Fault != "" {
			b.Fatal("the schema is valid")
		}
	}
}

// What is kept of schemas is bounded, however many there are.
func TestSchemasAreBounded(t *testing.T) {
	var s Cache
	for range 3 {
		s.Of(parseValue(t, `{"description": "`+strings.Repeat("x", schemaBytesMax/2)+`"}`))
	}
	for i := range 3 {
		s.Of(parseValue(t, `{"description": "`+strings.Repeat("y", schemaBytesMax/2+i)+`"}`))
	}
	if s.bytes > schemaBytesMax || len(s.known) > 2 {
		t.Errorf("kept %d schemas of %d bytes", len(s.known), s.bytes)
	}
}

package schema

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/ftplan/ftplan/dataset"
)

// A plainSchema is a schema of the few keywords that nearly all tools use. It finds arguments valid without taking memory.
// Whatever it does not find valid the whole validator judges, so that it may be careful but never generous.
type plainSchema struct {
	kinds      kindSet // that a value may have; empty for any
	enum       map[string]bool
	pattern    *pattern // of texts; nil for any
	least      *int64   // of numbers; nil for none
	most       *int64
	properties map[string]*plainSchema
	required   []string
	closed     bool         // no properties but those
	items      *plainSchema // nil for any
}

// plainPattern is how large the program of a pattern may be that is matched without counting steps.
const plainPattern = 64

// A kindSet is a set of kinds of values.
type kindSet uint8

const (
	nullType kindSet = 1 << iota
	booleanType
	integerType
	numberType
	stringType
	objectType
	arrayType
)

// newPlainSchema returns the schema that v is written as, nil where it uses other keywords.
func newPlainSchema(v dataset.Value) *plainSchema {
	s := new(plainSchema)
	if v.Kind() != dataset.Object {
		return nil
	}
	for name, value := range v.Members() {
		if !s.keyword(string(name.Text()), value) {
			return nil
		}
	}
	return s
}

// keyword takes in one keyword, and reports whether it is among those that are known here.
func (s *plainSchema) keyword(name string, v dataset.Value) bool {
	switch name {
	case "title", "description", "default", "examples", "format":
		return true // notes
	case "pattern":
		p, err := newPattern(string(v.Text()))
		s.pattern = &p
		return err == nil && v.Kind() == dataset.String && p.size <= plainPattern
	case "type":
		return s.types(v)
	case "enum":
		texts := textElements(v)
		s.enum = make(map[string]bool, len(texts))
		for _, text := range texts {
			s.enum[text] = true
		}
		return len(texts) > 0 && len(texts) == v.Len()
	case "minimum":
		s.least = integer(v)
		return s.least != nil
	case "maximum":
		s.most = integer(v)
		return s.most != nil
	case "required":
		s.required = textElements(v)
		return v.Kind() == dataset.Array && len(s.required) == v.Len()
	case "additionalProperties":
		s.closed = v.Kind() == dataset.False
		return s.closed || v.Kind() == dataset.True
	case "items":
		s.items = newPlainSchema(v)
		return s.items != nil
	case "properties":
		s.properties = map[string]*plainSchema{}
		for property, value := range v.Members() {
			p := newPlainSchema(value)
			if p == nil {
				return false
			}
			s.properties[string(property.Text())] = p
		}
		return true
	}
	return false
}

func (s *plainSchema) types(v dataset.Value) bool {
	names := textElements(v)
	if v.Kind() == dataset.String {
		names = []string{string(v.Text())}
	}
	for _, name := range names {
		kind := slices.Index([]string{"null", "boolean", "integer", "number", "string", "object", "array"}, name)
		if kind < 0 {
			return false
		}
		s.kinds |= 1 << kind
	}
	return s.kinds != 0
}

// textElements returns the texts of a list, and leaves out whatever else is in it.
func textElements(list dataset.Value) []string {
	var all []string
	for v := range list.Elements() {
		if v.Kind() == dataset.String {
			all = append(all, string(v.Text()))
		}
	}
	return all
}

// kindsOf returns the kinds that a value certainly has. A number may be an integer that is not written as one.
func kindsOf(v dataset.Value) kindSet {
	switch v.Kind() {
	case dataset.Null:
		return nullType
	case dataset.True, dataset.False:
		return booleanType
	case dataset.String:
		return stringType
	case dataset.Object:
		return objectType
	case dataset.Array:
		return arrayType
	}
	if bytes.ContainsAny(v.Text(), ".eE") {
		return numberType
	}
	return numberType | integerType
}

// integer returns the value of a number that is written as an integer, nil for any other value.
func integer(v dataset.Value) *int64 {
	n, err := strconv.ParseInt(string(v.Text()), 10, 64)
	if err != nil || v.Kind() != dataset.Number {
		return nil
	}
	return &n
}

// fitsBounds reports whether a number certainly lies within the bounds.
func (s *plainSchema) fitsBounds(v dataset.Value) bool {
	n := integer(v)
	return n != nil && (s.least == nil || *n >= *s.least) && (s.most == nil || *n <= *s.most)
}

// fits reports whether the value certainly satisfies the schema.
func (s *plainSchema) fits(v dataset.Value) bool {
	if s.kinds != 0 && s.kinds&kindsOf(v) == 0 {
		return false
	}
	if len(s.enum) > 0 && (v.Kind() != dataset.String || !s.enum[string(v.Text())]) {
		return false
	}
	if s.pattern != nil && v.Kind() == dataset.String && !s.pattern.Match(v.Text()) {
		return false
	}
	if (s.least != nil || s.most != nil) && v.Kind() == dataset.Number && !s.fitsBounds(v) {
		return false
	}
	if s.items != nil {
		for element := range v.Elements() {
			if !s.items.fits(element) {
				return false
			}
		}
	}
	return v.Kind() != dataset.Object || s.fitsObject(v)
}

func (s *plainSchema) fitsObject(v dataset.Value) bool {
	for _, name := range s.required {
		if !v.Member(name).Exists() {
			return false
		}
	}
	for name, value := range v.Members() {
		property := s.properties[string(name.Text())]
		if property == nil && s.closed || property != nil && !property.fits(value) {
			return false
		}
	}
	return true
}

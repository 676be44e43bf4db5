package lint

import (
	"bytes"
	"slices"

	"github.com/ftplan/ftplan/dataset"
)

// A plainSchema is a schema of the few keywords that nearly all tools use. It finds arguments valid without taking memory.
// Whatever it does not find valid the whole validator judges, so that it may be careful but never generous.
type plainSchema struct {
	kinds      kindSet // that a value may have; empty for any
	enum       []string
	properties map[string]*plainSchema
	required   []string
	closed     bool         // no properties but those
	items      *plainSchema // nil for any
}

// A kindSet is a set of kinds of values.
type kindSet uint8

const (
	nullKind kindSet = 1 << iota
	booleanKind
	integerKind
	anyNumber
	stringKind
	objectKind
	arrayKind
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
	case "title", "description", "default", "examples", "$schema":
		return true
	case "type":
		return s.types(v)
	case "enum":
		s.enum = stringsOf(v)
		return len(s.enum) > 0 && len(s.enum) == v.Len()
	case "required":
		s.required = stringsOf(v)
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
	names := stringsOf(v)
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

// texts returns the texts of a list, and leaves out whatever else is in it.
func stringsOf(list dataset.Value) []string {
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
		return nullKind
	case dataset.True, dataset.False:
		return booleanKind
	case dataset.String:
		return stringKind
	case dataset.Object:
		return objectKind
	case dataset.Array:
		return arrayKind
	}
	if bytes.ContainsAny(v.Text(), ".eE") {
		return anyNumber
	}
	return anyNumber | integerKind
}

// fits reports whether the value certainly satisfies the schema.
func (s *plainSchema) fits(v dataset.Value) bool {
	if s.kinds != 0 && s.kinds&kindsOf(v) == 0 {
		return false
	}
	if len(s.enum) > 0 && (v.Kind() != dataset.String || !contains(s.enum, v.Text())) {
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

package tokenize

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
)

// A schema is a JSON schema with its members sorted by what the writers of types make of them.
type schema struct {
	value                      dataset.Value
	kind, properties, required dataset.Value
	description, enum, items   dataset.Value
	anyOf, oneOf, allOf        dataset.Value
	constant, reference        dataset.Value
	others                     []dataset.Value // members of any other name
}

// readSchema reads the members of a JSON schema once, so that the cost is in proportion to their number.
func readSchema(v dataset.Value) schema {
	s := schema{value: v}
	for name, value := range v.Members() {
		if member := s.member(string(name.Text())); member != nil {
			*member = value
		} else {
			s.others = append(s.others, value)
		}
	}
	return s
}

// member returns where the member of a name is kept; nil for one that is no keyword of a type.
func (s *schema) member(name string) *dataset.Value {
	switch name {
	case "type":
		return &s.kind
	case "properties":
		return &s.properties
	case "required":
		return &s.required
	case "description":
		return &s.description
	case "enum":
		return &s.enum
	case "items":
		return &s.items
	case "anyOf":
		return &s.anyOf
	case "oneOf":
		return &s.oneOf
	case "allOf":
		return &s.allOf
	case "const":
		return &s.constant
	case "$ref":
		return &s.reference
	}
	return nil
}

// isEmptyObject reports whether the schema is of an object of which nothing more is said.
func (s *schema) isEmptyObject() bool {
	return s.kind.Is("object") && s.properties.Len() == 0 && !s.combined()
}

// combined reports whether the schema is put together of others.
func (s *schema) combined() bool {
	return s.anyOf.Len() > 0 || s.oneOf.Len() > 0 || s.allOf.Len() > 0 || s.reference.Exists()
}

// requires returns the question whether a property is required. It costs the same for any number of them.
func (s *schema) requires() func(name []byte) bool {
	if s.required.Len() <= 8 {
		return func(name []byte) bool {
			for required := range s.required.Elements() {
				if required.Kind() == dataset.String && bytes.Equal(required.Text(), name) {
					return true
				}
			}
			return false
		}
	}
	names := map[string]bool{}
	for required := range s.required.Elements() {
		if required.Kind() == dataset.String {
			names[string(required.Text())] = true
		}
	}
	return func(name []byte) bool { return names[string(name)] }
}

// textOf returns the characters of a string, and nil for any other value.
func textOf(v dataset.Value) []byte {
	if v.Kind() != dataset.String {
		return nil
	}
	return v.Text()
}

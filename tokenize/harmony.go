package tokenize

import (
	"bytes"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// A harmonyWriter writes JSON schemas as types the way of harmony's reference renderer: openai/harmony, src/encoding.rs,
// read 2026-11-28.
type harmonyWriter struct {
	bytes.Buffer
	doubts Doubt
}

func (w *harmonyWriter) function(f dataset.Value) {
	if text := textOf(f.Member("description")); len(text) > 0 {
		for line := range bytes.SplitSeq(bytes.TrimSuffix(text, []byte("\n")), []byte("\n")) {
			w.strings("// ", string(bytes.TrimSuffix(line, []byte("\r"))), "\n")
		}
	}
	w.strings("type ", string(textOf(f.Member("name"))), " = (")
	if parameters := f.Member("parameters"); parameters.Kind() == dataset.Object {
		s := readSchema(parameters)
		w.WriteString("_: ")
		w.schema(&s, "", 0)
	}
	w.WriteString(") => any;\n\n")
}

func (w *harmonyWriter) strings(texts ...string) {
	for _, text := range texts {
		w.WriteString(text)
	}
}

// schema writes the type that a JSON schema describes, behind an indent.
func (w *harmonyWriter) schema(s *schema, indent string, nest int) {
	switch {
	case nest > deepestSchema:
		w.doubts |= DepthDoubt
	case s.oneOf.Kind() == dataset.Array:
		for v := range s.oneOf.Elements() {
			w.strings("\n", indent, " | ")
			w.variant(v, indent+"   ", nest, nil)
		}
	case s.kind.Kind() == dataset.Array && s.kind.Len() > 0:
		w.kinds(s.kind)
	default:
		w.plain(s, indent, nest)
	}
}

func (w *harmonyWriter) kinds(list dataset.Value) {
	separator := ""
	for kind := range list.Elements() {
		name := string(textOf(kind))
		if name == "" {
			continue
		}
		if name == "integer" {
			name = "number"
		}
		w.strings(separator, name)
		separator = " | "
	}
}

// plain writes a type that has one name.
func (w *harmonyWriter) plain(s *schema, indent string, nest int) {
	switch kind := string(textOf(s.kind)); kind {
	case "object":
		if text := textOf(s.description); s.description.Kind() == dataset.String {
			w.strings(indent, "// ", string(text), "\n")
		}
		w.WriteString("{\n")
		w.properties(s, indent, nest)
		w.strings(indent, "}")
	case "string":
		w.choice(s.enum)
	case "number", "boolean":
		w.WriteString(kind)
	case "integer":
		w.WriteString("number")
	case "array":
		if !s.items.Exists() {
			w.WriteString("Array<any>")
			return
		}
		items := readSchema(s.items)
		w.schema(&items, indent, nest+1)
		w.WriteString("[]")
	default:
		w.WriteString("any")
	}
}

// choice writes the texts of which a string is one, or string.
func (w *harmonyWriter) choice(enum dataset.Value) {
	separator := ""
	for value := range enum.Elements() {
		if value.Kind() == dataset.String {
			w.strings(separator, `"`, string(value.Text()), `"`)
			separator = " | "
		}
	}
	if separator == "" {
		w.WriteString("string")
	}
}

// properties writes the members of an object, each behind the comments about it.
func (w *harmonyWriter) properties(s *schema, indent string, nest int) {
	required := s.requires()
	for name, value := range s.properties.Members() {
		p := readSchema(value)
		w.comments(&p, indent)
		mark := "?"
		if required(name.Text()) {
			mark = ""
		}
		if p.oneOf.Kind() == dataset.Array {
			w.choices(string(name.Text())+mark, &p, indent, nest)
			continue
		}
		w.strings(indent, string(name.Text()), mark, ": ")
		w.nullable(&p, indent+"    ", nest)
		w.WriteByte(',')
		if text := defaultOf(&p); text != "" {
			w.strings(" // ", text)
		}
		w.WriteByte('\n')
	}
}

// comments writes what stands above a property: its title, description and examples.
func (w *harmonyWriter) comments(p *schema, indent string) {
	if title := p.value.Member("title"); title.Kind() == dataset.String {
		w.strings(indent, "// ", string(title.Text()), "\n", indent, "//\n")
	}
	if p.description.Kind() == dataset.String && !p.oneOf.Exists() {
		w.strings(indent, "// ", string(p.description.Text()), "\n")
	}
	examples := p.value.Member("examples")
	if examples.Kind() == dataset.Array && examples.Len() > 0 {
		w.strings(indent, "// Examples:\n")
		for example := range examples.Elements() {
			if example.Kind() == dataset.String {
				w.strings(indent, `// - "`, string(example.Text()), "\"\n")
			}
		}
	}
}

// choices writes a property that is one of several types, each on a line of its own.
func (w *harmonyWriter) choices(name string, p *schema, indent string, nest int) {
	var first dataset.Value
	for v := range p.oneOf.Elements() {
		first = v.Member("description")
		break
	}
	said := p.description.Kind() == dataset.String && !bytes.Equal(p.description.Text(), textOf(first))
	if said {
		w.strings(indent, "// ", string(p.description.Text()), "\n")
	}
	if text := defaultOf(p); text != "" {
		w.strings(indent, "// ", text, "\n")
	}
	w.strings(indent, name, ":\n")
	skip := said
	for v := range p.oneOf.Elements() {
		w.strings(indent, " | ")
		hidden := textOf(p.description)
		if skip {
			hidden = textOf(v.Member("description"))
		}
		w.variant(v, indent+"   ", nest, hidden)
		w.WriteByte('\n')
		skip = false
	}
	w.strings(indent, ",\n")
}

// variant writes one of several types, and behind it its description, unless that is the hidden one, and its default.
func (w *harmonyWriter) variant(v dataset.Value, indent string, nest int, hidden []byte) {
	s := readSchema(v)
	w.nullable(&s, indent, nest)
	var notes []string
	if text := textOf(s.description); s.description.Kind() == dataset.String && (hidden == nil || !bytes.Equal(text, hidden)) {
		notes = append(notes, string(text))
	}
	if text := defaultOf(&s); text != "" {
		notes = append(notes, text)
	}
	if len(notes) > 0 {
		w.strings(" // ", strings.Join(notes, " "))
	}
}

// nullable writes a type, and that it may be null where the schema says so by that keyword.
func (w *harmonyWriter) nullable(s *schema, indent string, nest int) {
	start := w.Len()
	w.schema(s, indent, nest+1)
	if s.value.Member("nullable").Kind() == dataset.True && !bytes.Contains(w.Bytes()[start:], []byte("null")) {
		w.WriteString(" | null")
	}
}

// defaultOf returns the words for a schema's default, "" where it has none.
func defaultOf(s *schema) string {
	value := s.value.Member("default")
	switch {
	case !value.Exists():
		return ""
	case value.Kind() != dataset.String:
		return "default: " + string(value.Raw())
	case s.enum.Len() > 0:
		return "default: " + string(value.Text())
	}
	return `default: "` + string(value.Text()) + `"`
}

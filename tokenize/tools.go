package tokenize

import (
	"bytes"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// toolsBesideSystem is what definitions cost less than their text where a system message stands beside them. Fitted on
// one public job, which it meets to the token: 103 examples with a system message and 16 tools each, three epochs of
// gpt-3.5-turbo-0125, 145,983 tokens billed.
const toolsBesideSystem = 4

// renderTools writes definitions as OpenAI's models see them: a namespace of TypeScript types.
func renderTools(list dataset.Value) []byte {
	var w toolWriter
	w.WriteString("# Tools\n\n## functions\n\nnamespace functions {\n\n")
	for tool := range list.Elements() {
		function := tool.Member("function")
		if !function.Exists() {
			function = tool // the deprecated list holds functions without their wrapping
		}
		w.function(function)
	}
	w.WriteString("} // namespace functions")
	return w.Bytes()
}

type toolWriter struct{ bytes.Buffer }

func (w *toolWriter) function(f dataset.Value) {
	w.comment(f.Member("description"))
	w.WriteString("type ")
	w.Write(f.Member("name").Text())
	w.WriteString(" = (")
	if parameters := f.Member("parameters"); hasProperties(parameters) {
		w.WriteString("_: {\n")
		w.properties(parameters)
		w.WriteString("}")
	}
	w.WriteString(") => any;\n\n")
}

func (w *toolWriter) comment(description dataset.Value) {
	if description.Kind() != dataset.String || description.Len() == 0 && len(description.Text()) == 0 {
		return
	}
	for line := range bytes.SplitSeq(description.Text(), []byte("\n")) {
		w.WriteString("// ")
		w.Write(line)
		w.WriteByte('\n')
	}
}

func hasProperties(schema dataset.Value) bool { return schema.Member("properties").Len() > 0 }

// properties writes the members of an object schema, one to a line. Objects without properties of their own are left out.
func (w *toolWriter) properties(schema dataset.Value) {
	for name, property := range schema.Member("properties").Members() {
		if property.Member("type").Is("object") && !hasProperties(property) {
			continue
		}
		w.comment(property.Member("description"))
		w.Write(name.Text())
		if !requires(schema, name.Text()) {
			w.WriteByte('?')
		}
		w.WriteString(": ")
		w.schema(property)
		w.WriteString(",\n")
	}
}

func requires(schema dataset.Value, name []byte) bool {
	for required := range schema.Member("required").Elements() {
		if bytes.Equal(required.Text(), name) {
			return true
		}
	}
	return false
}

// schema writes the type that a JSON schema describes.
func (w *toolWriter) schema(s dataset.Value) {
	if enum := s.Member("enum"); enum.Len() > 0 {
		w.choice(enum)
		return
	}
	switch kind := string(s.Member("type").Text()); kind {
	case "integer":
		w.WriteString("number")
	case "array":
		w.element(s.Member("items"))
		w.WriteString("[]")
	case "object":
		w.WriteString("{\n")
		w.properties(s)
		w.WriteByte('}')
	case "string", "number", "boolean", "null":
		w.WriteString(kind)
	default:
		w.WriteString("any")
	}
}

func (w *toolWriter) element(items dataset.Value) {
	if items.Kind() != dataset.Object {
		w.WriteString("any")
		return
	}
	w.schema(items)
}

func (w *toolWriter) choice(enum dataset.Value) {
	separator := ""
	for value := range enum.Elements() {
		w.WriteString(separator)
		if value.Kind() == dataset.String {
			w.WriteString(`"` + strings.ReplaceAll(string(value.Text()), `"`, `\"`) + `"`)
		} else {
			w.Write(value.Raw())
		}
		separator = " | "
	}
}

package tokenize

import (
	"bytes"
	"slices"

	"github.com/ftplan/ftplan/dataset"
)

// A toolText is what the definitions of tools look like to a model, and how far that is known.
type toolText struct {
	text     []byte
	doubtful []stretch // of the text: the service may write them otherwise or leave them out; in order, none in another
	beyond   [][]byte  // pieces of the definitions, as JSON, that it may write out where the text leaves them out
	doubts   Doubt

	functions []writtenFunction
}

// A writtenFunction is where one definition stands in a text.
type writtenFunction struct {
	name string
	stretch
}

// A stretch of a text goes from its first byte to the one behind its last.
type stretch struct{ from, to int }

// certain returns the text without its doubtful stretches.
func (t *toolText) certain() []byte {
	if len(t.doubtful) == 0 {
		return t.text
	}
	var text []byte
	at := 0
	for _, s := range t.doubtful {
		text = append(text, t.text[at:s.from]...)
		at = s.to
	}
	return append(text, t.text[at:]...)
}

// deepestSchema is how many schemas are looked at that stand in each other.
const deepestSchema = 64

// toolsHead and toolsTail stand around the definitions.
const (
	toolsHead = "# Tools\n\n## functions\n\nnamespace functions {\n\n"
	toolsTail = "} // namespace functions"
)

// writeTools writes a list of definitions as a model sees it. It takes time and memory in proportion to the list.
func writeTools(list dataset.Value, format ToolsFormat) toolText {
	all := toolText{text: []byte(toolsHead)}
	for tool := range list.Elements() {
		one, start := writeTool(tool, format), len(all.text)
		all.text = append(all.text, one.text...)
		for _, s := range one.doubtful {
			all.doubtful = append(all.doubtful, stretch{start + s.from, start + s.to})
		}
		all.beyond, all.doubts = append(all.beyond, one.beyond...), all.doubts|one.doubts
		all.functions = append(all.functions, writtenFunction{nameOf(functionOf(tool)), stretch{start, len(all.text)}})
	}
	all.text = append(all.text, toolsTail...)
	return all
}

// writeTool writes one definition as a model sees it: as a TypeScript type, for gpt-oss as the format's reference renderer
// does, for others by the rules that one bill and 37 counts of the chat API agree with: see [Evidence]. What none of them
// shows is marked.
func writeTool(tool dataset.Value, format ToolsFormat) toolText {
	if format == HarmonyTools {
		w := harmonyWriter{}
		w.function(functionOf(tool))
		return toolText{text: w.Bytes(), doubts: w.doubts}
	}
	w := typeWriter{room: maxBeyond * (len(tool.Raw()) + 1)}
	w.function(functionOf(tool))
	w.text = w.Bytes()
	return w.toolText
}

// functionOf returns the definition of a function, which the deprecated list holds without its wrapping.
func functionOf(tool dataset.Value) dataset.Value {
	if function := tool.Member("function"); function.Exists() {
		return function
	}
	return tool
}

// nameOf returns the name of a function, its first 200 bytes.
func nameOf(function dataset.Value) string {
	name := textOf(function.Member("name"))
	return string(name[:min(len(name), 200)])
}

// maxBeyond is how many times the length of the list may be counted for what stands behind references.
const maxBeyond = 4

// A typeWriter writes JSON schemas as types.
type typeWriter struct {
	bytes.Buffer
	toolText
	definitions map[string]dataset.Value // what references of the function point to, by the reference
	room        int                      // bytes that may still be added for references
	unsure      bool                     // nothing shows how the type that is written now looks
}

func (w *typeWriter) function(f dataset.Value) {
	for name, value := range f.Members() {
		switch string(name.Text()) {
		case "name", "description", "parameters":
		case "strict":
			if value.Kind() != dataset.False {
				w.doubts |= StrictDoubt
			}
		default:
			w.beside(value)
		}
	}
	w.describe(f.Member("description"))
	w.WriteString("type ")
	w.Write(textOf(f.Member("name")))
	w.WriteString(" = (")
	w.parameters(f.Member("parameters"))
	w.WriteString(") => any;\n\n")
}

// beside notes a member that the types leave out, and for which nothing shows that the service does.
func (w *typeWriter) beside(v dataset.Value) {
	w.beyond = append(w.beyond, v.Raw())
	w.doubts |= KeywordDoubt
}

// describe writes a description as comments, a line to each of its own.
func (w *typeWriter) describe(description dataset.Value) {
	text := textOf(description)
	if len(text) == 0 {
		return
	}
	if bytes.IndexByte(text, '\n') >= 0 {
		w.doubts |= KeywordDoubt
	}
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		w.WriteString("// ")
		w.Write(line)
		w.WriteByte('\n')
	}
}

// parameters writes what a function takes: nothing where no parameter is left once empty objects are taken out.
func (w *typeWriter) parameters(v dataset.Value) {
	s := readSchema(v)
	w.definitions = definitionsOf(v)
	if s.combined() || v.Kind() != dataset.Object && v.Exists() {
		w.doubts |= SchemaDoubt
		w.beyond = append(w.beyond, v.Raw())
		w.references(v, 0)
	}
	start := w.Len()
	w.WriteString("_: {\n")
	body := w.Len()
	w.leftOut(&s, 0)
	w.properties(&s, 0, 0)
	if w.Len() == body {
		w.Truncate(start)
		return
	}
	w.WriteByte('}')
}

// leftOut notes the members of a schema that its type does not show. A constant beside a type is known to be left out
// within other objects.
func (w *typeWriter) leftOut(s *schema, depth int) {
	if s.constant.Exists() && depth == 0 {
		w.beside(s.constant)
	}
	for name, value := range s.value.Members() {
		keyword := string(name.Text())
		switch {
		case s.member(keyword) != nil:
		case keyword == "additionalProperties" && value.Kind() == dataset.False:
		case keyword == "minimum" && value.Kind() == dataset.Number: // stands in a file whose bill is met
		default:
			w.beside(value)
		}
	}
}

// properties writes the members of an object, one to a line. Objects without properties of their own are left out.
// Depth counts the objects around, nest the schemas.
func (w *typeWriter) properties(s *schema, depth, nest int) {
	required := s.requires()
	for name, value := range s.properties.Members() {
		p := readSchema(value)
		w.leftOut(&p, depth)
		if p.isEmptyObject() {
			if text := textOf(p.description); len(text) > 0 {
				w.beyond = append(w.beyond, text)
				w.doubts |= EmptyObjectDoubt
			}
			continue
		}
		w.property(name.Text(), &p, required(name.Text()), depth, nest)
	}
}

// property writes one member. Descriptions within other objects are left out.
func (w *typeWriter) property(name []byte, p *schema, required bool, depth, nest int) {
	start, stretches, beyond, around := w.Len(), len(w.doubtful), len(w.beyond), w.unsure
	w.unsure = false
	if depth == 0 {
		w.describe(p.description)
	}
	if depth > 1 {
		w.doubts |= KeywordDoubt // two levels are the most that a known count has
	}
	for range depth {
		w.WriteString("  ")
	}
	w.Write(name)
	if !required {
		w.WriteByte('?')
	}
	w.WriteString(": ")
	w.schema(p, depth, nest+1)
	w.WriteString(",\n")
	if w.unsure {
		w.doubts |= SchemaDoubt
		w.doubtful = append(w.doubtful[:stretches], stretch{start, w.Len()})
		w.beyond = append(w.beyond[:beyond], p.value.Raw())
		w.references(p.value, 0)
	}
	w.unsure = around
}

// schema writes the type that a JSON schema describes.
func (w *typeWriter) schema(s *schema, depth, nest int) {
	switch {
	case nest > deepestSchema:
		w.doubts |= DepthDoubt
	case s.anyOf.Len() > 0:
		w.variants(s.anyOf, depth, nest)
	case s.oneOf.Len() > 0:
		w.unsure = true
		w.variants(s.oneOf, depth, nest)
	case s.allOf.Len() == 1:
		w.unsure = true
		w.variants(s.allOf, depth, nest)
	case s.enum.Len() > 0:
		w.unsure = w.unsure || !slices.Contains([]string{"string", "number", "integer"}, string(textOf(s.kind)))
		w.choice(s.enum)
	case s.kind.Len() > 0:
		w.unsure = true
		w.kinds(s.kind)
	default:
		w.plain(s, depth, nest)
	}
}

// plain writes a type that has one name.
func (w *typeWriter) plain(s *schema, depth, nest int) {
	switch kind := string(textOf(s.kind)); kind {
	case "array":
		if s.items.Kind() != dataset.Object {
			w.unsure = true
			w.WriteString("any[]")
			return
		}
		items := readSchema(s.items)
		w.leftOut(&items, depth+1)
		w.schema(&items, depth, nest+1)
		w.WriteString("[]")
	case "object":
		w.unsure = w.unsure || s.properties.Len() == 0
		w.WriteString("{\n")
		w.properties(s, depth+1, nest)
		w.WriteByte('}')
	case "string", "number", "boolean":
		w.WriteString(kind)
	case "integer":
		w.WriteString("number")
	default:
		w.unsure = true
		w.WriteString("any")
	}
}

// variants writes the types of which a value has one. That null is written as well is concluded, not seen.
func (w *typeWriter) variants(list dataset.Value, depth, nest int) {
	first := true
	for v := range list.Elements() {
		s := readSchema(v)
		start := w.Len()
		if !first {
			w.WriteString(" | ")
		}
		first = false
		if s.kind.Is("null") && !s.combined() {
			w.WriteString("null")
			w.doubts |= SchemaDoubt
			w.doubtful = append(w.doubtful, stretch{start, w.Len()})
			continue
		}
		w.leftOut(&s, depth+1)
		w.schema(&s, depth, nest+1)
	}
}

// kinds writes a list of plain types.
func (w *typeWriter) kinds(list dataset.Value) {
	separator := ""
	for kind := range list.Elements() {
		w.WriteString(separator)
		name := string(textOf(kind))
		if name == "integer" {
			name = "number"
		}
		w.WriteString(name)
		separator = " | "
	}
}

func (w *typeWriter) choice(enum dataset.Value) {
	separator := ""
	for value := range enum.Elements() {
		w.WriteString(separator)
		if value.Kind() == dataset.String {
			w.WriteByte('"')
			w.Write(value.Text())
			w.WriteByte('"')
		} else {
			w.Write(value.Raw())
		}
		separator = " | "
	}
}

// definitionsOf returns the definitions that a schema holds for references to them.
func definitionsOf(root dataset.Value) map[string]dataset.Value {
	var found map[string]dataset.Value
	for _, at := range [...]string{"$defs", "definitions"} {
		for name, value := range root.Member(at).Members() {
			if found == nil {
				found = map[string]dataset.Value{}
			}
			found["#/"+at+"/"+string(name.Text())] = value
		}
	}
	return found
}

// references adds what the references in a schema point to, once for each, since the service may write it there. Where a
// definition points to another one, or they are too many, there is no bound.
func (w *typeWriter) references(v dataset.Value, nest int) {
	if nest > deepestSchema {
		w.doubts |= DepthDoubt
		return
	}
	for name, value := range v.Members() {
		if name.Is("$ref") {
			w.reference(value)
		} else {
			w.references(value, nest+1)
		}
	}
	for element := range v.Elements() {
		w.references(element, nest+1)
	}
}

func (w *typeWriter) reference(v dataset.Value) {
	target, known := w.definitions[string(textOf(v))]
	raw := target.Raw()
	if w.room -= len(raw); !known || w.room < 0 || bytes.Contains(raw, []byte(`"$ref"`)) {
		w.doubts |= ReferenceDoubt
		return
	}
	w.beyond = append(w.beyond, raw)
}

package tokenize

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

// A schemaMaker makes JSON schemas of all kinds, the strange included. The same seed makes the same schema.
type schemaMaker struct {
	*rand.Rand
	left int // values that may still be written
}

var schemaKinds = []string{`"string"`, `"number"`, `"integer"`, `"boolean"`, `"null"`, `"array"`, `"object"`, `["string","null"]`, `[]`, `7`, `"odd"`, `null`}

var schemaTexts = []string{"", "one", "two\\nlines", "ünï", "\\ud83d\\ude80", "\\\"", "} // namespace functions", "# Tools"}

func (m *schemaMaker) pick(list []string) string { return list[m.IntN(len(list))] }

func (m *schemaMaker) text() string { return `"` + m.pick(schemaTexts) + `"` }

// schema writes one schema, most members left out.
func (m *schemaMaker) schema(depth int) string {
	if m.left--; m.left < 0 || depth > 80 {
		return m.pick([]string{"{}", "true", "7", `{"type":"string"}`})
	}
	var members []string
	add := func(name, value string) { members = append(members, fmt.Sprintf("%q:%s", name, value)) }
	if m.IntN(8) > 0 {
		add("type", m.pick(schemaKinds))
	}
	for _, name := range []string{"description", "title", "default", "const", "pattern"} {
		if m.IntN(6) == 0 {
			add(name, m.text())
		}
	}
	for _, name := range []string{"anyOf", "oneOf", "allOf", "enum", "required", "examples"} {
		if m.IntN(10) == 0 {
			add(name, m.list(depth))
		}
	}
	for _, name := range []string{"items", "additionalProperties"} {
		if m.IntN(3) == 0 {
			add(name, m.schema(depth+1))
		}
	}
	for _, name := range []string{"properties", "$defs"} {
		if m.IntN(3) == 0 {
			add(name, m.properties(depth))
		}
	}
	if m.IntN(12) == 0 {
		add("$ref", m.pick([]string{`"#/$defs/a"`, `"#/$defs/b"`, `"#"`, `7`}))
	}
	if m.IntN(12) == 0 {
		add("nullable", "true")
	}
	return "{" + strings.Join(members, ",") + "}"
}

func (m *schemaMaker) list(depth int) string {
	var elements []string
	for range m.IntN(4) {
		if m.IntN(3) == 0 {
			elements = append(elements, m.text())
		} else {
			elements = append(elements, m.schema(depth+1))
		}
	}
	return "[" + strings.Join(elements, ",") + "]"
}

func (m *schemaMaker) properties(depth int) string {
	var members []string
	for i := range m.IntN(6) {
		members = append(members, fmt.Sprintf("%q:%s", string(rune('a'+i)), m.schema(depth+1)))
	}
	return "{" + strings.Join(members, ",") + "}"
}

func schemaOf(seed uint64, size int) string {
	m := schemaMaker{rand.New(rand.NewPCG(seed, uint64(size))), size}
	return m.schema(0)
}

// FuzzTools writes and counts tools of generated schemas. Nothing panics, the count lies within its bounds, and what is
// written is in proportion to what there is.
func FuzzTools(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(seed, int(seed)*9, int(seed)*3)
	}
	f.Fuzz(func(t *testing.T, seed uint64, size, levels int) {
		parameters := schemaOf(seed, min(max(size, 0), 5000))
		levels = min(max(levels, 0), 400)
		parameters = strings.Repeat(`{"type":"object","properties":{"p":`, levels) + parameters + strings.Repeat("}}", levels)
		line := `{"messages":[],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":` + parameters + `}}]}`
		r := new(dataset.Record)
		if r.Decode(dataset.Line{Number: 1, Text: []byte(line)}); r.Err != nil {
			t.Skip(r.Err)
		}
		for _, chat := range []string{"openai", "harmony"} {
			checkTools(t, r, chat, levels)
		}
	})
}

func checkTools(t *testing.T, r *dataset.Record, chat string, levels int) {
	t.Helper()
	format, err := ChatNamed(chat)
	if err != nil {
		t.Fatal(err)
	}
	got := NewMeter(bpe.O200kBase().NewCounter(), format, StandardImages).Count(r)
	if got.Low > got.Billed() || got.High < got.Billed() {
		t.Errorf("%s: %d is not between %d and %d", chat, got.Billed(), got.Low, got.High)
	}
	if levels > deepestSchema+1 && !got.Unknown { // the innermost may be an empty object, which is left out
		t.Errorf("%s: %d levels have a bound", chat, levels)
	}
	raw := r.Example.Tools.Raw()
	text := writeTools(r.Example.Tools, format.Tools)
	size := len(text.text)
	for _, piece := range text.beyond {
		size += len(piece)
	}
	if most := 400 + (8+maxBeyond+5*deepestSchema)*len(raw); size > most {
		t.Errorf("%s: %d bytes are made of %d", chat, size, len(raw))
	}
	at := 0
	for _, s := range text.doubtful {
		if s.from < at || s.to < s.from || s.to > len(text.text) {
			t.Fatalf("%s: doubtful stretches %v of %d bytes", chat, text.doubtful, len(text.text))
		}
		at = s.to
	}
}

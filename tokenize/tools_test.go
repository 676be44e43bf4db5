package tokenize

import (
	"reflect"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

// tools returns the list of tools that a line of JSON parameters makes of one function f.
func tools(t *testing.T, parameters string) dataset.Value {
	t.Helper()
	return record(t, `{"messages":[],"tools":[{"type":"function","function":{"name":"f","parameters":`+parameters+`}}]}`).Example.Tools
}

// body returns what a function takes, as the types say, and what is doubtful about it.
func body(t *testing.T, parameters string) (string, toolText) {
	t.Helper()
	text := writeTools(tools(t, parameters), OpenAITools)
	_, rest, _ := strings.Cut(string(text.text), "type f = (")
	inside, _, _ := strings.Cut(rest, ") => any;")
	return inside, text
}

func TestSchemasAsTypes(t *testing.T) {
	for _, test := range []struct{ parameters, want string }{
		{`{"type":"object","properties":{}}`, ""},
		{`{"type":"object","properties":{"a":{"type":"object"}}}`, ""},
		{`{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}`, "_: {\na: string,\n}"},
		{`{"properties":{"a":{"type":"integer","description":"How\nmany"}}}`, "_: {\n// How\n// many\na?: number,\n}"},
		{`{"properties":{"a":{"type":"string","enum":["x","y"]},"b":{"type":"integer","enum":[1,2]}}}`, "_: {\na?: \"x\" | \"y\",\nb?: 1 | 2,\n}"},
		{`{"properties":{"a":{"type":"array","items":{"type":"object","required":["b"],"properties":{"b":{"type":"boolean","description":"not shown"}}}}}}`,
			"_: {\na?: {\n  b: boolean,\n}[],\n}"},
		{`{"properties":{"a":{"anyOf":[{"type":"string","const":"x"},{"type":"null"}]}}}`, "_: {\na?: string | null,\n}"},
		{`{"properties":{"a":{"oneOf":[{"type":"string"},{"type":"number"}]}}}`, "_: {\na?: string | number,\n}"},
		{`{"properties":{"a":{"type":["integer","null"]},"b":{},"c":{"type":"array"}}}`, "_: {\na?: number | null,\nb?: any,\nc?: any[],\n}"},
	} {
		if got, _ := body(t, test.parameters); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.parameters, got, test.want)
		}
	}
}

// What bills and counts show is exact; everything else says that it is not.
func TestSchemasThatAreDoubted(t *testing.T) {
	for _, test := range []struct {
		parameters string
		doubts     Doubt
	}{
		{`{"type":"object","properties":{"a":{"type":"string","description":"x","enum":["x"]},"b":{"type":"object"}},"required":["a"],"additionalProperties":false}`, 0},
		{`{"type":"object","properties":{"a":{"anyOf":[{"type":"object","properties":{"k":{"type":"string","const":"x"}}},{"type":"number"}]}}}`, 0},
		{`{"type":"object","properties":{"a":{"type":"number","minimum":1}}}`, 0},
		{`{"type":"object","properties":{"a":{"type":"object","description":"x"}}}`, EmptyObjectDoubt},
		{`{"type":"object","properties":{"a":{"type":"string","default":"x"}}}`, KeywordDoubt},
		{`{"type":"object","properties":{"a":{"type":"string","const":"x"}}}`, KeywordDoubt},
		{`{"type":"object","title":"A","properties":{"a":{"type":"string"}}}`, KeywordDoubt},
		{`{"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"object","properties":{"c":{"type":"string"}}}}}}}`, KeywordDoubt},
		{`{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]}}}`, SchemaDoubt},
		{`{"type":"object","properties":{"a":{"oneOf":[{"type":"string"}]}}}`, SchemaDoubt},
		{`{"type":"object","properties":{"a":{"allOf":[{"type":"string"}]}}}`, SchemaDoubt},
		{`{"type":"object","properties":{"a":{"type":["string","null"]}}}`, SchemaDoubt},
		{`{"type":"object","properties":{"a":{"description":"no type"}}}`, SchemaDoubt},
		{`{"type":"object","properties":{"a":{"enum":["no type"]}}}`, SchemaDoubt},
		{`{"type":"object","oneOf":[{"properties":{"a":{"type":"string"}}}]}`, SchemaDoubt},
		{`{"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"type":"string"}}}`, SchemaDoubt | KeywordDoubt},
		{`{"type":"object","properties":{"a":{"$ref":"#/$defs/B"}}}`, SchemaDoubt | ReferenceDoubt},
		{`{"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"$ref":"#/$defs/A"}}}`, SchemaDoubt | KeywordDoubt | ReferenceDoubt},
	} {
		_, text := body(t, test.parameters)
		if text.doubts != test.doubts {
			t.Errorf("%s: got %q, want %q", test.parameters, text.doubts.Notes(), test.doubts.Notes())
		}
	}
}

// Where the way a schema is written is not known, the count lies between leaving it out and writing the whole of it.
func TestBoundsOfDoubtedSchemas(t *testing.T) {
	c := bpe.O200kBase().NewCounter()
	plain := new(toolCache).count(c, tools(t, `{"type":"object","properties":{"a":{"type":"string"}}}`), OpenAITools)
	for _, more := range []string{`{"oneOf":[{"type":"string"},{"type":"integer"}],"description":"One of two."}`, `{"type":["string","null"]}`,
		`{"allOf":[{"type":"string"},{"minLength":1}]}`, `{"$ref":"#/$defs/A"}`} {
		n := new(toolCache).count(c, tools(t, `{"type":"object","properties":{"a":{"type":"string"},"b":`+more+`},"$defs":{"A":{"type":"string","description":"A long one."}}}`), OpenAITools)
		if n.low != plain.tokens {
			t.Errorf("%s: at least %d, want %d as without it", more, n.low, plain.tokens)
		}
		if whole := plain.tokens + c.Count([]byte(more)); n.high < whole || n.tokens >= n.high {
			t.Errorf("%s: %d and at most %d, want at most %d or more", more, n.tokens, n.high, whole)
		}
	}
}

// Deep schemas are unknown, not counted short.
func TestDeepSchemas(t *testing.T) {
	for _, test := range []struct {
		levels int
		deep   bool
	}{{deepestSchema - 2, false}, {deepestSchema - 1, false}, {deepestSchema, true}, {deepestSchema + 1, true}, {900, true}} {
		deep := `{"type":"object","properties":{"a":` + strings.Repeat(`{"type":"array","items":`, test.levels) + `{"type":"string"}` +
			strings.Repeat("}", test.levels) + `}}`
		for _, chat := range []string{"openai", "harmony"} {
			r := record(t, `{"messages":[],"tools":[{"type":"function","function":{"name":"f","parameters":`+deep+`}}]}`)
			if got := meter(t, chat).Count(r); got.Unknown != test.deep {
				t.Errorf("%s, %d levels: unknown %v, want %v", chat, test.levels, got.Unknown, test.deep)
			}
		}
	}
}

// The text that stands with tools is cut together with what parts them.
func TestToolsBesideASystemMessage(t *testing.T) {
	list := `"tools":[{"type":"function","function":{"name":"menu"}}]`
	written := bpe.O200kBase().NewCounter().Count(writeTools(record(t, `{"messages":[],`+list+`}`).Example.Tools, OpenAITools).text)
	for _, test := range []struct {
		name, messages string
		want           int
		doubts         Doubt
	}{
		{"alone", `{"role":"user","content":"Hi"}`, 1 + 5 + written + 3, 0},
		{"a word", `{"role":"system","content":"Hi"}`, 1 + 5 + written - 1 + 1, 0},
		{"a full stop swallows the blank line", `{"role":"system","content":"Hi."}`, 1 + 6 + written - 1, 0},
		{"the first of two", `{"role":"system","content":"Hi."},{"role":"system","content":"Hi"}`, 1 + 6 + 5 + written - 1, 0},
		{"behind another", `{"role":"user","content":"Hi"},{"role":"system","content":"Hi."}`, 1 + 5 + 6 + written - 1, ToolPlaceDoubt},
		{"in parts", `{"role":"system","content":[{"type":"text","text":"Hi"}]}`, 1 + 5 + written - 1 + 1, ToolPlaceDoubt},
		{"a developer's", `{"role":"developer","content":"Hi."}`, 1 + 6 + written - 1, ToolPlaceDoubt},
	} {
		got := meter(t, "openai").Count(record(t, `{"messages":[`+test.messages+`],`+list+`}`))
		if got.Billed() != test.want || got.Doubts != test.doubts {
			t.Errorf("%s: got %d, doubts %q, want %d, doubts %q", test.name, got.Billed(), got.Doubts.Notes(), test.want, test.doubts.Notes())
		}
	}
}

func TestCalls(t *testing.T) {
	for _, test := range []struct {
		name, message string
		want          int
		doubts        Doubt
	}{
		{"a call", `{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"Hi","arguments":"Hi"}}]}`, 8 + 2, 0},
		{"two calls", `{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"Hi","arguments":"Hi"}},{"id":"2","type":"function","function":{"name":"Hi","arguments":"Hi"}}]}`, 12 + 4, CallDoubt},
		{"a call of old", `{"role":"assistant","content":"","function_call":{"name":"Hi","arguments":"Hi"}}`, 7 + 2, 0},
		{"a result", `{"role":"tool","tool_call_id":"1","content":"Hi"}`, 4 + 1, ResultDoubt},
		{"a result of old", `{"role":"function","name":"Hi","content":"Hi"}`, 3 + 2, 0},
	} {
		got := meter(t, "openai").Count(record(t, `{"messages":[`+test.message+`]}`))
		if got.Billed() != 1+test.want || got.Doubts != test.doubts {
			t.Errorf("%s: got %d, doubts %q, want %d, doubts %q", test.name, got.Billed(), got.Doubts.Notes(), 1+test.want, test.doubts.Notes())
		}
	}
}

// The three files of tools whose counts by the formula are known, 10 examples each. Nothing shows yet that the 4.1 family
// counts tools the same.
func TestFilesWithTools(t *testing.T) {
	for name, want := range map[string]int{"anyof": 1010, "nested": 780, "small": 550} {
		got := countFile(t, "../testdata/tools/"+name+".jsonl", "gpt-4.1-mini")
		if got.Billed() != want || got.Doubts&ToolModelDoubt == 0 {
			t.Errorf("%s: got %d, doubts %q, want %d", name, got.Billed(), got.Doubts.Notes(), want)
		}
		if known := countFile(t, "../testdata/tools/"+name+".jsonl", "gpt-4o-2024-08-06"); known.Billed() != want || known.Doubts&ToolModelDoubt != 0 {
			t.Errorf("%s for gpt-4o: got %d, doubts %q, want %d", name, known.Billed(), known.Doubts.Notes(), want)
		}
	}
}

// What a meter remembers of definitions changes no count of the next example, and no use of its tools.
func TestRepeatedTools(t *testing.T) {
	one := `{"type":"function","function":{"name":"a","parameters":{"type":"object","properties":{"x":{"type":["string","null"],"default":null}}}}}`
	two := `{"type":"function","function":{"name":"b","description":"B","parameters":{"type":"object","properties":{"x":{"$ref":"#/$defs/x"}},"$defs":{"x":{"type":"string"}}}}}`
	many := strings.Repeat(`{"type":"function","function":{"name":"z"}},`, fewTools) + one
	big := `{"type":"function","function":{"name":"big","description":"` + strings.Repeat("long ", maxCachedTools/5) + `"}}`
	for _, chat := range []string{"openai", "harmony"} {
		used := meter(t, chat)
		for i, list := range []string{one, two, one + "," + two, two + "," + one, one, many, big, big + "," + one, one, many} {
			line := `{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"a","arguments":"{}"}},{"function":{"name":"none","arguments":"{}"}}]}],"tools":[` + list + `]}`
			fresh := meter(t, chat)
			got, want := used.Count(record(t, line)), fresh.Count(record(t, line))
			if got != want {
				t.Errorf("%s, example %d: got %v, want %v", chat, i, got, want)
			}
			if got, want := used.ToolUse(), fresh.ToolUse(); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, example %d: got %v, want %v", chat, i, got, want)
			}
			called := used.ToolUse().Calls
			if at := strings.Count(list[:strings.LastIndex(list, `"name":"a"`)+1], `"name":`); strings.Contains(list, `"name":"a"`) && (called[0] != at || called[1] != -1) {
				t.Errorf("%s, example %d: calls %v, want %d and -1", chat, i, called, at)
			}
		}
	}
}

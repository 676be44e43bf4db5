package tokenize

import (
	"strings"
	"testing"

	"github.com/ftplan/ftplan/tokenize/bpe"
)

// The functions and their text are a test case of the reference renderer: openai/harmony, src/tests.rs,
// test_render_functions_with_parameters (Apache-2.0).
const (
	harmonyFunctions = `[
		{"name": "get_location", "description": "Gets the location of the user."},
		{"name": "get_current_weather", "description": "Gets the current weather in the provided location.", "parameters": {
			"type": "object", "properties": {
				"location": {"type": "string", "description": "The city and state, e.g. San Francisco, CA"},
				"format": {"type": "string", "enum": ["celsius", "fahrenheit"], "default": "celsius"}},
			"required": ["location"]}},
		{"name": "get_multiple_weathers", "description": "Gets the current weather in the provided list of locations.", "parameters": {
			"type": "object", "properties": {
				"locations": {"type": "array", "items": {"type": "string"},
					"description": "List of city and state, e.g. [\"San Francisco, CA\", \"New York, NY\"]"},
				"format": {"type": "string", "enum": ["celsius", "fahrenheit"], "default": "celsius"}},
			"required": ["locations"]}},
		{"name": "kitchensink", "description": "A function with various complex schemas.", "parameters": {
			"description": "params object", "type": "object", "properties": {
				"string": {"type": "string", "title": "STRING", "description": "A string", "examples": ["hello", "world"]},
				"string_nullable": {"type": "string", "nullable": true, "description": "A nullable string", "default": "the default"},
				"string_enum": {"type": "string", "enum": ["a", "b", "c"]},
				"oneof_string_or_number": {"oneOf": [{"type": "string", "default": "default_string_in_oneof"},
					{"type": "number", "description": "numbers can happen too"}], "description": "a oneof", "default": 20}}}}]`

	harmonyText = `# Tools

## functions

namespace functions {

// Gets the location of the user.
type get_location = () => any;

// Gets the current weather in the provided location.
type get_current_weather = (_: {
// The city and state, e.g. San Francisco, CA
location: string,
format?: "celsius" | "fahrenheit", // default: celsius
}) => any;

// Gets the current weather in the provided list of locations.
type get_multiple_weathers = (_: {
// List of city and state, e.g. ["San Francisco, CA", "New York, NY"]
locations: string[],
format?: "celsius" | "fahrenheit", // default: celsius
}) => any;

// A function with various complex schemas.
type kitchensink = (_: // params object
{
// STRING
//
// A string
// Examples:
// - "hello"
// - "world"
string?: string,
// A nullable string
string_nullable?: string | null, // default: "the default"
string_enum?: "a" | "b" | "c",
// a oneof
// default: 20
oneof_string_or_number?:
 | string // default: "default_string_in_oneof"
 | number // numbers can happen too
,
}) => any;

} // namespace functions`
)

func TestHarmonyTools(t *testing.T) {
	line := `{"messages": [], "functions": ` + strings.NewReplacer("\n", " ", "\t", " ").Replace(harmonyFunctions) + `}`
	list := record(t, line).Example.Functions
	if got := string(writeTools(list, HarmonyTools).text); got != harmonyText {
		t.Errorf("got\n%s\nwant\n%s", got, harmonyText)
	}
	if got, want := new(toolCache).count(bpe.O200kBase().NewCounter(), list, HarmonyTools).tokens, 262; got != want {
		t.Errorf("got %d tokens, want %d", got, want)
	}
}

// The text around tools, by the published template, the header's own 61 tokens apart.
func TestHarmonyAroundTools(t *testing.T) {
	list := `"tools":[{"type":"function","function":{"name":"menu"}}]`
	c := bpe.O200kBase().NewCounter()
	tools := "# Tools\n\n## functions\n\nnamespace functions {\n\ntype menu = () => any;\n\n} // namespace functions"
	notice := c.Count([]byte("message.\nCalls to these tools must go to the commentary channel: 'functions'.")) - c.Count([]byte("message."))
	const marks = 3 // start, message and end
	for _, test := range []struct {
		messages string
		want     int
	}{
		{`{"role":"user","content":"Hi"}`, marks + c.Count([]byte("developer"+tools)) + 5},
		{`{"role":"system","content":"Be good."},{"role":"user","content":"Hi"}`, marks + 1 + c.Count([]byte("# Instructions\n\nBe good.\n\n"+tools)) + 5},
		{`{"role":"assistant","tool_calls":[{"function":{"name":"menu","arguments":"{}"}}]}`, marks + c.Count([]byte("developer"+tools)) +
			c.Count([]byte("assistant to=functions.menu"+"commentary"+" json"+"{}")) + 4},
	} {
		got := meter(t, "harmony").Count(record(t, `{"messages":[`+test.messages+`],`+list+`}`))
		if got.Billed() != 61+notice+test.want {
			t.Errorf("%s: got %d, want %d", test.messages, got.Billed()-61-notice, test.want)
		}
	}
}

// The template writes each call as a message of its own, and a result behind the name of its function, to the assistant.
func TestHarmonyCallsAndResults(t *testing.T) {
	c := bpe.O200kBase().NewCounter()
	const marks = 4 // start, channel, message and end
	call := `{"function":{"name":"menu","arguments":"{}"}}`
	count := func(pieces ...string) (n int) {
		for _, piece := range pieces {
			n += c.Count([]byte(piece))
		}
		return n
	}
	one := marks + count("assistant to=functions.menu", "commentary json", "{}")
	for _, test := range []struct {
		messages string
		want     int
	}{
		{`{"role":"assistant","tool_calls":[` + call + `]}`, one},
		{`{"role":"assistant","tool_calls":[` + call + `,` + call + `]}`, 2 * one},
		{`{"role":"assistant","tool_calls":[` + call + `,` + call + `,` + call + `]}`, 3 * one},
		{`{"role":"tool","content":"soup"}`, marks + count("functions.menu to=assistant", "commentary", "soup") - count("menu")},
	} {
		if got := meter(t, "harmony").Count(record(t, `{"messages":[`+test.messages+`]}`)); got.Billed() != 61+test.want {
			t.Errorf("%s: got %d, want %d", test.messages, got.Billed()-61, test.want)
		}
	}
}

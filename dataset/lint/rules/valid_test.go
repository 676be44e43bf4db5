package rules

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// The example files of the project are clean, but for the one that has a fault a line.
func TestExampleFiles(t *testing.T) {
	chat, preference, reinforcement := dataset.Chat, dataset.Preference, dataset.Reinforcement
	for name, format := range map[string]dataset.Format{
		"support.jsonl": chat, "support-validation.jsonl": chat, "tools.jsonl": chat,
		"preference.jsonl": preference, "reinforcement.jsonl": reinforcement,
	} {
		for _, f := range judge(t, readExample(t, name), lint.Settings{Format: format, Limits: lint.OpenAI()}, Rules()) {
			if f.Rule.Severity() != lint.Info {
				t.Errorf("%s:%v", name, f)
			}
		}
	}
}

func readExample(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Each fault of the example file is found, once, at its line and column.
func TestBrokenFile(t *testing.T) {
	var got []string
	for _, f := range judge(t, readExample(t, "broken.jsonl"), lint.Settings{Format: dataset.Chat, Limits: lint.OpenAI()}, Rules()) {
		if f.Rule.Severity() == lint.Error || f.Rule.Code == "FT209" {
			got = append(got, fmt.Sprintf("%d:%d %s %s", f.Line, f.Column, f.Rule.Code, f.Path))
		}
	}
	want := []string{
		"3:397 FT201 /messages",
		"5:390 FT403 /messages/2/role",
		"6:345 FT409 /messages/1/content",
		"8:457 FT407 /messages/2/weight",
		"9:1 FT107 ",
		"10:400 FT209 /messages/2/content",
		"11:484 FT304 /source",
		"12:1 FT302 ",
		"13:14 FT414 /messages",
	}
	if !slices.Equal(got, want) {
		t.Errorf("errors in broken.jsonl\n got %q\nwant %q", got, want)
	}
}

// What is valid stays without errors and warnings, however unusual.
func TestValidLines(t *testing.T) {
	const user, answer = `{"role": "user", "content": "Hi"}`, `{"role": "assistant", "content": "Hello"}`
	line := func(messages ...string) string { return `{"messages": [` + strings.Join(messages, ", ") + `]}` }
	const tool = `"tools": [{"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {"a": {"type": "number"}}}}}]`
	const call = `{"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "add", "arguments": "{\"a\": 1}"}}]}`
	for name, file := range map[string]string{
		"CR LF":                        line(user, answer) + "\r\n",
		"no newline at the end":        line(user, answer),
		"white space around":           " \t" + line(user, answer) + "  \n",
		"keys in another order":        `{"messages": [{"content": "Hi", "role": "user"}, {"weight": 1, "content": "Hello", "role": "assistant"}]}`,
		"parts":                        line(`{"role": "user", "content": [{"type": "text", "text": "Hi"}, {"type": "text", "text": ""}]}`, answer),
		"a developer":                  line(`{"role": "developer", "content": "Be kind."}`, user, answer),
		"a named user":                 line(`{"role": "user", "name": "Ann-1_x", "content": "Hi"}`, answer),
		"a name beyond ASCII":          line(`{"role": "user", "name": "José", "content": "Hi"}`, answer),
		"a refusal":                    line(user, `{"role": "assistant", "content": null, "refusal": "I will not."}`),
		"no refusal":                   line(user, `{"role": "assistant", "content": "Hello", "refusal": null}`),
		"weights":                      line(user, `{"role": "assistant", "content": "No", "weight": 0}`, user, `{"role": "assistant", "content": "Yes", "weight": 1}`),
		"unicode":                      line(`{"role": "user", "content": "Grüße 你好 🎉 e\u0301"}`, answer),
		"escapes":                      line(`{"role": "user", "content": "\u00e9 \ud83d\ude00 \n\t\/ \"q\" \\"}`, answer),
		"escaped keys and roles":       `{"\u006dessages": [{"r\u006fle": "us\u0065r", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
		"one message of the assistant": line(answer),
		"a call at the end":            `{"messages": [` + user + `, ` + call + `], ` + tool + `}`,
		"a call without content":       `{"messages": [` + user + `, ` + strings.Replace(call, `"content": null, `, "", 1) + `], ` + tool + `}`,
		"a call with empty content":    `{"messages": [` + user + `, ` + strings.Replace(call, `null`, `""`, 1) + `], ` + tool + `}`,
		"an answered call":             `{"messages": [` + user + `, ` + call + `, {"role": "tool", "tool_call_id": "c1", "content": "2"}, ` + answer + `], ` + tool + `}`,
		"an answer in parts":           `{"messages": [` + user + `, ` + call + `, {"role": "tool", "tool_call_id": "c1", "content": [{"type": "text", "text": "2"}]}, ` + answer + `], ` + tool + `}`,
		"a named tool message":         `{"messages": [` + user + `, ` + call + `, {"role": "tool", "name": "add", "tool_call_id": "c1", "content": ""}, ` + answer + `], ` + tool + `}`,
		"functions of old":             `{"messages": [` + user + `, {"role": "assistant", "content": null, "function_call": {"name": "f", "arguments": "{}"}}, {"role": "function", "name": "f", "content": "1"}, ` + answer + `], "functions": [{"name": "f", "parameters": {"type": "object", "properties": {}}}]}`,
		"schema of draft 4":            `{"messages": [` + user + `, ` + answer + `], "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {"a": {"type": "integer", "minimum": 0, "exclusiveMinimum": true}}}}}]}`,
		"schema with look-ahead":       `{"messages": [` + user + `, ` + answer + `], "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {"a": {"type": "string", "pattern": "^(?!x)"}}}}}]}`,
		"schema with references":       `{"messages": [` + user + `, ` + answer + `], "tools": [{"type": "function", "function": {"name": "f", "strict": true, "parameters": {"$defs": {"n": {"type": "number"}}, "type": "object", "properties": {"a": {"$ref": "#/$defs/n"}, "b": {"$ref": "https://example.com/x.json"}, "c": {"type": ["string", "null"], "nullable": true}}}}}]}`,
		"no parameters":                `{"messages": [` + user + `, ` + answer + `], "tools": [{"type": "function", "function": {"name": "f"}}]}`,
		"a tool that declares nothing": `{"messages": [` + user + `, ` + answer + `], "tools": [{"type": "function", "function": {"name": "f", "description": null, "parameters": {}}}]}`,
		"two lines, equal in parts":    line(user, answer) + "\n" + line(user, `{"role": "assistant", "content": "Hello!"}`) + "\n",
	} {
		for _, f := range judge(t, file, exampleSettings(new(lint.Rule)), Rules()) {
			if f.Rule.Severity() != lint.Info && f.Rule.Code < "FT6" {
				t.Errorf("%s: %v", name, f)
			}
		}
	}
}

// Whatever RFC 8259 allows passes, and whatever it forbids is one error.
func TestJSONAsRFC8259HasIt(t *testing.T) {
	settings := lint.Settings{Format: dataset.Reinforcement}
	judgeValue := func(value string) []lint.Finding {
		line := `{"messages": [{"role": "user", "content": "Hi"}], "reference_answer": ` + value + "}"
		return judge(t, line, settings, Rules())
	}
	for _, value := range []string{
		`1E400`, `-0`, `-0.0`, `1e-10`, `123456789012345678901234567890`, `0.1`, `1.5E+9`, `""`, `"\u0000"`, `"\ud83d\ude00"`, `"\/\b\f"`,
		"\"\x7f\"", `[]`, `{}`, `[[[]]]`, `{"": 1}`, `{"a": {"a": {"a": 1}}}`, ` [ 1 , 2 ] `, "\t1\t", `null`, `true`, `"日本"`, `"\u2028"`,
		strings.Repeat("[", 100) + strings.Repeat("]", 100), `{"a": 1, "A": 2}`, `"// no comment"`, `"NaN"`,
	} {
		if got := judgeValue(value); len(got) > 0 {
			t.Errorf("%s gives %q, want nothing", value, got)
		}
	}
	for _, value := range []string{
		`01`, `+1`, `.5`, `1.`, `1.e1`, `1e`, `1e+`, `0x10`, `--1`, `1_000`, `- 1`, `NaN`, `-Infinity`, `Infinity`, `nan`, `undefined`, `TRUE`, `tru`, `nul`,
		`'a'`, `"a`, `a`, `"\x41"`, `"\u12"`, `"\uZZZZ"`, `"\'"`, `"\a"`, `"\"`, "\"\t\"", "\"\x00\"", "\"\x1f\"", "\x00", "\xff", "\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
		`[1,]`, `[,1]`, `[1,,2]`, `[1 2]`, `[1}`, `[`, `]`, `[[]`, `{`, `{"a"}`, `{"a":}`, `{"a" 1}`, `{"a":1,}`, `{"a":1 "b":2}`, `{a:1}`, `{1:1}`,
		`{,}`, `[] []`, `1 // one`, `/* one */ 1`, `# one`, `“a”`, "\u00a01", "\ufeff1", `None`, `True`, `(1, 2)`, `{"a": 1;}`, `"a" "b"`, ``,
		strings.Repeat("[", 2000) + strings.Repeat("]", 2000),
	} {
		got := judgeValue(value)
		if len(got) != 1 || got[0].Rule.Severity() != lint.Error || got[0].Line != 1 || got[0].Column < 2 {
			t.Errorf("%.40q gives %q, want one error with its place", value, got)
		}
	}
}

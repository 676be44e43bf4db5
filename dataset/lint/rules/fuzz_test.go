package rules

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// Any bytes are judged without a panic, and every finding is fit to be printed and lies in its line.
func FuzzLint(f *testing.F) {
	for _, r := range Rules() {
		bad, good := r.Examples()
		for _, file := range append(bad, good...) {
			f.Add([]byte(file), uint8(dataset.Chat))
		}
	}
	f.Add([]byte(readExample(f, "preference.jsonl")), uint8(dataset.Preference))
	f.Add([]byte(readExample(f, "reinforcement.jsonl")), uint8(dataset.Reinforcement))
	f.Fuzz(func(t *testing.T, file []byte, format uint8) {
		settings := lint.Settings{Format: dataset.Format(format % 5), Limits: lint.OpenAI(), ShowText: format%2 == 0}
		var lines [][]byte
		for line, err := range dataset.NewReader(bytes.NewReader(file), exampleMaxLine).Lines() {
			if err != nil {
				break
			}
			lines = append(lines, bytes.Clone(line.Text))
		}
		findings := judge(t, string(file), settings, Rules())
		checkFindings(t, findings)
		for _, finding := range findings {
			checkPlace(t, finding, lines)
		}
	})
}

// checkPlace checks that a finding and its fix lie in the line they are about.
func checkPlace(t testing.TB, f lint.Finding, lines [][]byte) {
	t.Helper()
	if f.Line < 0 || f.Line > max(len(lines), 1) {
		t.Fatalf("%v is about line %d of %d", f, f.Line, len(lines))
	}
	if f.Line == 0 || f.Line > len(lines) || f.Column == 0 {
		return
	}
	line := lines[f.Line-1]
	if f.Offset < 0 || f.Offset > len(line) || f.Column > utf8.RuneCount(line)+1 {
		t.Errorf("%v stands outside its line of %d bytes", f, len(line))
	}
	if lint.Printable(f.Path) != f.Path || lint.Printable(f.Snippet) != f.Snippet {
		t.Errorf("path %q or snippet %q of %v is not printable", f.Path, f.Snippet, f)
	}
	if f.Fix == nil {
		return
	}
	at := 0
	for _, e := range f.Fix.Edits {
		if e.Start < at || e.End < e.Start || e.End > len(line) {
			t.Errorf("%v has edits %v, which overlap or leave its line of %d bytes", f, f.Fix.Edits, len(line))
		}
		at = e.End
	}
}

// hostile are texts that move cursors, turn the reading round, end lines or start commands of continuous integration.
func hostile() []string {
	list := []string{"::error::x", "%0A::set-output", "\x1b[31m", "\x1b]0;title\a", "\u202e\u2066\u2069", "\u0085", "\u2028", "\u200b\ufeff", "\u00ad",
		strings.Repeat("x", 5000), strings.Repeat("\u202e", 3000), "<script>", "`$(id)`", `"'\`, "%s%d%!(EXTRA", "\U000e0041", "a\u0301", "\ufffd"}
	for r := rune(0); r < 0x20; r++ {
		list = append(list, "a"+string(r)+"b")
	}
	for r := rune(0x7f); r < 0xa1; r++ {
		list = append(list, string(r))
	}
	return list
}

// A hostile role gives one finding, fit to be printed.
func TestHostileRoles(t *testing.T) {
	for _, role := range hostile() {
		line := fmt.Sprintf(`{"messages": [{"role": %s, "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`, lint.AppendString(nil, role))
		got := judge(t, line, exampleSettings(new(lint.Rule)), Rules())
		if len(got) != 1 || got[0].Rule != rule("FT403") {
			t.Errorf("%.40q gives %q, want one unknown role", role, codes(got))
		}
		checkFindings(t, got)
	}
}

// Hostile names give messages and paths that are fit to be printed, wherever they stand.
func TestHostileNames(t *testing.T) {
	for _, name := range hostile() {
		quoted := string(lint.AppendString(nil, name))
		for _, pattern := range []string{
			`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], NAME: 1}`,
			`{"messages": [{"role": "user", "content": "Hi", NAME: {"a": 1, "a": 2}}, {"role": "assistant", "content": "Hello"}]}`,
			`{"messages": [{"role": "user", "content": [{"type": NAME}], "name": NAME}, {"role": "assistant", "tool_calls": [{"id": NAME, "type": NAME, "function": {"name": NAME, "arguments": NAME}}]}]}`,
			`{"messages": [{"role": "assistant", "content": "Hello"}], "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "required": [1], "properties": {NAME: {"type": NAME}}}}}]}`,
			`{NAME: NAME} {NAME NAME`,
		} {
			got := judge(t, strings.ReplaceAll(pattern, "NAME", quoted), exampleSettings(new(lint.Rule)), Rules())
			if len(got) == 0 {
				t.Errorf("%.40q in %s gives no finding", name, pattern)
			}
			checkFindings(t, got)
			for _, f := range got {
				if lint.Printable(f.Path) != f.Path {
					t.Errorf("path %q of %v is not printable", f.Path, f)
				}
			}
		}
	}
}

// hostileLines returns lines of about n bytes that are made to take long, by name.
func hostileLines(n int) map[string]string {
	repeat := func(s string) string { return strings.Repeat(s, n/len(s)) }
	answer := `{"role": "assistant", "content": "Hello"}`
	call := `{"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{`
	return map[string]string{
		"messages without a role": `{"messages": [` + repeat(`{},`) + `{}]}`,
		"numbers for messages":    `{"messages": [` + repeat(`1,`) + `1]}`,
		"parts":                   `{"messages": [{"role": "user", "content": [` + repeat(`{"type":"text","text":"Hi"},`) + `{"type": "text", "text": "Hi"}]}, ` + answer + `]}`,
		"calls and tools":         `{"messages": [{"role": "assistant", "tool_calls": [` + repeat(`{"function":{"name":"f"}},`) + `{}]}], "tools": [` + repeat(`{"function":{"name":"g"}},`) + `{}]}`,
		"calls with ids":          `{"messages": [{"role": "assistant", "tool_calls": [` + distinct(n, `{"id":"c%d","type":"function","function":{"name":"f","arguments":"{}"}},`) + `{}]}, ` + answer + `]}`,
		"arguments":               `{"messages": [{"role": "assistant", "tool_calls": [` + call + distinct(n, `\"k%d\": 1,`) + `\"k\": 1}"}}]}], "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "required": ["z"]}}}]}`,
		"properties":              `{"messages": [{"role": "assistant", "tool_calls": [` + call + `}"}}]}], "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {` + distinct(n, `"p%d": {"type": "string"},`) + `"p": {}}}}}]}`,
		"metadata":                `{"messages": [{"role": "user", "content": "Hi"}, ` + answer + `], "metadata": {` + distinct(n, `"k%d": "v",`) + `"k": "v"}}`,
		"unknown keys":            `{"messages": [{"role": "user", ` + distinct(n, `"k%d": 1,`) + `"content": "Hi"}]}`,
		"tool messages":           `{"messages": [` + repeat(`{"role":"tool","tool_call_id":"x","content":""},`) + `{"role": "assistant", "content": "x"}]}`,
		"escapes":                 `{"messages": [{"role": "user", "content": "` + repeat(`\u00e9`) + `"}, ` + answer + `]}`,
		"an open list":            repeat(`[`),
		"open objects":            repeat(`{"a":`),
		"single quotes":           `{'a': '` + repeat(`"`) + `'}`,
		"missing commas":          `[` + repeat(`{} `) + `]`,
		"control characters":      `{"a": "` + repeat("\t") + `"}`,
		"duplicate names":         `{` + repeat(`"a":1,`) + `"a":2}`,
		"carriage returns":        `{"messages": [` + repeat("\r") + `]}`,
	}
}

// Lines made to take long allocate in proportion to their length: eight times the line no more than twelve times the bytes,
// beside what every line may take.
func TestHostileLinesAreCheap(t *testing.T) {
	const small, spare = 1 << 14, 1 << 20
	large := hostileLines(8 * small)
	for name, line := range hostileLines(small) {
		one, eight := allocated(t, line), allocated(t, large[name])
		if eight > 12*one+spare {
			t.Errorf("%s: %d bytes allocate %d, %d bytes %d", name, len(line), one, len(large[name]), eight)
		}
	}
}

// allocated returns how many bytes it allocates to read and judge a line.
func allocated(t *testing.T, line string) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var record dataset.Record
	record.Decode(dataset.Line{Number: 1, Text: []byte(line)})
	found := lint.NewChecker(exampleSettings(new(lint.Rule)), Rules()).Line(&record, lint.Lengths{}).Findings
	runtime.ReadMemStats(&after)
	if len(found) > lint.MaxFindings {
		t.Errorf("%.60s: %d findings", line, len(found))
	}
	return after.TotalAlloc - before.TotalAlloc
}

// Numbers that exact arithmetic could not write down in any time are left unjudged.
func TestHugeExponents(t *testing.T) {
	line := `{"messages": [{"role": "assistant", "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{\"a\": 1e999999999}"}}]}], ` +
		`"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {"a": {"type": "integer", "maximum": 1e999999999}}}}}]}`
	if bytes := allocated(t, line); bytes > 16<<20 {
		t.Errorf("judging %d bytes allocates %d", len(line), bytes)
	}
}

func distinct(n int, format string) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// hostileLines are generators of lines of about n bytes that are made to take long.
var hostileLines = map[string]func(n int) string{
	"parts": func(n int) string {
		return chatLine(`{"role": "user", "content": [`+listOf(n, `{"type": "text", "text": "Hi %d"}`)+`]}`, "")
	},
	"calls": func(n int) string {
		return chatLine(`{"role": "assistant", "tool_calls": [`+listOf(n, `{"id": "c%d", "type": "function", "function": {"name": "f", "arguments": "{}"}}`)+`]}`,
			`, "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]`)
	},
	"calls and tools": func(n int) string {
		return chatLine(`{"role": "assistant", "tool_calls": [`+listOf(n/2, `{"id": "c%d", "type": "function", "function": {"name": "f", "arguments": "{}"}}`)+`]}`,
			`, "tools": [`+listOf(n/2, `{"type": "function", "function": {"name": "t%d"}}`)+`]`)
	},
	"arguments": func(n int) string {
		return toolLine(`{`+listOf(n, `\"k%d\": 1`)+`}`, `{"type": "object", "required": ["z"]}`)
	},
	"properties": func(n int) string {
		return toolLine(`{}`, `{"type": "object", "properties": {`+listOf(n, `"p%d": {"type": "string"}`)+`}}`)
	},
	"metadata": func(n int) string { return chatLine(userMessage, `, "metadata": {`+listOf(n, `"k%d": "v"`)+`}`) },
	"keys":     func(n int) string { return chatLine(userMessage, `, `+listOf(n, `"k%d": 1`)) },
	"escapes": func(n int) string {
		return chatLine(`{"role": "user", "content": "`+strings.Repeat(`\u00e9`, n/6)+`"}`, "")
	},
	"findings":   func(n int) string { return chatLine(listOf(n, `{"role": "usr", "content": "Hi %d", "a": 1}`), "") },
	"numbers":    func(n int) string { return `{"messages": [` + strings.Repeat("1,", n/2) + `1]}` },
	"depth":      func(n int) string { return `{"messages": ` + strings.Repeat("[", n/2) + strings.Repeat("]", n/2) + `}` },
	"open lists": func(n int) string { return strings.Repeat("[", n) },
}

const userMessage = `{"role": "user", "content": "Hi"}`

func chatLine(message, more string) string {
	return `{"messages": [` + message + `, {"role": "assistant", "content": "Hello"}]` + more + `}`
}

func toolLine(arguments, parameters string) string {
	return chatLine(userMessage+`, {"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "`+arguments+`"}}]}`+
		`, {"role": "tool", "tool_call_id": "c", "content": "x"}`, `, "tools": [{"type": "function", "function": {"name": "f", "parameters": `+parameters+`}}]`)
}

// listOf returns n bytes of a pattern, filled with numbers and joined by commas.
func listOf(n int, pattern string) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, pattern, i)
	}
	return b.String()
}

// BenchmarkHostileLines prints for each command and generator what eight times the line costs in times of what the line
// costs, in time and in bytes allocated: in proportion is 8.
func BenchmarkHostileLines(b *testing.B) {
	const size = 256 << 10
	for _, command := range []string{"lint", "tokens --model gpt-4.1-mini", "fix -o out --force", "convert -o out --force", "quote --model gpt-4.1-mini"} {
		args := strings.Fields(command)
		for _, name := range slices.Sorted(maps.Keys(hostileLines)) {
			b.Run(args[0]+"/"+name, func(b *testing.B) {
				b.Chdir(b.TempDir())
				for b.Loop() {
					var costs []cost
					for _, times := range []int{1, 2, 4, 8} {
						costs = append(costs, costOf(b, args, hostileLines[name](times*size)))
					}
					b.ReportMetric(float64(costs[3].time)/float64(costs[0].time), "time-ratio")
					b.ReportMetric(float64(costs[3].bytes)/float64(costs[0].bytes), "bytes-ratio")
					b.ReportMetric(float64(costs[3].time)/float64(time.Second), "s-last")
				}
			})
		}
	}
}

// A cost is what one run of a command takes.
type cost struct {
	time  time.Duration
	bytes uint64 // allocated
}

// costOf runs a command on a file of ten lines that are fine and one more.
func costOf(b *testing.B, args []string, line string) cost {
	b.Helper()
	var file strings.Builder
	for i := range 10 {
		fmt.Fprintf(&file, `{"messages": [{"role": "user", "content": "Question %d"}, {"role": "assistant", "content": "Answer %d"}]}`+"\n", i, i)
	}
	file.WriteString(line + "\n")
	if err := os.WriteFile(filepath.Join(".", "in.jsonl"), []byte(file.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	w := world{in: strings.NewReader(""), out: &out, err: &out, getenv: func(string) string { return "" }, now: testClock}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	code := run(b.Context(), w, append(slices.Clone(args), "in.jsonl"))
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if code == exitUsage {
		b.Fatalf("ftplan %q: %.300s", args, out.String())
	}
	return cost{took, after.TotalAlloc - before.TotalAlloc}
}

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
)

// ruleFlags are the flags by which rules judge that need more than a file: the first with which a rule fires will do.
var ruleFlags = []string{
	"",
	"--method dpo",
	"--method reinforcement --provider azure --model o4-mini",
	"--provider azure --model gpt-4.1",
	"--model gpt-4.1",
	"--model gpt-4o-2024-08-06",
	"--model gpt-3.5-turbo-0125",
	"--grader grader.json --provider azure --model o4-mini",
	"--model babbage-002",
}

// Every rule is reached by a command: its bad example, as a file, makes lint report it.
func TestEveryRuleIsFiredByACommand(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, rule := range rules.Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			bad, _ := rule.Examples()
			if large := realSize[rule.Code]; large != nil {
				bad = []string{large()}
			}
			files := map[string]string{"bad.jsonl": bad[0], "training.jsonl": rule.Training, "grader.json": rule.BadGrader}
			if rule.Code == "FT712" {
				files["grader.json"] = `{"type": "string_check", "name": "same", "input": "{{sample.output_text}}", "operation": "eq", "reference": "{{item.reference_answer}}"}`
			}
			for name, text := range files {
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			flags := ruleFlags
			if rule.Code == "FT915" {
				flags = []string{"--provider azure --model gpt-4.1"} // takes the least
			}
			if !slices.ContainsFunc(flags, func(flags string) bool { return fires(t, rule, flags) }) {
				t.Errorf("no command line fires %v", rule)
			}
		})
	}
}

// fires reports whether lint with the flags reports the rule in its bad example.
func fires(t *testing.T, rule *lint.Rule, flags string) bool {
	t.Helper()
	args := append([]string{"lint", "--format", "jsonl", "--limit", "0", "--jobs", "1"}, strings.Fields(flags)...)
	if rule.Training != "" {
		args = append(args, "training.jsonl", "--validation")
	}
	w := plainWorld()
	var out bytes.Buffer
	w.in, w.out = hugeFile(rule), &out
	if w.in == nil {
		args = append(args, "bad.jsonl")
	} else {
		args = append(args, "-")
	}
	run(t.Context(), w, args)
	return strings.Contains(out.String(), fmt.Sprintf("%q", rule.Code))
}

// hugeFile is a file too large to keep, nil for rules about others.
func hugeFile(rule *lint.Rule) io.Reader {
	if rule.Code != "FT915" && rule.Code != "FT916" {
		return nil
	}
	piece := strings.Repeat(" ", 1<<20)
	pieces := []io.Reader{}
	for range lint.FormBytes/len(piece) + 1 {
		pieces = append(pieces, strings.NewReader(piece))
	}
	return io.MultiReader(append(pieces, strings.NewReader("\n{}\n"))...)
}

// realSize are bad examples of rules whose own examples are judged by limits that no service has.
var realSize = map[string]func() string{
	"FT108": func() string { return strings.Repeat(" ", dataset.DefaultMaxLine+1) },
	"FT506": func() string {
		tool := `{"type": "function", "function": {"name": "f%d"}}`
		return repeated(`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [`, tool, 129, "]}")
	},
	"FT601": func() string { return withImages(11, "https://example.com/a.png?%d") },
	"FT602": func() string {
		return withImages(1, "data:image/png;base64,"+strings.Repeat("A", 14_200_000)+"%d")
	},
	"FT614": func() string { return strings.Repeat(withImages(1, "https://example.com/a.png?%d")+"\n", 50_001) },
	"FT816": func() string {
		return repeated(`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "`, "one two %d ", 20_000, `"}]}`)
	},
}

// repeated is a text with a piece in it, many times with another number, with commas where it is JSON.
func repeated(before, piece string, times int, after string) string {
	var b strings.Builder
	b.WriteString(before)
	for i := range times {
		if i > 0 && strings.HasPrefix(piece, "{") {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, piece, i)
	}
	return b.String() + after
}

// withImages is an example with images at addresses that are told apart by their numbers.
func withImages(n int, address string) string {
	part := `{"type": "image_url", "image_url": {"url": "` + address + `"}}`
	return repeated(`{"messages": [{"role": "user", "content": [`, part, n, `]}, {"role": "assistant", "content": "A picture."}]}`)
}

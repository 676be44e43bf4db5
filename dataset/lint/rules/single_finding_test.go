package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

// One fault is one finding, although other rules could speak of what follows from it.
func TestOneFaultIsOneFinding(t *testing.T) {
	examples := func(n int) []string {
		var list []string
		for i := range n {
			list = append(list, samples.Chat(fmt.Sprintf("What is %d times %d?", i, i+5), fmt.Sprintf("It is %d.", i*(i+5))))
		}
		return list
	}
	rewards := samples.Lines(11, func(i int) string {
		return fmt.Sprintf(`{"messages": [{"role": "user", "content": "What is %d times %d?"}], "reference_answer": "%d"}`, i, i+5, i*(i+5))
	})
	pair := samples.Preference("Hi", "Hello!", "What?")
	prompts := func(line string) string {
		return `{"prompt": "What is 3 times 4? ->", "completion": " 12"}` + "\n" + line
	}
	long := samples.Chat(strings.Repeat("It rings and rings. ", 3000), "It is a bell.")
	for _, test := range []struct {
		name   string
		file   string
		format dataset.Format
		least  int // examples
		want   []string
	}{
		{"a list of all examples on one line", "[" + strings.Join(examples(12), ", ") + "]", dataset.Chat, 10, []string{"1 FT301"}},
		{"a list of too few examples", "[" + strings.Join(examples(9), ", ") + "]", dataset.Chat, 10, []string{"1 FT301", "0 FT104"}},
		{"all examples behind each other", strings.Join(examples(12), ""), dataset.Chat, 10, []string{"1 FT206"}},
		{"the last two on one line", strings.Join(examples(9), "\n") + examples(10)[9], dataset.Chat, 10, []string{"9 FT206"}},
		{"the same line again and again", strings.Repeat(samples.Chat("Hi", "Hello")+"\n", 10), dataset.Chat, 10,
			[]string{"2 FT901", "3 FT901", "4 FT901", "5 FT901", "6 FT901", "7 FT901", "8 FT901", "9 FT901", "10 FT901"}},
		{"an example that is cut", strings.Join(append(examples(11), long), "\n"), dataset.Chat, 10, []string{"12 FT816"}},
		{"no messages for the grader's data", rewards + "\n" + `{"messages": []}`, dataset.Reinforcement, 0, []string{"12 FT306"}},
		{"chat for reinforcement", `{"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
			dataset.Reinforcement, 0, []string{"1 FT711"}},
		{"a role in capitals", strings.Replace(pair, `[{"role": "assistant"`, `[{"role": "Assistant"`, 1), dataset.Preference, 0, []string{"1 FT403"}},
		{"a response", prompts(`{"prompt": "What is 3 times 5? ->", "response": " 15"}`), dataset.Completion, 0, []string{"2 FT303"}},
		{"a question", prompts(`{"question": "What is 3 times 5? ->", "completion": " 15"}`), dataset.Completion, 0, []string{"2 FT303"}},
		{"a completion without a word", prompts(`{"prompt": "What is 3 times 5? ->", "completion": " "}`), dataset.Completion, 0, []string{"2 FT411"}},
		{"two strange keys of one call", `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"index": 0, "kind": 1, "id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "greet"}}]}`,
			dataset.Chat, 0, []string{"1 FT524"}},
		{"a strange key beside a greater fault", `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": [{"kind": "function", "function": {"name": "greet"}}]}`,
			dataset.Chat, 0, []string{"1 FT503"}},
	} {
		settings := lint.Settings{Format: test.format, Limits: lint.OpenAI()}
		settings.Limits.ExampleTokens = 10_000
		settings.Limits.MinExamples = test.least
		var got []string
		for _, f := range judge(t, test.file, settings, Rules()) {
			if f.Rule.Severity() != lint.Info {
				got = append(got, fmt.Sprintf("%d %s", f.Line, f.Rule.Code))
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s gives %q, want %q", test.name, got, test.want)
		}
	}
}

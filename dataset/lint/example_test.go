package lint_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
)

// A file is judged line by line, by as many goroutines as wanted, and then as a whole.
func Example() {
	file := `{"messages": [{"role": "user", "content": "Is it in stock?"}, {"role": "assistant", "content": "Yes."}]}
{"messages": [{"role": "user", "content": "When?"}, {"role": "asistant", "content": "Today."}]}
{"messages": [{"role": "user", "content": "How much?"}, {"role": "assistant", "content": "Ten euros."}
`
	checker := lint.NewChecker(lint.Settings{Format: dataset.Chat, Limits: lint.OpenAI()}, rules.Rules())
	judge := func(r *dataset.Record) lint.Result { return checker.Line(r, lint.Lengths{}) }
	summary := checker.Summary()
	summary.Source = strings.NewReader(file)
	show := func(findings []lint.Finding) {
		for _, f := range findings {
			fmt.Printf("%d:%d: %s: %s [%v]\n", f.Line, f.Column, f.Rule.Severity(), f.Message, f.Rule)
		}
	}
	for result, err := range dataset.Map(context.Background(), dataset.NewReader(strings.NewReader(file), 0), 2, judge) {
		if err != nil {
			fmt.Println(err)
			return
		}
		show(result.Findings)
		summary.Add(result.Facts)
	}
	show(summary.Finish(nil))
	// Output:
	// 2:62: error: the service knows no role "asistant"; did you mean "assistant"? [FT403 unknown-role]
	// 3:103: error: not JSON: the line ends in the middle of a value; the rest of the example is missing [FT207 cut-line]
	// 0:0: error: the file holds 3 examples; the service wants at least 10 [FT104 too-few-examples]
}

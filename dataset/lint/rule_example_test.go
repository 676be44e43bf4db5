package lint_test

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
)

// A rule of one's own looks at lines, messages or the whole file like any other, and its findings may come with a fix.
func ExampleRule() {
	signature := &lint.Rule{
		Code: "ACME1", Name: "signature", Consequence: lint.Quality,
		Title: "an answer that ends with the old signature",
		Message: func(p *lint.Pass, m *dataset.Message) {
			const old = " Your ACME team"
			if m.Trained() && bytes.HasSuffix(m.Content.Text(), []byte(old)) && !m.Content.Escaped() {
				f := p.Report(m.Content, "the answer ends with the old signature; leave it out")
				end := m.Content.End() - len(`"`)
				f.Fix = &lint.Fix{Title: "leave the signature out", Edits: []dataset.Edit{{Start: end - len(old), End: end}}}
			}
		},
	}
	checker := lint.NewChecker(lint.Settings{Format: dataset.Chat}, append(rules.Rules(), signature))
	line := []byte(`{"messages": [{"role": "user", "content": "Is it in stock?"}, {"role": "assistant", "content": "Yes. Your ACME team"}]}`)
	var record dataset.Record
	record.Decode(dataset.Line{Number: 1, Text: line})
	findings := checker.Line(&record, lint.Lengths{}).Findings
	for _, f := range findings {
		fmt.Println(f)
	}
	fixed, _ := lint.Apply(line, findings, false)
	fmt.Println(strings.TrimPrefix(string(fixed), `{"messages": [{"role": "user", "content": "Is it in stock?"}, `))
	// Output:
	// 1:96: warning: the answer ends with the old signature; leave it out [ACME1 signature]
	// {"role": "assistant", "content": "Yes."}]}
}

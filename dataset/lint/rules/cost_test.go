package rules

import (
	"fmt"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// shortLines are a short line without a finding, and the same length of line with five.
var shortLines = map[string]string{
	"clean": `{"messages": [{"role": "user", "content": "Hi %d"}, {"role": "assistant", "content": "Hello"}]}`,
	"five":  `{"messages": [{"role": "usr", "content": "Hi %d", "a": 1}, {"role": "asistant", "content": "Hello", "b": 2}], "k": 3}`,
}

func BenchmarkFindings(b *testing.B) {
	for _, name := range []string{"clean", "five"} {
		b.Run(name, func(b *testing.B) {
			c := lint.NewChecker(lint.Settings{Format: dataset.Chat, Limits: lint.OpenAI()}, Rules())
			line := []byte(fmt.Sprintf(shortLines[name], 1))
			var record dataset.Record
			b.ReportAllocs()
			for b.Loop() {
				record.Decode(dataset.Line{Number: 1, Text: line})
				c.Line(&record, lint.Lengths{})
			}
		})
	}
}

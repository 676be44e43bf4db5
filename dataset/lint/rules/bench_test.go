package rules

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// chatFile returns at least size bytes of chat examples of mixed lengths.
func chatFile(size int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("the order has been sent and will arrive on Thursday please check \\\"My orders\\\" in your " +
		"account größe straße naïve — “quoted” bike battery 449.00 euros\\n\\nKind regards")
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[random.IntN(len(words))] + " ")
		}
		return b.String() + fmt.Sprint(random.IntN(1e9))
	}
	var file bytes.Buffer
	for file.Len() < size {
		file.WriteString(`{"messages": [{"role": "system", "content": "You are the support assistant of an online shop. Answer briefly."}`)
		for range 1 + random.IntN(3) {
			fmt.Fprintf(&file, `, {"role": "user", "content": "%s"}, {"role": "assistant", "content": "%s"}`,
				text(5+random.IntN(30)), text(10+random.IntN(120)))
		}
		file.WriteString("]}\n")
	}
	return file.Bytes()
}

// toolFile returns at least size bytes of examples with the tools of the example file.
func toolFile(tb testing.TB, size int) []byte {
	file := readExample(tb, "tools.jsonl")
	return bytes.Repeat([]byte(file), size/len(file)+1)
}

func BenchmarkLint(b *testing.B) {
	c := lint.NewChecker(lint.Settings{Format: dataset.Chat, Limits: lint.OpenAI()}, Rules())
	for name, file := range map[string][]byte{"chat": chatFile(4 << 20), "tools": toolFile(b, 4<<20)} {
		lines := bytes.Split(bytes.TrimSuffix(file, []byte{'\n'}), []byte{'\n'})
		var record dataset.Record
		run := func(b *testing.B, judge func()) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				for i, line := range lines {
					record.Decode(dataset.Line{Number: i + 1, Text: line})
					judge()
				}
			}
		}
		b.Run(name+"/read", func(b *testing.B) { run(b, func() {}) })
		b.Run(name+"/judge", func(b *testing.B) { run(b, func() { c.Line(&record, lint.Lengths{}) }) })
	}
}

package rules

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// prose are words from which tests make up text.
var prose0 = strings.Fields("the of and a to in is you that it he was for on are as with his they I at be this have from or one had by word " +
	"but not what all were we when your can said there use an each which she do how their if will up other about out many then " +
	"battery charger handlebar delivery warranty invoice mechanic Tuesday station question accessory please don't it's o'clock")

// englishChat returns n bytes or a little more of chat in English, no two lines alike.
func englishChat(n int, seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 1))
	text := func(words int) string {
		var b strings.Builder
		for i := range words {
			if i > 0 {
				b.WriteString([...]string{" ", " ", " ", " ", " ", " ", " ", ", ", ". ", "\\n"}[r.IntN(10)])
			}
			b.WriteString(prose0[r.IntN(len(prose0))])
		}
		return b.String()
	}
	var b strings.Builder
	for b.Len() < n {
		fmt.Fprintf(&b, `{"messages": [{"role": "system", "content": "You are the support assistant of a shop for bikes. Answer briefly."}, `+
			`{"role": "user", "content": "%s?"}, {"role": "assistant", "content": "%s."}]}`+"\n", text(10+r.IntN(40)), text(30+r.IntN(120)))
	}
	return b.String()
}

// frenchChat is englishChat with accents, written as they are or as escapes.
func frenchChat(n int, escaped bool) string {
	e := [...]string{"é", "\\u00e9"}
	s := strings.ReplaceAll(englishChat(n, 2), "e ", e[b2i(escaped)]+" ")
	return s
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func benchmark(b *testing.B, data string, rules []*lint.Rule) {
	c := lint.NewChecker(lint.Settings{Format: dataset.Chat, Limits: lint.OpenAI()}, rules)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		s := c.Summary()
		var record dataset.Record
		for line, err := range dataset.NewReader(strings.NewReader(data), 0).Lines() {
			if err != nil {
				b.Fatal(err)
			}
			record.Decode(line)
			if rules != nil {
				s.Add(c.Line(&record, lint.Lengths{}).Facts)
			}
		}
		s.Finish(nil)
	}
}

func BenchmarkDecode(b *testing.B)  { benchmark(b, englishChat(4<<20, 1), nil) }
func BenchmarkEnglish(b *testing.B) { benchmark(b, englishChat(4<<20, 1), Rules()) }
func BenchmarkFrench(b *testing.B)  { benchmark(b, frenchChat(4<<20, false), Rules()) }
func BenchmarkEscaped(b *testing.B) { benchmark(b, frenchChat(4<<20, true), Rules()) }
func BenchmarkChinese(b *testing.B) {
	benchmark(b, strings.ReplaceAll(englishChat(4<<20, 3), "battery", "电池需要充电"), Rules())
}

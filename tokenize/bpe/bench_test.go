package bpe_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"
)

// BenchmarkCount counts each kind of text (see corpus_test.go for how they are made), message by message, with a new
// counter for each pass, so that nothing is cached; and the same by tiktoken-go.
func BenchmarkCount(b *testing.B) {
	for _, e := range engines {
		for _, name := range slices.Sorted(maps.Keys(corpora())) {
			text := corpora()[name]
			parts := messages(text)
			b.Run(e.name+"/"+name+"/ours", func(b *testing.B) {
				encoding := e.open()
				b.SetBytes(int64(len(text)))
				b.ReportAllocs()
				for b.Loop() {
					counter := encoding.NewCounter()
					for _, part := range parts {
						counter.Count(part)
					}
				}
			})
			b.Run(e.name+"/"+name+"/tiktoken-go", func(b *testing.B) {
				peer := e.peer()
				b.SetBytes(int64(len(text)))
				b.ReportAllocs()
				for b.Loop() {
					for _, part := range parts {
						peer.EncodeOrdinary(string(part))
					}
				}
			})
		}
	}
}

// BenchmarkAppend appends the ids of English text.
func BenchmarkAppend(b *testing.B) {
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			encoding := e.open()
			text := corpora()["english"]
			parts := messages(text)
			var ids []uint32
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				for _, part := range parts {
					ids = encoding.Append(ids[:0], part)
				}
			}
		})
	}
}

// hostile are units that make long pieces when repeated.
var hostile = []struct{ name, unit string }{
	{"letter", "a"},
	{"blanks", " "},
	{"newlines", "\n"},
	{"digits", "7"},
	{"symbols", "="},
	{"han", "的"},
	{"accents", "\u0301"},
	{"alternating", "ab"},
	{"soup", "theofandtoinisthatforitwasasonbewithhisatbyhadnotarebutfromorhavethiswhichoneyouwereallherwouldtheirwe"},
	{"keys", "xqzvkjwpfhbgmtycdnulroseiaqzkxjvwpgfyhbqmdctunlrsoeikazqxwjvpkfgyhmbtdcunlsroeiqaxzkvjwgpfhybdmctulnsroei"},
	{"base64", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ"},
}

// BenchmarkHostile counts texts that are one piece, or nearly, of growing length.
func BenchmarkHostile(b *testing.B) {
	for _, e := range engines {
		for _, h := range hostile {
			for _, size := range []int{100 << 10, 1 << 20, 10 << 20} {
				b.Run(fmt.Sprintf("%s/%s/%dKB", e.name, h.name, size>>10), func(b *testing.B) {
					text := bytes.Repeat([]byte(h.unit), size/len(h.unit))
					counter := e.open().NewCounter()
					b.SetBytes(int64(len(text)))
					for b.Loop() {
						counter.Count(text)
					}
				})
			}
		}
	}
}

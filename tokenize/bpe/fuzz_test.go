package bpe_test

import (
	"strings"
	"testing"

	"github.com/ftplan/ftplan/tokenize/bpe"
)

func FuzzO200kBase(f *testing.F)  { fuzz(f, engines[0]) }
func FuzzCL100kBase(f *testing.F) { fuzz(f, engines[1]) }
func FuzzP50kBase(f *testing.F)   { fuzz(f, engines[2]) }
func FuzzR50kBase(f *testing.F)   { fuzz(f, engines[3]) }

// fuzz compares one encoding with the reference.
func fuzz(f *testing.F, e engine) {
	for _, text := range traps {
		f.Add(text)
	}
	for _, k := range kinds {
		f.Add(string(newWriter(k, 8).text(300)))
	}
	encoding := e.open()
	counter := encoding.NewCounter()
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1000 {
			t.Skip("the reference is too slow")
		}
		e.check(t, encoding, counter, text)
	})
}

// FuzzLoad feeds Load with files. What it accepts must spell any text.
func FuzzLoad(f *testing.F) {
	f.Add("YWI= 256\n", "abab")
	f.Add("YWI= 300\nYWJh 299\n", "ababa")
	f.Add("5a2X5paH 400\n", "文字文字")
	f.Add("YWI= 1\n", "")
	f.Add("w6lh 256\nYWI= 257\nw6k= 258\nYWJj 259\n", "éabc") // a character ranks above a token that holds it
	f.Fuzz(func(t *testing.T, lines, text string) {
		encoding, err := bpe.Load(strings.NewReader(rankFile()+lines), bpe.GPT2)
		if err != nil {
			return
		}
		var spelled []byte
		ids := encoding.Append(nil, []byte(text))
		for _, id := range ids {
			spelled = append(spelled, encoding.Token(id)...)
		}
		if want := decodeReplacing(text); string(spelled) != want {
			t.Errorf("tokens of %q spell %q", text, spelled)
		}
		if got, want := encoding.Count([]byte(text)), len(ids); got != want {
			t.Errorf("count of %q: got %d, want %d", text, got, want)
		}
	})
}

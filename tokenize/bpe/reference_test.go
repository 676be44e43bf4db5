package bpe_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	tiktoken "github.com/pkoukk/tiktoken-go"
	loader "github.com/pkoukk/tiktoken-go-loader"

	"github.com/ftplan/ftplan/tokenize/bpe"
	"github.com/ftplan/ftplan/tokenize/bpe/gen/tables"
)

// An engine is one of our encodings and the reference for it.
type engine struct {
	name string
	open func() *bpe.Encoding

	// peer opens tiktoken-go as it is.
	peer func() *tiktoken.Tiktoken
	// amended opens tiktoken-go with the pattern that OpenAI's tiktoken uses today, the long s as an s in a
	// contraction, and Unicode 16.
	amended func() *tiktoken.Tiktoken
}

var engines = []engine{
	newEngine("o200k_base", bpe.O200kBase, bpe.O200k),
	newEngine("cl100k_base", bpe.CL100kBase, bpe.CL100k),
	newEngine("p50k_base", bpe.P50kBase, bpe.GPT2),
	newEngine("r50k_base", bpe.R50kBase, bpe.GPT2),
}

// useEmbedded has tiktoken-go read the embedded vocabularies. Its loader is a variable that all encodings share.
var useEmbedded = sync.OnceFunc(func() { tiktoken.SetBpeLoader(loader.NewOfflineLoader()) })

func newEngine(name string, open func() *bpe.Encoding, pattern bpe.Pattern) engine {
	return engine{
		name: name,
		open: open,
		peer: sync.OnceValue(func() *tiktoken.Tiktoken {
			useEmbedded()
			return must(tiktoken.GetEncoding(name))
		}),
		amended: sync.OnceValue(func() *tiktoken.Tiktoken {
			return customPeer(rankMap(name), expressions[pattern])
		}),
	}
}

// rankMap returns the ranks of a published vocabulary.
func rankMap(name string) map[string]int {
	return must(loader.NewOfflineLoader().LoadTiktokenBpe(name + ".tiktoken"))
}

// customPeer returns tiktoken-go with other ranks and another pattern.
func customPeer(ranks map[string]int, pattern string) *tiktoken.Tiktoken {
	core := must(tiktoken.NewCoreBPE(ranks, map[string]int{"<|endoftext|>": 1 << 20}, withUnicode16(pattern)))
	return tiktoken.NewTiktoken(core, &tiktoken.Encoding{}, nil)
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// classes returns the class of each code point, as bits.
var classes = sync.OnceValue(func() []byte {
	table := must(tables.Classes())
	each := make([]byte, utf8.MaxRune+1)
	for r := range each {
		each[r] = table[(utf8.MaxRune+1)/128+int(table[r/128])*128+r%128]
	}
	return each
})

const (
	spaceBit, newlineBit, numberBit                = 1, 2, 4
	upperBit, lowerBit, caselessBit, markBit, none = 8, 16, 32, 64, 0
)

// addedSince returns the characters with those bits that Go's older tables do not know, as ranges for a character
// class.
func addedSince(bits byte) string {
	var added strings.Builder
	for r, class := range classes() {
		if class&bits != 0 && !unicode.In(rune(r), unicode.L, unicode.M, unicode.N, unicode.White_Space) {
			added.WriteRune(rune(r))
		}
	}
	return added.String()
}

// withUnicode16 names the characters that are missing from the categories of the regular expression engine.
func withUnicode16(pattern string) string {
	plain := strings.NewReplacer(
		`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`, `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}`+addedSince(upperBit|caselessBit|markBit)+`]`,
		`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`, `[\p{Ll}\p{Lm}\p{Lo}\p{M}`+addedSince(lowerBit|caselessBit|markBit)+`]`,
		`\p{L}\p{N}]`, `\p{L}\p{N}`+addedSince(upperBit|lowerBit|caselessBit|numberBit)+`]`,
		`\p{L}+`, `[\p{L}`+addedSince(upperBit|lowerBit|caselessBit)+`]+`,
		`\p{N}+`, `[\p{N}`+addedSince(numberBit)+`]+`,
		`|\p{N}|`, `|[\p{N}`+addedSince(numberBit)+`]|`,
		`\p{N}{`, `[\p{N}`+addedSince(numberBit)+`]{`,
	)
	return plain.Replace(pattern)
}

// want returns the ids that OpenAI's tiktoken gives. Where tiktoken-go is known to differ, the amended reference
// stands in for it.
func (e engine) want(text string) []int {
	if !utf8.ValidString(text) {
		return e.want(decodeReplacing(text))
	}
	if e.peerDiffers(text) {
		return e.amended().EncodeOrdinary(text)
	}
	return e.peer().EncodeOrdinary(text)
}

// peerDiffers reports whether the text holds something that tiktoken-go is known to split differently: a long s that
// may be part of a contraction, a character younger than Go's tables, and for cl100k_base newlines in the white space
// that ends the text.
func (e engine) peerDiffers(text string) bool {
	if strings.Contains(text, "'ſ") {
		return true
	}
	if e.name == "cl100k_base" {
		word := strings.TrimRightFunc(text, unicode.IsSpace)
		if strings.ContainsAny(text[len(word):], "\r\n") {
			return true
		}
	}
	for _, r := range text {
		if r >= utf8.RuneSelf && classes()[r] != none && !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.White_Space) {
			return true
		}
	}
	return false
}

// decodeReplacing decodes text as Python's bytes.decode("utf-8", "replace") does, by the table of well-formed
// sequences in the Unicode standard (table 3-7).
func decodeReplacing(text string) string {
	var decoded strings.Builder
	for text != "" {
		low, high, length := byte(0x80), byte(0xBF), 0
		switch b := text[0]; {
		case b < 0x80:
			length = 1
		case 0xC2 <= b && b <= 0xDF:
			length = 2
		case 0xE0 <= b && b <= 0xEF:
			length = 3
		case 0xF0 <= b && b <= 0xF4:
			length = 4
		}
		switch text[0] {
		case 0xE0:
			low = 0xA0
		case 0xED:
			high = 0x9F
		case 0xF0:
			low = 0x90
		case 0xF4:
			high = 0x8F
		}
		n := 1
		for n < length && n < len(text) && low <= text[n] && text[n] <= high {
			low, high = 0x80, 0xBF
			n++
		}
		if n == length {
			decoded.WriteString(text[:n])
		} else {
			decoded.WriteRune(utf8.RuneError)
		}
		text = text[n:]
	}
	return decoded.String()
}

// check reports where our ids or counts differ from the reference.
func (e engine) check(t *testing.T, encoding *bpe.Encoding, counter *bpe.Counter, text string) {
	t.Helper()
	want := e.want(text)
	got := encoding.Append(nil, []byte(text))
	if !equalIDs(got, want) {
		t.Errorf("%s: ids of %q\n got %s\nwant %s", e.name, text, show(encoding, got), show(encoding, want))
	}
	if got := counter.Count([]byte(text)); got != len(want) {
		t.Errorf("%s: count of %q is %d, want %d", e.name, text, got, len(want))
	}
}

func equalIDs(got []uint32, want []int) bool {
	if len(got) != len(want) {
		return false
	}
	for i, id := range got {
		if int(id) != want[i] {
			return false
		}
	}
	return true
}

// show prints tokens with their borders.
func show[ID int | uint32](encoding *bpe.Encoding, ids []ID) string {
	var parts []string
	for _, id := range ids {
		parts = append(parts, fmt.Sprintf("%d=%q", id, encoding.Token(uint32(id))))
	}
	return strings.Join(parts, " ")
}

package bpe_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tiktoken "github.com/pkoukk/tiktoken-go"

	"github.com/ftplan/ftplan/tokenize/bpe"
	"github.com/ftplan/ftplan/tokenize/bpe/gen/tables"
)

// rankFile writes a rank file of the single bytes and then the tokens.
func rankFile(tokens ...string) string {
	var file strings.Builder
	for b := range 256 {
		fmt.Fprintf(&file, "%s %d\n", base64.StdEncoding.EncodeToString([]byte{byte(b)}), b)
	}
	for i, token := range tokens {
		fmt.Fprintf(&file, "%s %d\n", base64.StdEncoding.EncodeToString([]byte(token)), 256+i)
	}
	return file.String()
}

func load(t *testing.T, file string, pattern bpe.Pattern) *bpe.Encoding {
	t.Helper()
	encoding, err := bpe.Load(strings.NewReader(file), pattern)
	if err != nil {
		t.Fatal(err)
	}
	return encoding
}

func TestLoadRefusesMalformedFiles(t *testing.T) {
	whole := rankFile("ab")
	tests := []struct {
		name, file, want string
	}{
		{"empty", "", "the single byte 0x00 is no token: every byte must be one"},
		{"missing byte", strings.Replace(whole, "Cg== 10\n", "", 1), "the single byte 0x0a is no token: every byte must be one"},
		{"no rank", whole + "YWJj\n", "line 258: want a token in base64, a blank and a rank"},
		{"two blanks", whole + "YWJj  300\n", `line 258: " 300" is not a rank`},
		{"bad base64", whole + "Y!Jj 300\n", `line 258: "Y!Jj" is not a token in base64`},
		{"unpadded base64", whole + "YWI 300\n", `line 258: "YWI" is not a token in base64`},
		{"stray bits in base64", whole + "YR== 300\n", `line 258: "YR==" is not a token in base64`},
		{"empty token", whole + " 300\n", `line 258: "" is not a token in base64`},
		{"negative rank", whole + "YWJj -1\n", `line 258: "-1" is not a rank`},
		{"rank with a zero in front", whole + "YWJj 0300\n", `line 258: "0300" is not a rank`},
		{"fractional rank", whole + "YWJj 3.5\n", `line 258: "3.5" is not a rank`},
		{"rank beyond 32 bits", whole + "YWJj 4294967296\n", `line 258: "4294967296" is not a rank`},
		{"rank too high", whole + "YWJj 1048575\n", "line 258: rank 1048575 is not below 1048575"},
		{"token twice", whole + "YWI= 300\n", `line 258: token "ab" is already on line 257`},
		{"rank twice", whole + "YWJj 256\n", "line 258: rank 256 is already on line 257"},
		{"token too long", whole + base64.StdEncoding.EncodeToString(make([]byte, 1026)) + " 300\n", "line 258: token of 1026 bytes, longer than 1024"},
		{"line too long", whole + strings.Repeat("A", 4096) + "\n", "line 258: longer than 2048 bytes: is this a rank file?"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := bpe.Load(strings.NewReader(test.file), bpe.Llama3)
			if err == nil || err.Error() != test.want {
				t.Errorf("got error %v, want %s", err, test.want)
			}
		})
	}
}

func TestLoadRefusesHugeFile(t *testing.T) {
	var file bytes.Buffer
	token := make([]byte, 1024)
	for rank := 0; file.Len() <= 64<<20; rank++ {
		binary.LittleEndian.PutUint32(token, uint32(rank))
		fmt.Fprintf(&file, "%s %d\n", base64.StdEncoding.EncodeToString(token), rank)
	}
	_, err := bpe.Load(&file, bpe.GPT2)
	if want := "vocabulary larger than 64 MB"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func TestLoadRefusesUnknownPattern(t *testing.T) {
	_, err := bpe.Load(strings.NewReader(rankFile()), bpe.Pattern(99))
	if want := "unknown pattern 99"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func TestLoadedVocabularyEqualsReference(t *testing.T) {
	ranks := must(tables.Ranks("cl100k_base"))
	for _, pattern := range []bpe.Pattern{bpe.Llama3, bpe.Qwen2} {
		t.Run(pattern.String(), func(t *testing.T) {
			encoding, err := bpe.Load(bytes.NewReader(ranks), pattern)
			if err != nil {
				t.Fatal(err)
			}
			reference := customPeer(rankMap("cl100k_base"), expressions[pattern])
			open := func() *tiktoken.Tiktoken { return reference }
			e := engine{name: pattern.String(), peer: open, amended: open}
			counter := encoding.NewCounter()
			random := rand.New(rand.NewPCG(5, uint64(pattern)))
			for _, text := range traps {
				e.check(t, encoding, counter, text)
			}
			for range 100 {
				e.check(t, encoding, counter, asciiString(random))
			}
		})
	}
}

func TestLoadTakesGapsAndAnyOrder(t *testing.T) {
	lines := strings.SplitAfter(strings.TrimSuffix(rankFile("ab", "abc"), "\n"), "\n")
	lines[len(lines)-1] = "YWJj 1000\n"
	slices.Reverse(lines)
	encoding := load(t, strings.Join(lines, ""), bpe.GPT2)
	got := encoding.Append(nil, []byte("abcab"))
	if want := []uint32{1000, 256}; !slices.Equal(got, want) {
		t.Errorf("ids of abcab: got %v, want %v", got, want)
	}
	if got := encoding.Token(999); got != nil {
		t.Errorf("token 999: got %q, want none", got)
	}
	if got := string(encoding.Token(1000)); got != "abc" {
		t.Errorf("token 1000: got %q, want abc", got)
	}
}

// A token that merging never makes is still the answer for a piece that is the whole token, but for no part of one.
func TestTokenThatMergingNeverMakes(t *testing.T) {
	encoding := load(t, rankFile("bc", "abc", "字文"), bpe.GPT2)
	tests := []struct {
		text string
		want int
	}{
		{"abc", 1},
		{"xabc", 2},
		{"字文", 1},
		{"文字文", 9},
	}
	for _, test := range tests {
		if got := encoding.Count([]byte(test.text)); got != test.want {
			t.Errorf("tokens of %q: got %d, want %d", test.text, got, test.want)
		}
	}
}

// A character that ranks above a token that holds it is merged later than whole characters are expected to be.
func TestCharacterRankedAboveItsUse(t *testing.T) {
	encoding := load(t, rankFile("éa", "ab", "é", "abc"), bpe.GPT2)
	text := []byte("éabc")
	ids := encoding.Append(nil, text)
	if want := []uint32{258, 259}; !slices.Equal(ids, want) {
		t.Errorf("ids: got %v, want %v", ids, want)
	}
	if got := encoding.Count(text); got != len(ids) {
		t.Errorf("tokens: got %d, want %d", got, len(ids))
	}
}

// Tokens longer than the overlap of the windows make windows that do not join.
func TestTokensLongerThanOverlap(t *testing.T) {
	var tokens []string
	for n := 2; n <= 1024; n *= 2 {
		tokens = append(tokens, strings.Repeat("a", n))
	}
	encoding := load(t, rankFile(tokens...), bpe.GPT2)
	const size = 100_000
	if got, want := encoding.Count([]byte(strings.Repeat("a", size))), size/1024+3; got != want {
		t.Errorf("tokens of %d letters: got %d, want %d", size, got, want) // 97 × 1024 + 512 + 128 + 32
	}
}

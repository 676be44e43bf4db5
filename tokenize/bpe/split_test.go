package bpe_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/dlclark/regexp2"

	"github.com/ftplan/ftplan/tokenize/bpe"
)

// expressions are the regular expressions of the patterns as published, in the dialect of regexp2: possessive
// quantifiers as atomic groups or, where nothing that follows could make use of backtracking, as plain ones; and the
// long s, which Rust's regular expressions count as an s in any case, by name.
var expressions = map[bpe.Pattern]string{
	bpe.O200k: `[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'[sſ]|'t|'re|'ve|'m|'ll|'d)?` +
		`|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'[sſ]|'t|'re|'ve|'m|'ll|'d)?` +
		`|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
	bpe.CL100k: `'(?i:[sſdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*` +
		`|(?>\s+)\z|\s*[\r\n]|\s+(?!\S)|\s`,
	bpe.GPT2: `'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|(?>\s+)\z|\s+(?!\S)|\s`,
	bpe.Llama3: `(?i:'[sſ]|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*` +
		`|\s*[\r\n]+|\s+(?!\S)|\s+`,
	bpe.Qwen2: `(?i:'[sſ]|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*` +
		`|\s*[\r\n]+|\s+(?!\S)|\s+`,
}

// wantPieces splits text by a regular expression.
func wantPieces(expression *regexp2.Regexp, text string) []string {
	var pieces []string
	for m, _ := expression.FindStringMatch(text); m != nil; m, _ = expression.FindNextMatch(m) {
		pieces = append(pieces, m.String())
	}
	return pieces
}

func checkPieces(t *testing.T, pattern bpe.Pattern, expression *regexp2.Regexp, text string) {
	t.Helper()
	var got []string
	for _, piece := range pattern.Pieces([]byte(text)) {
		got = append(got, string(piece))
	}
	want := wantPieces(expression, text)
	if !slices.Equal(got, want) {
		t.Errorf("%v: pieces of %q\n got %q\nwant %q", pattern, text, got, want)
	}
	var quick []string
	for _, piece := range pattern.QuickPieces([]byte(text)) {
		quick = append(quick, string(piece))
	}
	if !slices.Equal(quick, want) {
		t.Errorf("%v: quick pieces of %q\n got %q\nwant %q", pattern, text, quick, want)
	}
}

func TestPiecesEqualRegularExpression(t *testing.T) {
	for pattern, expression := range expressions {
		t.Run(pattern.String(), func(t *testing.T) {
			t.Parallel()
			compiled := regexp2.MustCompile(withUnicode16(expression), regexp2.None)
			for _, text := range traps {
				checkPieces(t, pattern, compiled, decodeReplacing(text))
			}
			random := rand.New(rand.NewPCG(3, uint64(pattern)))
			token := func() []byte { return bpe.CL100kBase().Token(random.Uint32N(50000)) }
			for range differentialStrings(t) {
				checkPieces(t, pattern, compiled, decodeReplacing(trapString(random, token)))
				checkPieces(t, pattern, compiled, decodeReplacing(asciiString(random)))
				if t.Failed() {
					return
				}
			}
		})
	}
}

func TestPiecesAroundEveryCharacter(t *testing.T) {
	compiled := map[bpe.Pattern]*regexp2.Regexp{}
	for pattern, expression := range expressions {
		compiled[pattern] = regexp2.MustCompile(withUnicode16(expression), regexp2.None)
	}
	step := rune(211) // every character with FTPLAN_DIFF_STRINGS; the classes have a test of their own
	if os.Getenv("FTPLAN_DIFF_STRINGS") != "" {
		step = 1
	}
	for r := rune(0); r <= 0x10FFFF; r += step {
		if !utf8.ValidRune(r) {
			continue
		}
		if r >= 0x30000 && r < 0x10FFF0 && r>>8 != 0xE01 {
			continue // no letters, marks, numbers or blanks: TestClassOfEveryCharacter
		}
		// Before a letter, after one, in capitals, before a digit, and with blanks around.
		text := string(r) + "a " + string(r) + string(r) + "B5" + string(r) + " \n" + string(r) + "  " + string(r)
		for pattern, expression := range compiled {
			checkPieces(t, pattern, expression, text)
		}
		if t.Failed() {
			return
		}
	}
}

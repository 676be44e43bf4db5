package bpe_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"
)

// scripts are those whose characters tokens often hold in part.
var scripts = []*unicode.RangeTable{
	unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew, unicode.Armenian,
	unicode.Georgian, unicode.Devanagari, unicode.Bengali, unicode.Tamil, unicode.Telugu, unicode.Thai, unicode.Khmer, unicode.Myanmar, unicode.Greek,
}

// characterFrom returns a random character of the script up to U+FFFF, half the time one of its first 64.
func characterFrom(random *rand.Rand, script *unicode.RangeTable) rune {
	block := script.R16[random.IntN(len(script.R16))]
	span := int(block.Hi-block.Lo)/int(block.Stride) + 1
	if random.IntN(2) == 0 {
		span = min(span, 64)
	}
	return rune(block.Lo) + rune(random.IntN(span))*rune(block.Stride)
}

// Counting cuts pieces and starts from whole characters; Append merges bytes. Words are of characters that stand side
// by side in no text, so merges meet every trait there is.
func TestCutsChangeNoCount(t *testing.T) {
	count := 5000
	if os.Getenv("FTPLAN_DIFF_STRINGS") != "" {
		count = 1_000_000
	}
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			encoding := e.open()
			counter := encoding.NewCounter()
			random := rand.New(rand.NewPCG(9, 9))
			parts := partialTokens(e)
			var text []byte
			var ids []uint32
			for range count {
				text = text[:0]
				if random.IntN(3) == 0 {
					text = append(text, ' ')
				}
				script := scripts[random.IntN(len(scripts))]
				for range 1 + random.IntN(8) {
					switch random.IntN(8) {
					case 0:
						script = scripts[random.IntN(len(scripts))]
					case 1, 2:
						text = append(text, parts[random.IntN(len(parts))]...)
					default:
						text = utf8.AppendRune(text, characterFrom(random, script))
					}
				}
				ids = encoding.Append(ids[:0], text)
				if got, want := counter.Count(text), len(ids); got != want {
					t.Fatalf("%q: counted %d tokens, want %s", text, got, show(encoding, ids))
				}
			}
		})
	}
}

// partialTokens returns the tokens that hold a part of a character, completed to whole characters.
func partialTokens(e engine) []string {
	var parts []string
	for token := range rankMap(e.name) {
		if len(token) < 2 || utf8.ValidString(token) {
			continue
		}
		for _, completed := range []string{token + "\x80", token + "\xbf\x80", "\xe4\xb8" + token, "\xec\x8a" + token, "\xd0" + token, "\xe4\xb8" + token + "\x80"} {
			if utf8.ValidString(completed) {
				parts = append(parts, completed)
			}
		}
	}
	slices.Sort(parts) // a map has no order
	return parts
}

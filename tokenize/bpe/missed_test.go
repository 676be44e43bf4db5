package bpe_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/tokenize/bpe"
)

// Lanes that are done at once make room for others while the rest of the lanes go on asking: all of their questions must
// find room.
func TestLanesFilledAmongOthers(t *testing.T) {
	for _, e := range engines {
		encoding := e.open()
		random := rand.New(rand.NewPCG(4, 4))
		for range 20 {
			text := strings.Repeat(" \x01\x02\x03", 4)
			for range 12 {
				text += " " + letters(random, 40+random.IntN(20))
			}
			for range 4 {
				text += " " + letters(random, 61) + "é"
			}
			if got, want := encoding.NewCounter().Count([]byte(text)), len(encoding.Append(nil, []byte(text))); got != want {
				t.Fatalf("%s: counted %d tokens in %q, want %d", e.name, got, text, want)
			}
		}
	}
}

// letters returns that many random letters, of which few are tokens together.
func letters(random *rand.Rand, count int) string {
	var s strings.Builder
	for range count {
		s.WriteByte("etaoinsr"[random.IntN(8)])
	}
	return s.String()
}

// A word that is no token lands in the slot of a token or in an empty one. Those that differ from it least must be told
// apart too.
func TestWordsNextToTokens(t *testing.T) {
	for _, e := range engines {
		encoding := e.open()
		checkWord := func(word []byte) {
			if got, want := encoding.HasWord(word), encoding.Find(word) != bpe.None; got != want {
				t.Errorf("%s: %q is a token: got %t, want %t", e.name, word, got, want)
			}
		}
		for id := uint32(0); id < 200_000; id += 7 {
			token := encoding.Token(id)
			if len(token) == 0 || len(token) > 15 {
				continue
			}
			checkWord(token)
			word := []byte(string(token))
			for i := range word {
				for _, change := range []byte{1, 2, 4, 8, 16, 32, 64, 128, 0xFF} {
					word[i] ^= change
					checkWord(word)
					word[i] ^= change
				}
			}
		}
		for b := range 256 { // both halves of the key are equal
			word := []byte(strings.Repeat(string([]byte{byte(b)}), 15))
			word[7] = 15
			checkWord(word)
		}
	}
}

package bpe_test

import (
	"bytes"
	"embed"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/ftplan/ftplan/tokenize/bpe"
)

// Corpora are made from a page of text of each kind by replacing words: some by tokens of the same script and some by
// words that are in no vocabulary, of which there are thousands. Either are drawn by Zipf's law, the n-th in proportion
// to 1/(n+shift). Numbers get other digits. They are about as varied as real text of their size: in 4 MB, 6 %
// of the pieces of English are no token and 6 to 10 % of those of code, a quarter of which are different from one
// another (program documentation has 4 to 9 % and a fifth, Go's source text 8 to 12 % and a fifth), and 35 to 59 % of
// those of Russian, an eighth of which are different (manual pages 25 to 33 %, a sixth). Three quarters of the pieces of
// Chinese and Japanese are no token, and most are different.

//go:embed testdata/*.txt
var pages embed.FS

// A kind is a kind of text.
type kind struct {
	name        string
	scripts     []*unicode.RangeTable
	spaced      bool    // words have blanks between them
	lexicon     int     // how many tokens of the scripts are drawn from, if not all
	percentRare int     // of words drawn from those in no vocabulary, if they are spaced
	shift       float64 // in their law of frequency: the larger, the less do they repeat
}

var kinds = []kind{
	{"english", []*unicode.RangeTable{unicode.Latin}, true, 10_000, 4, 1},
	{"code", []*unicode.RangeTable{unicode.Latin}, true, 2500, 9, 1},
	{"chinese", []*unicode.RangeTable{unicode.Han}, false, 0, 0, 1},
	{"japanese", []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana}, false, 0, 0, 1},
	{"korean", []*unicode.RangeTable{unicode.Hangul}, true, 0, 25, 2000},
	{"arabic", []*unicode.RangeTable{unicode.Arabic}, true, 0, 25, 2000},
	{"hindi", []*unicode.RangeTable{unicode.Devanagari}, true, 0, 25, 2000},
	{"russian", []*unicode.RangeTable{unicode.Cyrillic}, true, 0, 25, 2000},
}

// A writer writes text of one kind.
type writer struct {
	kind
	random *rand.Rand
	lines  []string
	words  []string // of the page
	tokens []string // of the scripts, by rank
	rare   []string // made words, the most frequent first
}

const rareWords = 30_000

func newWriter(k kind, seed uint64) *writer {
	page := string(must(pages.ReadFile("testdata/" + k.name + ".txt")))
	w := &writer{kind: k, random: rand.New(rand.NewPCG(seed, 7)), lines: strings.SplitAfter(page, "\n")}
	w.words = strings.FieldsFunc(page, func(r rune) bool { return !isWord(r) })
	w.tokens = lexicons()[k.name]
	if k.lexicon > 0 {
		w.tokens = w.tokens[:k.lexicon]
	}
	for range rareWords {
		w.rare = append(w.rare, w.invented())
	}
	return w
}

// lexicons returns the tokens of o200k_base that are words of each kind of text, by rank.
var lexicons = sync.OnceValue(func() map[string][]string {
	words := map[string][]string{}
	encoding := bpe.O200kBase()
	for id := range uint32(200_000) {
		token, spaced := bytes.CutPrefix(encoding.Token(id), []byte(" "))
		if first, width := utf8.DecodeRune(token); width == len(token) || !isWord(first) {
			continue
		}
		for _, k := range kinds {
			if k.spaced == spaced && k.writes(token) {
				words[k.name] = append(words[k.name], string(token))
			}
		}
	}
	return words
})

// isWord reports whether a character is part of a word.
func isWord(r rune) bool { return unicode.In(r, unicode.L, unicode.M) }

// writes reports whether the token is of the scripts of the kind, and of small letters if there are any.
func (k kind) writes(token []byte) bool {
	for len(token) > 0 {
		r, width := utf8.DecodeRune(token)
		if !unicode.In(r, k.scripts...) || unicode.IsUpper(r) || r == utf8.RuneError || !isWord(r) {
			return false
		}
		token = token[width:]
	}
	return true
}

// text returns at least size bytes.
func (w *writer) text(size int) []byte {
	var text []byte
	for len(text) < size {
		text = w.line(text, w.lines[w.random.IntN(len(w.lines))])
	}
	return text
}

// line appends a line of the page with other words and numbers.
func (w *writer) line(text []byte, line string) []byte {
	for line != "" {
		n := strings.IndexFunc(line, func(r rune) bool { return !isWord(r) })
		if n < 0 {
			n = len(line)
		}
		if n > 0 {
			text = append(text, w.replaced(line[:n])...)
			line = line[n:]
			continue
		}
		if digit := line[0]; '0' <= digit && digit <= '9' {
			text = append(text, byte('0'+w.random.IntN(10)))
			line = line[1:]
			continue
		}
		_, n = utf8.DecodeRuneInString(line)
		text, line = append(text, line[:n]...), line[n:]
	}
	return text
}

// replaced returns the word or another.
func (w *writer) replaced(word string) string {
	if !w.spaced {
		return w.replacedRun([]rune(word))
	}
	other := w.zipf(w.tokens, 1)
	switch n := w.random.IntN(100); {
	case n < 50:
		return word
	case n < 50+w.percentRare:
		other = w.zipf(w.rare, w.shift)
	}
	if first, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(first) {
		other = capitalized(other)
	}
	return other
}

// capitalized returns the word with a capital.
func capitalized(word string) string {
	first, width := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[width:]
}

// replacedRun returns a run of words without blanks, of about the same length.
func (w *writer) replacedRun(run []rune) string {
	var text strings.Builder
	for len(run) > 0 {
		n := min(len(run), 1+w.random.IntN(4))
		if w.random.IntN(2) == 0 {
			text.WriteString(string(run[:n]))
		} else {
			text.WriteString(w.zipf(w.tokens, 1))
		}
		run = run[n:]
	}
	return text.String()
}

// zipf returns one of the words, the n-th in proportion to 1/(n+shift).
func (w *writer) zipf(words []string, shift float64) string {
	n := shift * math.Pow(1+float64(len(words))/shift, w.random.Float64())
	return words[int(n-shift)]
}

// invented returns the beginning of one word and the end of another, or in code two words as one name.
func (w *writer) invented() string {
	a := []rune(w.words[w.random.IntN(len(w.words))])
	b := []rune(w.words[w.random.IntN(len(w.words))])
	if w.name == "code" && w.random.IntN(2) == 0 {
		return string(a) + capitalized(w.zipf(w.tokens, 1))
	}
	return string(a[:(len(a)+1)/2]) + string(b[len(b)/2:])
}

// corpora returns 4 MB of each kind of text, and a mixture of all messages that are neither English nor code.
var corpora = sync.OnceValue(func() map[string][]byte {
	all := map[string][]byte{}
	var mixed [][]byte // messages
	for _, k := range kinds {
		all[k.name] = newWriter(k, 1).text(corpusSize)
		if k.name != "english" && k.name != "code" {
			mixed = append(mixed, messages(all[k.name])...)
		}
	}
	rand.New(rand.NewPCG(1, 7)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	all["multilingual"] = bytes.Join(mixed, nil)
	return all
})

const corpusSize = 4 << 20

// messages cuts a text at ends of lines into parts of about 1500 bytes, the length of a chat message.
func messages(text []byte) [][]byte {
	var parts [][]byte
	for start, i := 0, 0; i < len(text); i++ {
		if i+1 == len(text) || text[i] == '\n' && i-start > 1500 {
			parts = append(parts, text[start:i+1])
			start = i + 1
		}
	}
	return parts
}

func TestCorporaEqualReference(t *testing.T) {
	size := 6 << 10
	if testing.Short() {
		size = 2 << 10
	}
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			encoding := e.open()
			counter := encoding.NewCounter()
			for _, k := range kinds {
				for _, text := range messages(newWriter(k, 2).text(size)) {
					e.check(t, encoding, counter, string(text))
				}
			}
		})
	}
}

package bpe_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/dlclark/regexp2"

	"github.com/ftplan/ftplan/tokenize/bpe"
	"github.com/ftplan/ftplan/tokenize/bpe/gen/tables"
)

func TestTablesAreWhatTheGeneratorMakes(t *testing.T) {
	for _, table := range tables.All() {
		t.Run(table.File, func(t *testing.T) {
			t.Parallel()
			want, err := table.Make()
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join("tables", table.File))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("tables/%s is not what the generator makes: run go generate ./tokenize/bpe", table.File)
			}
		})
	}
}

func TestTablesAreSmall(t *testing.T) {
	const limit = 16 << 20
	var total int64
	for _, table := range tables.All() {
		info, err := os.Stat(filepath.Join("tables", table.File))
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total > limit {
		t.Errorf("tables take %d bytes, more than %d", total, limit)
	}
}

func TestEveryTokenHasItsIDAndBytes(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			encoding := e.open()
			for token, id := range rankMap(e.name) {
				if got := string(encoding.Token(uint32(id))); got != token {
					t.Fatalf("token %d: got %q, want %q", id, got, token)
				}
				if got := encoding.Find([]byte(token)); int(got) != id {
					t.Fatalf("id of %q: got %d, want %d", token, got, id)
				}
			}
		})
	}
}

// unicodeClass is the class of a character by Go's tables.
func unicodeClass(r rune) byte {
	switch {
	case r == '\n' || r == '\r':
		return newlineBit
	case unicode.Is(unicode.White_Space, r):
		return spaceBit
	case unicode.In(r, unicode.Lu, unicode.Lt):
		return upperBit
	case unicode.Is(unicode.Ll, r):
		return lowerBit
	case unicode.In(r, unicode.Lm, unicode.Lo):
		return caselessBit
	case unicode.Is(unicode.M, r):
		return markBit
	case unicode.Is(unicode.N, r):
		return numberBit
	}
	return none
}

// assignedToOther reports whether Go's tables know the character, and as none of letter, mark and number.
func assignedToOther(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.P, unicode.S, unicode.Z)
}

// Unicode 15.1 and 16.0 changed no class of a character that had one and added 5,055 letters, marks and numbers.
func TestClassOfEveryCharacter(t *testing.T) {
	if unicode.Version != "15.0.0" {
		t.Skipf("the list of additions is for Unicode 15.0.0, not %s", unicode.Version)
	}
	added := 0
	for r := rune(0); r <= utf8.MaxRune; r++ {
		got, want := bpe.ClassOf(r), unicodeClass(r)
		if got != want && want == none && !assignedToOther(r) {
			added++
			continue
		}
		if got != want {
			t.Errorf("class of %U: got %d, want %d", r, got, want)
		}
	}
	if want := 5055; added != want {
		t.Errorf("characters added since Unicode 15.0: got %d, want %d", added, want)
	}
}

func TestClassesEqualRegularExpressions(t *testing.T) {
	tests := []struct {
		expression string
		bits       byte
	}{
		{`\s`, spaceBit | newlineBit},
		{`\p{L}`, upperBit | lowerBit | caselessBit},
		{`\p{N}`, numberBit},
		{`\p{M}`, markBit},
		{`[\p{Lu}\p{Lt}]`, upperBit},
		{`\p{Ll}`, lowerBit},
	}
	for _, test := range tests {
		expression := regexp2.MustCompile(test.expression, regexp2.None)
		for r := rune(0); r <= utf8.MaxRune; r++ {
			change := r > 0 && bpe.ClassOf(r) != bpe.ClassOf(r-1) || r < utf8.MaxRune && bpe.ClassOf(r) != bpe.ClassOf(r+1)
			if !change && r%29 != 0 && os.Getenv("FTPLAN_DIFF_STRINGS") == "" {
				continue // the same class as both neighbours
			}
			if !utf8.ValidRune(r) || !assignedToOther(r) && !unicode.In(r, unicode.L, unicode.M, unicode.N) {
				continue
			}
			want, err := expression.MatchString(string(r))
			if err != nil {
				t.Fatal(err)
			}
			if got := bpe.ClassOf(r)&test.bits != 0; got != want {
				t.Errorf("%U is in %s: got %v, want %v", r, test.expression, got, want)
			}
		}
	}
}

func TestOpenRefusesOtherData(t *testing.T) {
	var image bytes.Buffer
	if _, err := bpe.R50kBase().WriteTo(&image); err != nil {
		t.Fatal(err)
	}
	data := image.Bytes()
	resized := bytes.Clone(data)
	const traitsLength = 8 + 8 + 8*15 // its place in the header, which names the length of each section
	resized[traitsLength]++
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "not a prepared vocabulary of this version"},
		{"other data", []byte(strings.Repeat("x", 1000)), "not a prepared vocabulary of this version"},
		{"a section of another size", append(resized, make([]byte, 16)...), "not a prepared vocabulary of this version"},
		{"cut short", data[:len(data)/2], "prepared vocabulary ends early, in section "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := bpe.Open(test.data); err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got error %v, want %s", err, test.want)
			}
		})
	}
}

func TestOpenTakesWhatWriteToWrote(t *testing.T) {
	var image bytes.Buffer
	if _, err := bpe.CL100kBase().WriteTo(&image); err != nil {
		t.Fatal(err)
	}
	encoding, err := bpe.Open(image.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := encoding.Count([]byte("Hello, world!")), 4; got != want {
		t.Errorf("tokens: got %d, want %d", got, want)
	}
	if got, want := encoding.Pattern(), bpe.CL100k; got != want {
		t.Errorf("pattern: got %v, want %v", got, want)
	}
}

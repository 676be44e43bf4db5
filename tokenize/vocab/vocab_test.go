package vocab

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/tokenize/bpe"
)

// rankFile returns a rank file of the single bytes and then the tokens.
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

// written writes a file into a folder of the test and returns its path.
func written(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t *testing.T, path string, pattern bpe.Pattern, cache string) *Vocabulary {
	t.Helper()
	v, err := Open(path, pattern, cache)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// text has 1 token with the vocabulary of small, 3 with the single bytes alone.
var text = []byte("abc")

func small() string { return rankFile("ab", "abc") }

// shelfOf returns the shelf of the one cached vocabulary and its file.
func shelfOf(t *testing.T, cache string, v *Vocabulary) (shelf, string) {
	t.Helper()
	s := newShelf(cache, v.SHA256, v.Encoding.Pattern())
	return s, filepath.Join(cache, s.name)
}

// holds checks the names in a folder.
func holds(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the cache holds %q, want %q", got, want)
	}
}

func TestOpenSaysWhichFileItRead(t *testing.T) {
	v := open(t, written(t, "tokenizer.model", small()), bpe.Llama3, "")
	const want = "2ced25bdaccc53936bfe64fb3497d882d7f9985f9254319c9a5db06c4d7db0f1"
	if v.Name != "tokenizer.model" || v.SHA256 != want {
		t.Errorf("got %s with %s, want tokenizer.model with %s", v.Name, v.SHA256, want)
	}
	if got := v.Encoding.Count(text); got != 1 {
		t.Errorf("tokens of %s: got %d, want 1", text, got)
	}
}

func TestOpenKeepsTables(t *testing.T) {
	cache := filepath.Join(t.TempDir(), "deep", "ftplan")
	path := written(t, "tokenizer.model", small())
	v := open(t, path, bpe.Llama3, cache)
	s, _ := shelfOf(t, cache, v)
	holds(t, cache, s.name)
	if got := s.take().Count(text); got != 1 {
		t.Errorf("tokens of %s by the tables kept: got %d, want 1", text, got)
	}
}

// What lies on the shelf is used: here it is another vocabulary, so that it can be told from one that was built.
func TestOpenTakesWhatIsKept(t *testing.T) {
	cache := t.TempDir()
	path := written(t, "tokenizer.model", small())
	v := open(t, path, bpe.Llama3, cache)
	s, _ := shelfOf(t, cache, v)
	bytesAlone, err := bpe.Load(strings.NewReader(rankFile()), bpe.Llama3)
	if err != nil {
		t.Fatal(err)
	}
	s.put(bytesAlone)
	if got := open(t, path, bpe.Llama3, cache).Encoding.Count(text); got != 3 {
		t.Errorf("tokens of %s: got %d, want 3 by the tables on the shelf", text, got)
	}
	if got := open(t, path, bpe.GPT2, cache).Encoding.Count(text); got != 1 {
		t.Errorf("tokens of %s by another pattern: got %d, want 1", text, got)
	}
}

func TestOpenMakesSpoiltTablesAnew(t *testing.T) {
	cache := t.TempDir()
	path := written(t, "tokenizer.model", small())
	s, kept := shelfOf(t, cache, open(t, path, bpe.Llama3, cache))
	good, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	flipped := func(at int) []byte {
		bad := bytes.Clone(good)
		bad[at] ^= 1
		return bad
	}
	elsewhere := s
	elsewhere.name = "of another vocabulary"
	tests := []struct {
		name    string
		content []byte
	}{
		{"empty", nil},
		{"a part of the hash", good[:20]},
		{"cut short", good[:len(good)-1]},
		{"longer", append(bytes.Clone(good), 0)},
		{"a bit of the hash", flipped(0)},
		{"a bit of the header", flipped(33)},
		{"a bit of the tables", flipped(len(good) - 1)},
		{"not tables, the hash right", append(s.hash([]byte("junk")), "junk"...)},
		{"the tables of another vocabulary", append(elsewhere.hash(good[32:]), good[32:]...)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := os.WriteFile(kept, test.content, 0o644); err != nil {
				t.Fatal(err)
			}
			if s.take() != nil {
				t.Fatal("spoilt tables are taken")
			}
			if got := open(t, path, bpe.Llama3, cache).Encoding.Count(text); got != 1 {
				t.Errorf("tokens of %s: got %d, want 1", text, got)
			}
			if mended, err := os.ReadFile(kept); err != nil || !bytes.Equal(mended, good) {
				t.Errorf("the tables were not kept anew: %d bytes, %v; want %d", len(mended), err, len(good))
			}
		})
	}
}

func TestOpenWorksWithoutCache(t *testing.T) {
	path := written(t, "tokenizer.model", small())
	notAFolder := written(t, "cache", "a file")
	occupied := t.TempDir()
	v := open(t, path, bpe.Llama3, "")
	_, kept := shelfOf(t, occupied, v)
	if err := os.Mkdir(kept, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, cache := range []string{"", notAFolder, filepath.Join(notAFolder, "below"), occupied} {
		if got := open(t, path, bpe.Llama3, cache).Encoding.Count(text); got != 1 {
			t.Errorf("tokens of %s with the cache %q: got %d, want 1", text, cache, got)
		}
	}
}

func TestOpenNamesFileAndLine(t *testing.T) {
	cache := t.TempDir()
	tests := []struct{ name, content, want string }{
		{"bad line", rankFile("ab") + "YWJj\n", "line 258: want a token in base64, a blank and a rank"},
		{"missing byte", strings.Replace(small(), "Cg== 10\n", "", 1), "the single byte 0x0a is no token: every byte must be one"},
		{"empty", "", "the single byte 0x00 is no token: every byte must be one"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := written(t, "own.tiktoken", test.content)
			_, err := Open(path, bpe.GPT2, cache)
			if want := fmt.Sprintf("vocabulary %q: %s", path, test.want); err == nil || err.Error() != want {
				t.Errorf("got error %v, want %s", err, want)
			}
		})
	}
	holds(t, cache)
	missing := filepath.Join(t.TempDir(), "missing")
	if _, err := Open(missing, bpe.GPT2, cache); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got error %v, want that the file does not exist", err)
	}
}

func TestOpenRefusesHugeFile(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 64 MB")
	}
	path := written(t, "own.tiktoken", "")
	if err := os.WriteFile(path, bytes.Repeat([]byte("\n"), maxFile+1000), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Open(path, bpe.GPT2, "")
	if want := fmt.Sprintf("vocabulary %q: vocabulary larger than 64 MB", path); err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

// Processes that start at once find a whole file or none, and leave one.
func TestProcessesShareTheCache(t *testing.T) {
	if path := os.Getenv("VOCAB_TEST_FILE"); path != "" {
		if got := open(t, path, bpe.Llama3, os.Getenv("VOCAB_TEST_CACHE")).Encoding.Count(text); got != 1 {
			t.Errorf("tokens of %s: got %d, want 1", text, got)
		}
		return
	}
	cache := t.TempDir()
	path := written(t, "tokenizer.model", small())
	var processes []*exec.Cmd
	for range 4 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestProcessesShareTheCache$")
		cmd.Env = append(os.Environ(), "VOCAB_TEST_FILE="+path, "VOCAB_TEST_CACHE="+cache)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		processes = append(processes, cmd)
	}
	for _, cmd := range processes {
		if err := cmd.Wait(); err != nil {
			t.Errorf("a process failed: %v", err)
		}
	}
	s, _ := shelfOf(t, cache, open(t, path, bpe.Llama3, ""))
	holds(t, cache, s.name)
	if s.take() == nil {
		t.Error("the processes left spoilt tables")
	}
}

// Tables of another version under this version's name would be trusted, and count wrongly.
func TestVersionRisesWithTheTables(t *testing.T) {
	const want = "1b52b2df673aa5e00c186c4b34ca5a7d3a9e37fa81376aade2d3c83a44d3af7a"
	encoding, err := bpe.Load(strings.NewReader(rankFile("ab", "abc", " the", "hundreds", "characters", "administrations", "internationalization", "字", "文字")), bpe.Llama3)
	if err != nil {
		t.Fatal(err)
	}
	var tables bytes.Buffer
	if _, err := encoding.WriteTo(&tables); err != nil {
		t.Fatal(err)
	}
	s := shelf{name: "sample"}
	if got := fmt.Sprintf("%x", s.hash(tables.Bytes())); got != want {
		t.Errorf("package bpe prepares other tables than before: raise its TablesVersion and put %s here, not %s", got, want)
	}
}

func TestPatternOf(t *testing.T) {
	for name, want := range patterns {
		if got, ok := PatternOf(filepath.Join("some", "where", name)); !ok || got != want {
			t.Errorf("%s: got %v, %t, want %v", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "vocab.tiktoken", "tokenizer.json", "my-tokenizer.model"} {
		if got, ok := PatternOf(name); ok {
			t.Errorf("%s: got %v, want none", name, got)
		}
	}
}

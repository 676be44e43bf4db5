// Package vocab opens vocabularies that lie on the user's disk: rank files in tiktoken's format, such as Llama 3's
// tokenizer.model or qwen.tiktoken.
//
// Preparing the tables of one takes some hundred milliseconds, so they are kept in a folder under a name made of the
// rank file's SHA-256, the pattern and the version of the tables. Prepared tables are used where they lie and trusted, so
// each is kept with a hash, and one that does not fit its hash is made anew. Nothing that goes wrong with the folder is an
// error: it saves time, no more.
package vocab

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ftplan/ftplan/tokenize/bpe"
)

// A Vocabulary is what a rank file holds, ready for counting.
type Vocabulary struct {
	Name     string // of the file, without its folder
	SHA256   string // of the file, in hexadecimal digits
	Encoding *bpe.Encoding
}

// maxFile is how much of a rank file is read, in bytes: one more than [bpe.Load] takes.
const maxFile = 64<<20 + 1

// Open reads a rank file and prepares it for counting by a pattern, or takes the prepared tables from the cache folder,
// where there is one; "" is none. The error names the file and, where it is about one, the line.
func Open(path string, pattern bpe.Pattern, cache string) (*Vocabulary, error) {
	ranks, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	sum := sha256.Sum256(ranks)
	v := &Vocabulary{Name: filepath.Base(path), SHA256: hex.EncodeToString(sum[:])}
	s := newShelf(cache, v.SHA256, pattern)
	if v.Encoding = s.take(); v.Encoding != nil {
		return v, nil
	}
	if v.Encoding, err = bpe.Load(bytes.NewReader(ranks), pattern); err != nil {
		return nil, fmt.Errorf("vocabulary %q: %w", path, err)
	}
	s.put(v.Encoding)
	return v, nil
}

func read(path string) ([]byte, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() { // before it is opened, for which a pipe would wait
		return nil, fmt.Errorf("%q is not a regular file, so no vocabulary", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile))
}

// patterns are the names under which vocabularies are published.
var patterns = map[string]bpe.Pattern{
	"tokenizer.model":        bpe.Llama3,
	"qwen.tiktoken":          bpe.Qwen2,
	"o200k_base.tiktoken":    bpe.O200k,
	"o200k_harmony.tiktoken": bpe.O200k,
	"cl100k_base.tiktoken":   bpe.CL100k,
	"p50k_base.tiktoken":     bpe.GPT2,
	"r50k_base.tiktoken":     bpe.GPT2,
	"gpt2.tiktoken":          bpe.GPT2,
}

// PatternOf returns the pattern that a file's name tells, and whether it tells one.
func PatternOf(path string) (bpe.Pattern, bool) {
	pattern, ok := patterns[filepath.Base(path)]
	return pattern, ok
}

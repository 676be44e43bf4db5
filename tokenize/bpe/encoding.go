package bpe

import (
	_ "embed"
	"fmt"
	"io"
	"sync"
)

//go:generate go run ./gen

var (
	//go:embed tables/o200k_base.bin
	o200kImage []byte
	//go:embed tables/cl100k_base.bin
	cl100kImage []byte
	//go:embed tables/p50k_base.bin
	p50kImage []byte
	//go:embed tables/r50k_base.bin
	r50kImage []byte
)

// An Encoding is a vocabulary and the pattern that goes with it. It does not change and is safe for concurrent use.
type Encoding struct {
	image    *image
	counters sync.Pool // of *Counter, for Count and Append
}

// O200kBase returns the encoding of GPT-4o, GPT-4.1, GPT-5 and the o models. Opening it costs microseconds.
func O200kBase() *Encoding { return mustOpen(o200kImage) }

// CL100kBase returns the encoding of GPT-4 and GPT-3.5.
func CL100kBase() *Encoding { return mustOpen(cl100kImage) }

// P50kBase returns the encoding of text-davinci-003, text-davinci-002 and the code models.
func P50kBase() *Encoding { return mustOpen(p50kImage) }

// R50kBase returns the encoding of the older ada, babbage, curie and davinci.
func R50kBase() *Encoding { return mustOpen(r50kImage) }

// ByName returns the encoding of that name. o200k_harmony is o200k_base here: the two differ in special tokens only,
// which are ordinary text in this package.
func ByName(name string) (*Encoding, error) {
	switch name {
	case "o200k_base", "o200k_harmony":
		return O200kBase(), nil
	case "cl100k_base":
		return CL100kBase(), nil
	case "p50k_base":
		return P50kBase(), nil
	case "r50k_base":
		return R50kBase(), nil
	}
	return nil, fmt.Errorf("unknown encoding %q: want o200k_base, o200k_harmony, cl100k_base, p50k_base or r50k_base", name)
}

// Open returns the encoding whose prepared tables WriteTo wrote. It uses the data where they lie: they must not change
// as long as the encoding is in use. It checks the form of the tables but not their contents, so the data must come
// from a place as trusted as the program.
func Open(data []byte) (*Encoding, error) {
	image, err := openImage(data)
	if err != nil {
		return nil, err
	}
	return &Encoding{image: image}, nil
}

// mustOpen opens tables that are part of the program.
func mustOpen(data []byte) *Encoding {
	encoding, err := Open(data)
	if err != nil {
		panic("bpe: embedded tables: " + err.Error())
	}
	return encoding
}

// TablesVersion is the version of the tables that WriteTo writes and Open understands. It has to rise with every change to
// what is written for the same vocabulary.
const TablesVersion = 4

// WriteTo writes the prepared tables of the encoding, for Open.
func (e *Encoding) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(e.image.marshal())
	return int64(n), err
}

// Pattern returns the pattern by which the encoding splits text.
func (e *Encoding) Pattern() Pattern {
	return e.image.pattern
}

// Token returns the bytes that a token id stands for, or none if there is no such token. They must not be changed and
// need not be whole characters.
func (e *Encoding) Token(id uint32) []byte {
	return e.image.token(id)
}

// Count returns how many tokens the text has. It keeps counters for later calls; a goroutine that counts many texts
// saves time with a Counter of its own.
func (e *Encoding) Count(text []byte) int {
	c := e.takeCounter()
	count := c.Count(text)
	e.counters.Put(c)
	return count
}

// takeCounter returns a counter that nobody uses.
func (e *Encoding) takeCounter() *Counter {
	if c, ok := e.counters.Get().(*Counter); ok {
		return c
	}
	return e.NewCounter()
}

// Append appends the ids of the text's tokens to ids. Spellings of special tokens are ordinary text. Bytes that are
// not UTF-8 count as U+FFFD, as in Python's bytes.decode with errors="replace": one for each longest prefix of a
// well-formed sequence, and for each byte that cannot start one.
func (e *Encoding) Append(ids []uint32, text []byte) []uint32 {
	c := e.takeCounter()
	ids = c.append(ids, text)
	e.counters.Put(c)
	return ids
}

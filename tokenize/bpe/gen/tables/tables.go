// Package tables makes the prepared tables of package bpe. Only the generator and the tests import it, because it
// carries the vocabularies in their published form.
package tables

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"github.com/pkoukk/tiktoken-go-loader/assets"

	"github.com/ftplan/ftplan/tokenize/bpe"
)

// A Table is one file to make.
type Table struct {
	File string
	Make func() ([]byte, error)
}

// All returns every table of package bpe.
func All() []Table {
	all := []Table{{"classes.bin", Classes}}
	for _, v := range vocabularies {
		all = append(all, Table{v.name + ".bin", v.image})
	}
	return all
}

// A vocabulary is a published rank file.
type vocabulary struct {
	name    string
	pattern bpe.Pattern
	sha256  string // as OpenAI's tiktoken expects it, in tiktoken_ext/openai_public.py
}

var vocabularies = []vocabulary{
	{"o200k_base", bpe.O200k, "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"},
	{"cl100k_base", bpe.CL100k, "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"},
	{"p50k_base", bpe.GPT2, "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069"},
	{"r50k_base", bpe.GPT2, "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930"},
}

// image returns the prepared tables of the vocabulary.
func (v vocabulary) image() ([]byte, error) {
	ranks, err := Ranks(v.name)
	if err != nil {
		return nil, err
	}
	encoding, err := bpe.Load(bytes.NewReader(ranks), v.pattern)
	if err != nil {
		return nil, err
	}
	var image bytes.Buffer
	_, err = encoding.WriteTo(&image)
	return image.Bytes(), err
}

// Ranks returns the rank file of the vocabulary of that name, once it has the published hash.
func Ranks(name string) ([]byte, error) {
	for _, v := range vocabularies {
		if v.name != name {
			continue
		}
		ranks, err := assets.Assets.ReadFile(name + ".tiktoken")
		if err != nil {
			return nil, err
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(ranks)); got != v.sha256 {
			return nil, fmt.Errorf("rank file has SHA-256 %s, want %s", got, v.sha256)
		}
		return ranks, nil
	}
	return nil, fmt.Errorf("unknown vocabulary %q", name)
}

package vocab

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

// A shelf is the place in the cache folder of the tables for one rank file and pattern. A file there is the SHA-256 of its
// name and the tables, and then the tables.
type shelf struct {
	folder string // "" where there is none
	name   string
}

func newShelf(folder, sum string, pattern bpe.Pattern) shelf {
	return shelf{folder: folder, name: fmt.Sprintf("%s-%s-%d.tables", sum, pattern, bpe.TablesVersion)}
}

// hash returns what stands before the tables. The name is part of it, so that tables of another vocabulary under this name
// are not taken.
func (s shelf) hash(tables []byte) []byte {
	h := sha256.New()
	h.Write([]byte(s.name))
	h.Write(tables)
	return h.Sum(nil)
}

// take returns the encoding on the shelf, or nil where none lies there whole.
func (s shelf) take() *bpe.Encoding {
	if s.folder == "" {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(s.folder, s.name))
	if err != nil || len(data) < sha256.Size {
		return nil
	}
	sum, tables := data[:sha256.Size], data[sha256.Size:]
	if !bytes.Equal(sum, s.hash(tables)) {
		return nil
	}
	encoding, err := bpe.Open(tables)
	if err != nil {
		return nil
	}
	return encoding
}

// put lays the tables of an encoding on the shelf in one step, so that another process finds all of them or none. Where
// that fails, they are made anew the next time.
func (s shelf) put(encoding *bpe.Encoding) {
	var tables bytes.Buffer
	if s.folder == "" || os.MkdirAll(s.folder, 0o700) != nil {
		return
	}
	if _, err := encoding.WriteTo(&tables); err != nil {
		return
	}
	f, err := dataset.Replace(filepath.Join(s.folder, s.name))
	if err != nil {
		return
	}
	defer f.Discard()
	f.Write(s.hash(tables.Bytes()))
	f.Write(tables.Bytes())
	f.Commit() // reports what the writes before it could not do
}

package service

import (
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
)

// File is a local file as it was quoted.
type File struct {
	Path   string
	Bytes  int64
	SHA256 string // in hex
}

// Digest is what one reading of a file found. Parts and MD5 are there only
// for a file that goes up in parts.
type Digest struct {
	Bytes  int64
	SHA256 string
	Parts  []string // sha256 of each part in hex, in order
	MD5    string
}

// ErrChanged says that a file is not, or no longer, the one that was quoted.
var ErrChanged = errors.New("the file is not the one that was quoted")

// Changed is the guard of a file that is not the quoted one, in words.
func Changed(f File, what string) error {
	return &Error{
		Class:   ClassGuard,
		Message: "stale quote: " + Show(f.Path, 200) + " " + what,
		Hint:    "quote and approve the file as it is now",
		Err:     ErrChanged,
	}
}

// Open returns the file when it is a regular one of the quoted size.
func (f File) Open() (*os.File, error) {
	if info, err := os.Stat(f.Path); err == nil && !info.Mode().IsRegular() { // before it is opened, for which a pipe would wait
		return nil, Local(Show(f.Path, 200)+" is not a regular file", nil)
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, Local("cannot read the data", err)
	}
	info, err := file.Stat()
	switch {
	case err != nil:
		err = Local("cannot read the data", err)
	case info.Size() != f.Bytes:
		err = Changed(f, fmt.Sprintf("has %d bytes, %d were quoted", info.Size(), f.Bytes))
	default:
		return file, nil
	}
	file.Close()
	return nil, err
}

// Measure reads the file once and compares it with the quote. With a part size
// above zero it also hashes every part.
func (f File) Measure(ctx context.Context, partBytes int64) (Digest, error) {
	file, err := f.Open()
	if err != nil {
		return Digest{}, err
	}
	defer file.Close()
	m := newMeter(partBytes)
	if _, err := io.CopyBuffer(m, contextReader{ctx, file}, make([]byte, 1<<20)); err != nil {
		if ctx.Err() != nil {
			return Digest{}, &Error{Class: ClassStopped, Message: "stopped while reading the data", Err: ctx.Err()}
		}
		return Digest{}, Local("cannot read the data", err)
	}
	d := m.digest()
	if d.Bytes != f.Bytes || d.SHA256 != f.SHA256 {
		return Digest{}, Changed(f, "has other content than was quoted")
	}
	return d, nil
}

// contextReader stops between reads when its context is done.
type contextReader struct {
	ctx  context.Context
	file io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.file.Read(p)
}

// meter hashes what is written to it, whole and in parts.
type meter struct {
	whole, part, md5 hash.Hash
	bytes, partBytes int64
	parts            []string
}

func newMeter(partBytes int64) *meter {
	return &meter{whole: sha256.New(), part: sha256.New(), md5: md5.New(), partBytes: partBytes}
}

func (m *meter) Write(b []byte) (int, error) {
	m.whole.Write(b)
	written := len(b)
	if m.partBytes == 0 {
		m.bytes += int64(written)
		return written, nil
	}
	m.md5.Write(b)
	for len(b) > 0 {
		n := min(int64(len(b)), m.partBytes-m.bytes%m.partBytes)
		m.part.Write(b[:n])
		m.bytes += n
		b = b[n:]
		if m.bytes%m.partBytes == 0 {
			m.endPart()
		}
	}
	return written, nil
}

func (m *meter) endPart() {
	m.parts = append(m.parts, hex.EncodeToString(m.part.Sum(nil)))
	m.part.Reset()
}

func (m *meter) digest() Digest {
	d := Digest{Bytes: m.bytes, SHA256: hex.EncodeToString(m.whole.Sum(nil))}
	if m.partBytes == 0 {
		return d
	}
	if m.bytes%m.partBytes != 0 {
		m.endPart()
	}
	d.Parts, d.MD5 = m.parts, hex.EncodeToString(m.md5.Sum(nil))
	return d
}

package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Form streams one multipart form that ends in a file. It hashes what it
// hands out and keeps the closing boundary back until the hash is the wanted
// one: until then the peer holds no whole form.
type Form struct {
	// Whole says that the source must end with the file.
	Whole bool
	// Sent, when not nil, is told how many bytes of the file were handed out.
	Sent func(n int)

	head, tail []byte
	source     io.Reader
	left, size int64
	sum        hash.Hash
	want, kind string

	mu     sync.Mutex
	failed error
}

// Content is the file of a form: its field and name, and the bytes with the
// number and the sha256, in hex, that they must have.
type Content struct {
	Field, Name string
	Source      io.Reader
	Bytes       int64
	SHA256      string
}

// NewForm builds the body of a form with plain fields and one file.
func NewForm(fields map[string]string, f Content) (*Form, error) {
	var text bytes.Buffer
	form := multipart.NewWriter(&text)
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if err := form.WriteField(key, fields[key]); err != nil {
			return nil, err
		}
	}
	if _, err := form.CreateFormFile(f.Field, f.Name); err != nil {
		return nil, err
	}
	head := bytes.Clone(text.Bytes())
	if err := form.Close(); err != nil {
		return nil, err
	}
	tail := text.Bytes()[len(head):]
	return &Form{
		head: head, tail: tail, source: f.Source, left: f.Bytes, size: int64(len(head)) + f.Bytes + int64(len(tail)),
		sum: sha256.New(), want: f.SHA256, kind: form.FormDataContentType(),
	}, nil
}

// Read hands out the head, the file and, if the hash fits, the tail.
func (b *Form) Read(p []byte) (int, error) {
	switch {
	case len(b.head) > 0:
		n := copy(p, b.head)
		b.head = b.head[n:]
		return n, nil
	case b.left > 0:
		return b.readFile(p)
	case b.sum != nil:
		if err := b.check(); err != nil {
			return 0, b.fail(err)
		}
		b.sum = nil
		fallthrough
	default:
		n := copy(p, b.tail)
		b.tail = b.tail[n:]
		if n == 0 && len(p) > 0 {
			return 0, io.EOF
		}
		return n, nil
	}
}

func (b *Form) readFile(p []byte) (int, error) {
	n, err := b.source.Read(p[:min(int64(len(p)), b.left)])
	b.sum.Write(p[:n])
	b.left -= int64(n)
	if b.Sent != nil && n > 0 {
		b.Sent(n)
	}
	if err == io.EOF && b.left > 0 {
		return n, b.fail(ErrChanged)
	}
	if err != nil && err != io.EOF {
		return n, b.fail(Local("cannot read the data", err))
	}
	return n, nil
}

// check compares the hash and, for a whole file, sees that it ends here.
func (b *Form) check() error {
	if hex.EncodeToString(b.sum.Sum(nil)) != b.want {
		return ErrChanged
	}
	if b.Whole {
		if n, _ := b.source.Read(make([]byte, 1)); n > 0 {
			return ErrChanged
		}
	}
	return nil
}

func (b *Form) fail(err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed = err
	return err
}

func (b *Form) failure() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failed
}

// SendForm posts a form once and decodes the answer. An error of the file
// itself comes before whatever the broken call says.
func SendForm[T any](ctx context.Context, c *Caller, path string, form *Form) (T, error) {
	var none T
	req, err := c.Request(ctx, http.MethodPost, path, nil, io.NopCloser(form))
	if err != nil {
		return none, err
	}
	req.Header.Set("Content-Type", form.kind)
	req.ContentLength = form.size
	answer, err := callFor[T](c, req, wanted{longest: anAnswer.longest, total: transferTime(form.size)})
	if failure := form.failure(); err != nil && failure != nil {
		return none, failure
	}
	return answer, err
}

// SendFile uploads a whole file in the field "file" of a form, once, and
// decodes the answer. The peer never has the whole of another file than the
// quoted one.
func SendFile[T any](ctx context.Context, c *Caller, path, name string, fields map[string]string, f File) (T, error) {
	var none T
	source, err := f.Open()
	if err != nil {
		return none, err
	}
	defer source.Close()
	form, err := NewForm(fields, Content{Field: "file", Name: name, Source: source, Bytes: f.Bytes, SHA256: f.SHA256})
	if err != nil {
		return none, Local("cannot build the upload", err)
	}
	form.Whole, form.Sent = true, c.Progress(f.Bytes)
	got, err := SendForm[T](ctx, c, path, form)
	if errors.Is(err, ErrChanged) && ClassOf(err) == ClassOther {
		return got, Changed(f, "changed while it was sent; the service has no whole file")
	}
	return got, err
}

// Progress returns a function that adds up sent bytes and reports them at most
// ten times a second, and at the end.
func (c *Caller) Progress(total int64) func(int) {
	var mu sync.Mutex
	var sent int64
	var last time.Time
	return func(n int) {
		mu.Lock()
		sent += int64(n)
		now, due := sent, time.Since(last) >= 100*time.Millisecond || sent >= total
		if due {
			last = time.Now()
		}
		mu.Unlock()
		if due {
			c.Report(Notice{Text: "uploading", Sent: now, Total: total})
		}
	}
}

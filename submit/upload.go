package submit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/sashabaranov/go-openai"
)

// purpose is what uploaded files are for.
const purpose = string(openai.PurposeFineTune)

// slowest is the rate, in bytes per second, below which an upload is given up.
const slowest = 64 << 10

var errTooSlow = errors.New("timeout: the upload is slower than 64 KiB/s")

// formBody streams one multipart form that ends in a file. It hashes what it
// hands out and keeps the closing boundary back until the hash is the wanted
// one: until then the peer holds no whole form.
type formBody struct {
	head, tail []byte
	source     io.Reader
	left       int64
	whole      bool // source must end with the file
	sum        hash.Hash
	want       string
	sent       func(n int)

	mu     sync.Mutex
	failed error
}

// newForm builds the body of a form with plain fields and one file.
func newForm(fields map[string]string, field, name string, source io.Reader, size int64, want string) (*formBody, string, int64, error) {
	var text bytes.Buffer
	form := multipart.NewWriter(&text)
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if err := form.WriteField(key, fields[key]); err != nil {
			return nil, "", 0, err
		}
	}
	if _, err := form.CreateFormFile(field, name); err != nil {
		return nil, "", 0, err
	}
	head := bytes.Clone(text.Bytes())
	if err := form.Close(); err != nil {
		return nil, "", 0, err
	}
	tail := text.Bytes()[len(head):]
	body := &formBody{head: head, tail: tail, source: source, left: size, sum: sha256.New(), want: want}
	return body, form.FormDataContentType(), int64(len(head)) + size + int64(len(tail)), nil
}

// Read hands out the head, the file and, if the hash fits, the tail.
func (b *formBody) Read(p []byte) (int, error) {
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

func (b *formBody) readFile(p []byte) (int, error) {
	n, err := b.source.Read(p[:min(int64(len(p)), b.left)])
	b.sum.Write(p[:n])
	b.left -= int64(n)
	if b.sent != nil && n > 0 {
		b.sent(n)
	}
	if err == io.EOF && b.left > 0 {
		return n, b.fail(errChanged)
	}
	if err != nil && err != io.EOF {
		return n, b.fail(local("cannot read the data", err))
	}
	return n, nil
}

// check compares the hash and, for a whole file, sees that it ends here.
func (b *formBody) check() error {
	if hex.EncodeToString(b.sum.Sum(nil)) != b.want {
		return errChanged
	}
	if b.whole {
		if n, _ := b.source.Read(make([]byte, 1)); n > 0 {
			return errChanged
		}
	}
	return nil
}

func (b *formBody) fail(err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed = err
	return err
}

func (b *formBody) failure() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failed
}

// sendForm posts a form and decodes the answer. An error of the file itself
// comes before whatever the broken call says.
func sendForm[T any](ctx context.Context, c *Client, path string, body *formBody, kind string, size int64) (T, error) {
	limit := 2*time.Minute + time.Duration(size/slowest)*time.Second
	ctx, stop := context.WithTimeoutCause(ctx, limit, errTooSlow)
	defer stop()
	var none T
	req, err := c.request(ctx, http.MethodPost, path, nil, io.NopCloser(body))
	if err != nil {
		return none, err
	}
	req.Header.Set("Content-Type", kind)
	req.ContentLength = size
	answer, err := call[T](c, req)
	if failure := body.failure(); err != nil && failure != nil {
		return none, failure
	}
	return answer, err
}

// uploadWhole sends a file in one request, once.
func (c *Client) uploadWhole(ctx context.Context, name string, f File) (openai.File, error) {
	source, err := f.open()
	if err != nil {
		return openai.File{}, err
	}
	defer source.Close()
	fields := map[string]string{"purpose": purpose}
	maps.Copy(fields, c.endpoint.Form)
	body, kind, size, err := newForm(fields, "file", name, source, f.Bytes, f.SHA256)
	if err != nil {
		return openai.File{}, local("cannot build the upload", err)
	}
	body.whole, body.sent = true, c.progress(f.Bytes)
	got, err := sendForm[openai.File](ctx, c, "/files", body, kind, size)
	if errors.Is(err, errChanged) && ClassOf(err) == ClassOther {
		return got, changed(f, "changed while it was sent; the service has no whole file")
	}
	return got, c.checkFile(got, f, err)
}

// checkFile refuses an answer that is not the file that was sent.
func (c *Client) checkFile(got openai.File, f File, err error) error {
	if err != nil {
		return err
	}
	if got.Object != "file" || !isRemoteID(got.ID) || int64(got.Bytes) != f.Bytes {
		return &CallError{
			Call: "POST /files", Host: c.Host(), Status: http.StatusOK, kind: troubleAnswer,
			text: fmt.Sprintf("200 without the file of %d bytes that was sent", f.Bytes),
		}
	}
	return nil
}

// progress returns a function that adds up sent bytes and reports them at most
// ten times a second, and at the end.
func (c *Client) progress(total int64) func(int) {
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
			c.report(Notice{Text: "uploading", Sent: now, Total: total})
		}
	}
}

// route says how a file goes up: in parts or whole, or why not at all.
func (c *Client) route(f File) (inParts bool, err error) {
	switch e := c.endpoint; {
	case f.Bytes <= min(c.settings.PartsAbove, e.MaxFile), e.MaxParts == 0 && f.Bytes <= e.MaxFile:
		return false, nil
	case e.MaxParts == 0:
		return false, guard(fmt.Sprintf("%s takes files of at most %d bytes, this one has %d", e.Name, e.MaxFile, f.Bytes), "split the data")
	case f.Bytes > e.MaxParts:
		return false, guard(fmt.Sprintf("%s takes at most %d bytes in parts, this file has %d", e.Name, e.MaxParts, f.Bytes), "split the data")
	}
	return true, nil
}

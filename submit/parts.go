package submit

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/sashabaranov/go-openai"
	"golang.org/x/sync/errgroup"
)

// partsLog is what is known of an upload in parts; the journal keeps it, so
// that a later run can go on.
type partsLog struct {
	uploadID string
	expires  time.Time
	done     map[int]sentPart
}

type sentPart struct{ id, sha256 string }

// fresh says that parts may still be added for a while.
func (p partsLog) fresh(now time.Time) bool {
	return p.uploadID != "" && now.Add(5*time.Minute).Before(p.expires)
}

type uploadAnswer struct {
	ID      string       `json:"id"`
	Status  string       `json:"status"`
	Expires int64        `json:"expires_at"`
	File    *openai.File `json:"file"`
}

// openUpload begins an upload in parts. One that is begun twice costs nothing:
// the service forgets it after an hour.
func (c *Client) openUpload(ctx context.Context, name string, f File) (uploadAnswer, error) {
	body, err := uploadBody(name, f)
	if err != nil {
		return uploadAnswer{}, err
	}
	return retry(ctx, c, func(ctx context.Context) (uploadAnswer, error) {
		got, err := post[uploadAnswer](ctx, c, "/uploads", body)
		if err == nil && !isRemoteID(got.ID) {
			err = &CallError{Call: "POST /uploads", Host: c.Host(), Status: http.StatusOK, kind: troubleAnswer, text: "200 without an id"}
		}
		return got, err
	})
}

func uploadBody(name string, f File) ([]byte, error) {
	return json.Marshal(map[string]json.RawMessage{
		"filename": quoted(name), "purpose": quoted(purpose),
		"mime_type": quoted("text/jsonl"), "bytes": number(f.Bytes),
	})
}

// sendParts sends the parts that are not in done, several at once, and calls
// keep for each that the service has taken.
func (c *Client) sendParts(ctx context.Context, upload string, f File, d digest, done map[int]sentPart, keep func(int, sentPart) error) error {
	file, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(c.settings.Parallel)
	sent := c.progress(f.Bytes)
	for i, sum := range d.parts {
		if done[i].sha256 == sum {
			sent(int(c.partSize(f, i)))
			continue
		}
		group.Go(func() error {
			id, err := c.sendPart(ctx, part{upload: upload, file: file, quoted: f, index: i, sum: sum, sent: sent})
			if err != nil {
				return err
			}
			return keep(i, sentPart{id: id, sha256: sum})
		})
	}
	return group.Wait()
}

func (c *Client) partSize(f File, i int) int64 {
	return min(c.settings.PartBytes, f.Bytes-int64(i)*c.settings.PartBytes)
}

// part is one part on its way.
type part struct {
	upload string
	file   *os.File
	quoted File
	index  int
	sum    string
	sent   func(n int)
}

// sendPart sends one part until the service has it. A part that arrived twice
// does no harm: only the ids of the complete call count.
func (c *Client) sendPart(ctx context.Context, p part) (string, error) {
	type answer struct {
		ID     string `json:"id"`
		Object string `json:"object"`
	}
	size := c.partSize(p.quoted, p.index)
	got, err := retry(ctx, c, func(ctx context.Context) (answer, error) {
		section := io.NewSectionReader(p.file, int64(p.index)*c.settings.PartBytes, size)
		body, kind, length, err := newForm(c.endpoint.Form, "data", "part", section, size, p.sum)
		if err != nil {
			return answer{}, err
		}
		var sent atomic.Int64
		body.sent = func(n int) { sent.Add(int64(n)); p.sent(n) }
		got, err := sendForm[answer](ctx, c, "/uploads/"+p.upload+"/parts", body, kind, length)
		if err != nil {
			p.sent(-int(sent.Load()))
		}
		if err == nil && !isRemoteID(got.ID) {
			err = &CallError{Call: "POST /uploads/parts", Host: c.Host(), Status: http.StatusOK, kind: troubleAnswer, text: "200 without an id"}
		}
		return got, err
	})
	if errors.Is(err, errChanged) && ClassOf(err) == ClassOther {
		err = changed(p.quoted, "changed while it was sent; the service has no whole file")
	}
	return got.ID, err
}

// completeUpload makes a file of the parts, once.
func (c *Client) completeUpload(ctx context.Context, upload string, f File, d digest, done map[int]sentPart) (openai.File, error) {
	ids := make([]string, len(d.parts))
	for i := range ids {
		ids[i] = done[i].id
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return openai.File{}, err
	}
	body, err := json.Marshal(map[string]json.RawMessage{"part_ids": list, "md5": quoted(d.md5)})
	if err != nil {
		return openai.File{}, err
	}
	got, err := post[uploadAnswer](ctx, c, "/uploads/"+upload+"/complete", body)
	if err != nil {
		return openai.File{}, err
	}
	if got.File == nil {
		got.File = &openai.File{}
	}
	return *got.File, c.checkFile(*got.File, f, nil)
}

// cancelUpload tells the service to forget the parts; trouble is ignored, as
// it forgets them anyway after an hour.
func (c *Client) cancelUpload(upload string) {
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	if _, err := post[uploadAnswer](ctx, c, "/uploads/"+upload+"/cancel", nil); err != nil {
		c.report(Notice{Text: "the parts sent so far are forgotten by the service within an hour"})
	}
}

package openai

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	goopenai "github.com/sashabaranov/go-openai"
	"golang.org/x/sync/errgroup"

	"github.com/ftplan/ftplan/submit/service"
)

// spare is how long an upload in parts must still live to be gone on with.
const spare = 5 * time.Minute

// uploadParts begins an upload in parts, or goes on with one, and makes a file
// of them.
func (a *adapter) uploadParts(ctx context.Context, u service.Upload) (goopenai.File, error) {
	log := u.Begun
	if log.UploadID == "" || !a.ServerTime().Add(spare).Before(log.Expires) {
		opened, err := a.openUpload(ctx, u.Name, u.File)
		if err != nil {
			return goopenai.File{}, err
		}
		log = service.PartsLog{UploadID: opened.ID, Expires: time.Unix(opened.Expires, 0).UTC(), Done: map[int]service.SentPart{}}
		if err := u.Keep(service.PartNote{UploadID: log.UploadID, Expires: log.Expires}); err != nil {
			return goopenai.File{}, err
		}
	}
	done := maps.Clone(log.Done)
	var mu sync.Mutex
	err := a.sendParts(ctx, log.UploadID, u.File, u.Digest, log.Done, func(i int, p service.SentPart) error {
		mu.Lock()
		done[i] = p
		mu.Unlock()
		return u.Keep(service.PartNote{UploadID: log.UploadID, Part: i + 1, SentPart: p})
	})
	if service.ClassOf(err) == service.ClassGuard {
		a.cancelUpload(log.UploadID)
	}
	if err != nil {
		return goopenai.File{}, forget(u, log.UploadID, err)
	}
	file, err := a.completeUpload(ctx, log.UploadID, u.File, u.Digest, done)
	return file, forget(u, log.UploadID, err)
}

// forget notes that an upload is over which the service no longer takes, so
// that the next try begins a new one.
func forget(u service.Upload, upload string, err error) error {
	failed, ok := service.AsCallError(err)
	if !ok || failed.Trouble != service.BadStatus || failed.Status != http.StatusBadRequest && failed.Status != http.StatusNotFound {
		return err
	}
	if err := u.Keep(service.PartNote{UploadID: upload, Expires: time.Unix(0, 0).UTC()}); err != nil {
		return err
	}
	return &service.CallError{
		Call: failed.Call, Host: failed.Host, Status: failed.Status, Trouble: service.Cut, Cause: failed,
		Text: "the upload in parts is over: " + failed.Text,
	}
}

type uploadAnswer struct {
	ID      string         `json:"id"`
	Status  string         `json:"status"`
	Expires int64          `json:"expires_at"`
	File    *goopenai.File `json:"file"`
}

// openUpload begins an upload in parts. One that is begun twice costs nothing:
// the service forgets it after an hour.
func (a *adapter) openUpload(ctx context.Context, name string, f service.File) (uploadAnswer, error) {
	body, err := uploadBody(name, f)
	if err != nil {
		return uploadAnswer{}, err
	}
	return service.Retry(ctx, a.Caller, func(ctx context.Context) (uploadAnswer, error) {
		got, err := service.Post[uploadAnswer](ctx, a.Caller, "/uploads", body)
		if err == nil && !service.IsRemoteID(got.ID) {
			err = a.Lacks("POST /uploads", "200 without an id")
		}
		return got, err
	})
}

func uploadBody(name string, f service.File) ([]byte, error) {
	return json.Marshal(map[string]json.RawMessage{
		"filename": jsonText(name), "purpose": jsonText(purpose),
		"mime_type": jsonText("text/jsonl"), "bytes": jsonNumber(f.Bytes),
	})
}

// sendParts sends the parts that are not in done, several at once, and calls
// keep for each that the service has taken.
func (a *adapter) sendParts(ctx context.Context, upload string, f service.File, d service.Digest, done map[int]service.SentPart, keep func(int, service.SentPart) error) error {
	file, err := f.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(a.Settings().Parallel)
	sent := a.Progress(f.Bytes)
	for i, sum := range d.Parts {
		if done[i].SHA256 == sum {
			sent(int(a.partSize(f, i)))
			continue
		}
		group.Go(func() error {
			id, err := a.sendPart(ctx, part{upload: upload, file: file, local: f, index: i, sum: sum, sent: sent})
			if err != nil {
				return err
			}
			return keep(i, service.SentPart{ID: id, SHA256: sum})
		})
	}
	return group.Wait()
}

func (a *adapter) partSize(f service.File, i int) int64 {
	return min(a.Settings().PartBytes, f.Bytes-int64(i)*a.Settings().PartBytes)
}

// part is one part on its way.
type part struct {
	upload string
	file   *os.File
	local  service.File
	index  int
	sum    string
	sent   func(n int)
}

// sendPart sends one part until the service has it. A part that arrived twice
// does no harm: only the ids of the complete call count.
func (a *adapter) sendPart(ctx context.Context, p part) (string, error) {
	type partAnswer struct {
		ID     string `json:"id"`
		Object string `json:"object"`
	}
	size := a.partSize(p.local, p.index)
	got, err := service.Retry(ctx, a.Caller, func(ctx context.Context) (partAnswer, error) {
		section := io.NewSectionReader(p.file, int64(p.index)*a.Settings().PartBytes, size)
		form, err := service.NewForm(a.Endpoint().Form, service.Content{Field: "data", Name: "part", Source: section, Bytes: size, SHA256: p.sum})
		if err != nil {
			return partAnswer{}, err
		}
		var sent atomic.Int64
		form.Sent = func(n int) { sent.Add(int64(n)); p.sent(n) }
		got, err := service.SendForm[partAnswer](ctx, a.Caller, "/uploads/"+p.upload+"/parts", form)
		if err != nil {
			p.sent(-int(sent.Load()))
		}
		if err == nil && !service.IsRemoteID(got.ID) {
			err = a.Lacks("POST /uploads/parts", "200 without an id")
		}
		return got, err
	})
	if errors.Is(err, service.ErrChanged) && service.ClassOf(err) == service.ClassOther {
		err = service.Changed(p.local, "changed while it was sent; the service has no whole file")
	}
	return got.ID, err
}

// completeUpload makes a file of the parts, once.
func (a *adapter) completeUpload(ctx context.Context, upload string, f service.File, d service.Digest, done map[int]service.SentPart) (goopenai.File, error) {
	ids := make([]string, len(d.Parts))
	for i := range ids {
		ids[i] = done[i].ID
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return goopenai.File{}, err
	}
	body, err := json.Marshal(map[string]json.RawMessage{"part_ids": list, "md5": jsonText(d.MD5)})
	if err != nil {
		return goopenai.File{}, err
	}
	got, err := service.Post[uploadAnswer](ctx, a.Caller, "/uploads/"+upload+"/complete", body)
	if err != nil {
		return goopenai.File{}, err
	}
	if got.File == nil {
		got.File = &goopenai.File{}
	}
	return *got.File, a.checkFile(*got.File, f)
}

// cancelUpload tells the service to forget the parts; trouble is ignored, as
// it forgets them anyway after an hour.
func (a *adapter) cancelUpload(upload string) {
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	if _, err := service.Post[uploadAnswer](ctx, a.Caller, "/uploads/"+upload+"/cancel", nil); err != nil {
		a.Report(service.Notice{Text: "the parts sent so far are forgotten by the service within an hour"})
	}
}

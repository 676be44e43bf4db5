package openai

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"time"

	goopenai "github.com/sashabaranov/go-openai"

	"github.com/ftplan/ftplan/submit/service"
)

// purpose is what uploaded files are for.
const purpose = string(goopenai.PurposeFineTune)

// PartBytes says how a file goes up: whole, in parts through the Uploads API,
// or why not at all.
func (a *adapter) PartBytes(f service.File) (int64, error) {
	e, s := a.Endpoint(), a.Settings()
	whole := e.MaxFile == 0 || f.Bytes <= e.MaxFile
	switch {
	case whole && (e.MaxParts == 0 || f.Bytes <= s.PartsAbove):
		return 0, nil
	case e.MaxParts == 0:
		return 0, service.Guard(fmt.Sprintf("%s takes files of at most %d bytes, this one has %d", e.Name, e.MaxFile, f.Bytes), "split the data")
	case f.Bytes > e.MaxParts:
		return 0, service.Guard(fmt.Sprintf("%s takes at most %d bytes in parts, this file has %d", e.Name, e.MaxParts, f.Bytes), "split the data")
	}
	return s.PartBytes, nil
}

// Upload sends a file whole, or in parts where its digest has parts.
func (a *adapter) Upload(ctx context.Context, u service.Upload) (service.StoredFile, error) {
	file, err := goopenai.File{}, error(nil)
	if u.Digest.Parts == nil {
		file, err = a.uploadWhole(ctx, u.Name, u.File)
	} else {
		file, err = a.uploadParts(ctx, u)
	}
	return stored(file), err
}

func stored(f goopenai.File) service.StoredFile {
	s := service.StoredFile{
		ID: f.ID, Name: f.FileName, Bytes: int64(f.Bytes), Created: time.Unix(f.CreatedAt, 0), Details: f.StatusDetails,
	}
	switch f.Status {
	case "error", "failed":
		s.State = service.FileUnusable
	case "uploaded", "pending", "running", "processing":
		s.State = service.FilePending
	}
	return s
}

// uploadWhole sends a file in one request, once.
func (a *adapter) uploadWhole(ctx context.Context, name string, f service.File) (goopenai.File, error) {
	fields := map[string]string{"purpose": purpose}
	maps.Copy(fields, a.Endpoint().Form)
	got, err := service.SendFile[goopenai.File](ctx, a.Caller, "/files", name, fields, f)
	if err != nil {
		return got, err
	}
	return got, a.checkFile(got, f)
}

// checkFile refuses an answer that is not the file that was sent.
func (a *adapter) checkFile(got goopenai.File, f service.File) error {
	if got.Object != "file" || !service.IsRemoteID(got.ID) || int64(got.Bytes) != f.Bytes {
		return a.Lacks("POST /files", fmt.Sprintf("200 without the file of %d bytes that was sent", f.Bytes))
	}
	return nil
}

// FindUpload looks for a whole file of the upload's name and size.
func (a *adapter) FindUpload(ctx context.Context, u service.Upload, since time.Time) (service.StoredFile, bool, error) {
	query := url.Values{"purpose": {purpose}, "order": {"desc"}}
	for f, err := range pages(ctx, a, "/files", query, func(f goopenai.File) string { return f.ID }) {
		if err != nil {
			return service.StoredFile{}, false, err
		}
		if f.FileName == u.Name && int64(f.Bytes) == u.File.Bytes && f.CreatedAt >= since.Unix() && f.Status != "error" && f.ID != "" {
			return stored(f), true, nil
		}
	}
	return service.StoredFile{}, false, nil
}

// StoredFile returns what the service holds under an id.
func (a *adapter) StoredFile(ctx context.Context, id string) (service.StoredFile, error) {
	f, err := service.Retry(ctx, a.Caller, func(ctx context.Context) (goopenai.File, error) {
		f, err := a.api.GetFile(ctx, id)
		if err == nil && f.ID != id {
			err = a.Lacks("GET /files/"+id, "200 without that file")
		}
		return f, err
	})
	return stored(f), err
}

// DeleteFile deletes a file; one that is gone already is deleted.
func (a *adapter) DeleteFile(ctx context.Context, id string) error {
	_, err := service.Retry(ctx, a.Caller, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, a.api.DeleteFile(ctx, id)
	})
	if service.Gone(err) {
		return nil
	}
	return err
}

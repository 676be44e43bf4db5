package submit

import (
	"context"
	"fmt"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// slack is how far before an intent's time, by the service's clock, its file
// is looked for.
const slack = 15 * time.Minute

// mostRenewals is how often a run uploads a file that the service lost.
const mostRenewals = 3

// upload makes the intended file exist once at the service, as far as that can
// be seen: after an answer that was lost it looks for the file first.
func (r *run) upload(ctx context.Context, k known) error {
	if err := r.checkOnce(ctx); err != nil {
		return err
	}
	intent := k.last
	search := !r.own
	r.own = false
	for try := 1; ; try++ {
		if search {
			file, found, err := r.c.FindUpload(ctx, r.toUpload(intent), intent.ServerTime.Add(-slack))
			if err != nil {
				return err
			}
			if found {
				return r.uploaded(intent.Role, file)
			}
		}
		file, err := r.c.Upload(ctx, r.toUpload(intent))
		if err == nil {
			return r.uploaded(intent.Role, file)
		}
		failed, ok := service.AsCallError(err)
		if !ok || !failed.Transient() || try >= r.c.Settings().Tries {
			return r.c.Classify(err)
		}
		search = failed.Trouble != service.Unsent
		if err := r.c.Pause(ctx, try, failed); err != nil {
			return err
		}
	}
}

func (r *run) uploaded(role Role, file service.StoredFile) error {
	if !service.IsRemoteID(file.ID) {
		return &service.Error{Class: service.ClassTemporary, Message: "the service gave the file an id that cannot be one"}
	}
	return r.j.add(Entry{State: StateUploaded, Role: role, FileID: file.ID, Bytes: file.Bytes})
}

// toUpload is the intended upload, as far as it has come.
func (r *run) toUpload(intent Entry) service.Upload {
	return service.Upload{
		Name: intent.Name, File: r.l.file(intent.Role), Digest: r.digests[intent.Role],
		Begun: r.known().parts[intent.Role],
		Keep: func(n service.PartNote) error {
			e := Entry{State: StateUploadPart, Role: intent.Role, UploadID: n.UploadID, Part: n.Part, PartID: n.ID, SHA256: n.SHA256}
			if n.Part == 0 {
				e.Expires = &n.Expires
			}
			return r.j.add(e)
		},
	}
}

// stored returns a file's state. A file that is not found may only be late, so
// it is asked for some times more.
func (r *run) stored(ctx context.Context, id string) (service.StoredFile, error) {
	for try := 1; ; try++ {
		file, err := r.c.StoredFile(ctx, id)
		failed, _ := service.AsCallError(err)
		if !service.Gone(err) || try >= r.c.Settings().Tries {
			return file, err
		}
		if err := r.c.Pause(ctx, try, failed); err != nil {
			return file, err
		}
	}
}

// processed waits until the service is done with a file, for as long as
// Settings.Processing. After that the service's answer to the create call
// decides: some services never say that they are done.
func (r *run) processed(ctx context.Context, role Role, id string) (service.StoredFile, error) {
	began, most := time.Now(), r.c.Settings().Processing
	for pause := time.Second; ; pause = min(2*pause, 15*time.Second) {
		file, err := r.stored(ctx, id)
		waited := time.Since(began)
		if err != nil || file.State != service.FilePending || waited >= most {
			return file, err
		}
		wait := min(pause, most-waited)
		r.c.Report(service.Notice{Wait: wait, Text: fmt.Sprintf("the service is still processing the %s file (%s of at most %s)",
			role, waited.Round(time.Second), most)})
		if err := service.Sleep(ctx, wait); err != nil {
			return file, err
		}
	}
}

// ready sees that the service holds the uploaded files in full. A file that is
// gone is uploaded again, which ok = false says.
func (r *run) ready(ctx context.Context, k known) (ok bool, err error) {
	for _, role := range r.l.roles() {
		id := k.files[role].FileID
		file, err := r.processed(ctx, role, id)
		switch {
		case service.Gone(err) && r.renewed < mostRenewals:
			r.renewed++
			return false, r.intend(role)
		case err != nil:
			return false, err
		case file.State == service.FileUnusable:
			return false, &service.Error{
				Class:   service.ClassRefused,
				Message: fmt.Sprintf("the service cannot use the %s file: %s", role, r.c.Clean(file.Details, service.LongestShown)),
				Hint:    "`ftplan lint` finds most causes",
			}
		case file.Bytes != r.l.file(role).Bytes:
			return false, &service.Error{
				Class:   service.ClassRefused,
				Message: fmt.Sprintf("the service holds %d bytes of the %s file, %d were sent", file.Bytes, role, r.l.file(role).Bytes),
			}
		}
	}
	return true, nil
}

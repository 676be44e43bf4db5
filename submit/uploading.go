package submit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sashabaranov/go-openai"
)

// slack is how far before an intent's time, by the service's clock, its effect
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
			file, found, err := r.c.findFile(ctx, intent.Name, intent.Bytes, intent.ServerTime.Add(-slack))
			if err != nil {
				return err
			}
			if found {
				return r.uploaded(intent.Role, file)
			}
		}
		file, err := r.send(ctx, intent)
		var failed *CallError
		switch {
		case err == nil:
			return r.uploaded(intent.Role, file)
		case !errors.As(err, &failed) || !failed.transient() || try >= r.c.settings.Tries:
			return r.c.classify(err)
		}
		search = failed.kind != troubleUnsent
		if err := r.c.pause(ctx, try, failed); err != nil {
			return err
		}
	}
}

func (r *run) uploaded(role Role, file openai.File) error {
	if !isRemoteID(file.ID) {
		return &Error{Class: ClassTemporary, Message: "the service gave the file an id that cannot be one"}
	}
	return r.j.add(Entry{State: StateUploaded, Role: role, FileID: file.ID, Bytes: int64(file.Bytes)})
}

// send uploads the file once, whole or in parts.
func (r *run) send(ctx context.Context, intent Entry) (openai.File, error) {
	f, d := r.l.file(intent.Role), r.digests[intent.Role]
	if d.parts == nil {
		return r.c.uploadWhole(ctx, intent.Name, f)
	}
	log := r.known().parts[intent.Role]
	if !log.fresh(r.c.doer.clock.now()) {
		opened, err := r.c.openUpload(ctx, intent.Name, f)
		if err != nil {
			return openai.File{}, err
		}
		expires := time.Unix(opened.Expires, 0).UTC()
		begun := Entry{State: StateUploadPart, Role: intent.Role, UploadID: opened.ID, Expires: &expires}
		if err := r.j.add(begun); err != nil {
			return openai.File{}, err
		}
		log = r.known().parts[intent.Role]
	}
	return r.sendInParts(ctx, intent.Role, f, d, log)
}

func (r *run) sendInParts(ctx context.Context, role Role, f File, d digest, log partsLog) (openai.File, error) {
	err := r.c.sendParts(ctx, log.uploadID, f, d, log.done, func(i int, p sentPart) error {
		return r.j.add(Entry{
			State: StateUploadPart, Role: role, UploadID: log.uploadID,
			Part: i + 1, PartID: p.id, SHA256: p.sha256,
		})
	})
	if ClassOf(err) == ClassGuard {
		r.c.cancelUpload(log.uploadID)
	}
	if err != nil {
		return openai.File{}, r.forget(role, log, err)
	}
	done := r.known().parts[role].done
	file, err := r.c.completeUpload(ctx, log.uploadID, f, d, done)
	return file, r.forget(role, log, err)
}

// forget marks an upload that the service no longer takes as over, so that the
// next try begins a new one.
func (r *run) forget(role Role, log partsLog, err error) error {
	var failed *CallError
	if !errors.As(err, &failed) || failed.kind != troubleStatus || failed.Status != 400 && failed.Status != 404 {
		return err
	}
	over := time.Unix(0, 0).UTC()
	if err := r.j.add(Entry{State: StateUploadPart, Role: role, UploadID: log.uploadID, Expires: &over}); err != nil {
		return err
	}
	return &CallError{
		Call: failed.Call, Host: failed.Host, Status: failed.Status, kind: troubleCut, cause: failed,
		text: "the upload in parts is over: " + failed.text,
	}
}

// settled returns a file's state. A file that is not found may only be late, so
// it is asked for some times more.
func (r *run) settled(ctx context.Context, id string) (openai.File, error) {
	for try := 1; ; try++ {
		file, err := r.c.file(ctx, id)
		var failed *CallError
		if !gone(err) || try >= r.c.settings.Tries || !errors.As(err, &failed) {
			return file, err
		}
		if err := r.c.pause(ctx, try, failed); err != nil {
			return file, err
		}
	}
}

// ready sees that the service holds the uploaded files in full. A file that is
// gone is uploaded again, which ok = false says.
func (r *run) ready(ctx context.Context, k known) (ok bool, err error) {
	for _, role := range r.l.roles() {
		id := k.files[role].FileID
		file, err := r.settled(ctx, id)
		switch {
		case gone(err) && r.renewed < mostRenewals:
			r.renewed++
			return false, r.intend(role)
		case err != nil:
			return false, err
		case file.Status == "error":
			return false, &Error{
				Class:   ClassRefused,
				Message: fmt.Sprintf("the service cannot use the %s file: %s", role, r.c.doer.clean(file.StatusDetails, longestShown)),
				Hint:    "`ftplan lint` finds most causes",
			}
		case int64(file.Bytes) != r.l.file(role).Bytes:
			return false, &Error{
				Class:   ClassRefused,
				Message: fmt.Sprintf("the service holds %d bytes of the %s file, %d were sent", file.Bytes, role, r.l.file(role).Bytes),
			}
		}
	}
	return true, nil
}

package submit

import (
	"context"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// look returns the jobs of this submission, through every listing there is.
func (r *run) look(ctx context.Context, k known) ([]service.Job, error) {
	return r.c.Find(ctx, service.Search{Submission: r.l.ID, TrainingFiles: k.trainingIDs, Since: k.since})
}

// reconcile looks for the job at the set moments. It sends nothing.
func (r *run) reconcile(ctx context.Context, k known) (service.Job, error) {
	hits, failed := r.search(ctx, k)
	if len(hits) > 0 {
		return r.adopt(hits, nil)
	}
	e := &service.Error{
		Class:   service.ClassUnknown,
		Message: "the outcome of the create call is unknown (" + r.c.Clean(k.last.Why, 200) + "): a paid job may exist",
		Hint: "nothing is sent again; `" + r.l.resume("") + "` looks again at any time, `" + r.l.resume("--fence") +
			"` makes sure and launches anew",
		Err: failed,
	}
	return service.Job{}, e
}

// search looks at every moment until it finds something. The error is that of
// the last look, or of a context that ended.
func (r *run) search(ctx context.Context, k known) ([]service.Job, error) {
	began := time.Now()
	var failed error
	for _, moment := range r.c.Settings().Looks {
		if wait := moment - time.Since(began); wait > 0 {
			r.c.Report(service.Notice{Text: "looking for the job again", Wait: wait})
			if err := service.Sleep(ctx, wait); err != nil {
				return nil, err
			}
		}
		hits, err := r.look(ctx, k)
		if len(hits) > 0 {
			return hits, nil
		}
		if failed = err; service.ClassOf(err) == service.ClassStopped {
			return nil, err
		}
	}
	return nil, failed
}

// Fence ends an unknown outcome: it deletes the training file, so that a
// create call that is still on its way must fail, sees it gone, looks for the
// job for the full window, and only then launches anew. A job that is found
// is the answer. Only a submission whose outcome is unknown can be fenced.
func Fence(ctx context.Context, c *service.Client, l Launch, j *Journal) (service.Job, error) {
	r := &run{c: c, l: l, j: j, digests: map[Role]service.Digest{}}
	if err := r.belongs(); err != nil {
		return service.Job{}, err
	}
	k := r.known()
	switch k.state {
	case StateFenced, StateCreated:
	case StateCreateIntent, StateUnknown:
		hits, err := r.look(ctx, k)
		if err != nil || len(hits) > 0 {
			return r.adoptOrUnknown(hits, err)
		}
		if err := j.add(Entry{State: StateFenced, FileID: k.files[Training].FileID}); err != nil {
			return service.Job{}, err
		}
	default:
		return service.Job{}, service.Guard("there is nothing to fence: no create call has an unknown outcome", "submit as usual")
	}
	return Submit(ctx, c, l, j)
}

func (r *run) adoptOrUnknown(hits []service.Job, err error) (service.Job, error) {
	if err != nil {
		return service.Job{}, r.stillUnknown(err)
	}
	return r.adopt(hits, nil)
}

// stillUnknown is trouble while a paid job may exist.
func (r *run) stillUnknown(err error) error {
	return &service.Error{
		Class: service.ClassUnknown, Err: err, Message: "a paid job may exist, and it cannot be looked for now",
		Hint: "`" + r.l.resume("") + "` goes on when the service can be reached",
	}
}

// fence goes on from FENCED.
func (r *run) fence(ctx context.Context, k known) (service.Job, error) {
	if err := r.c.DeleteFile(ctx, k.last.FileID); err != nil {
		return service.Job{}, r.stillUnknown(err)
	}
	if err := r.seeGone(ctx, k.last.FileID); err != nil {
		return service.Job{}, r.stillUnknown(err)
	}
	hits, err := r.search(ctx, k)
	if err != nil || len(hits) > 0 {
		return r.adoptOrUnknown(hits, err)
	}
	return service.Job{}, r.intend(Training)
}

// seeGone returns nil when the service no longer knows the file.
func (r *run) seeGone(ctx context.Context, id string) error {
	_, err := service.Retry(ctx, r.c.Caller, func(ctx context.Context) (service.StoredFile, error) {
		file, err := r.c.StoredFile(ctx, id)
		if err == nil {
			err = &service.CallError{Call: "GET /files/" + id, Host: r.c.Host(), Trouble: service.Cut, Text: "the deleted file is still there"}
		}
		return file, err
	})
	if service.Gone(err) {
		return nil
	}
	return err
}

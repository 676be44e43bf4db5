package submit

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/sashabaranov/go-openai"
)

// mostForeign is how many jobs of others in a filtered list show that the
// service ignores the filter, so that reading on is of no use.
const mostForeign = 1000

// look returns the jobs of this submission: by the metadata filter, with the
// tag checked in each entry as a service may ignore the filter, and, once a
// create call may have been sent, by the whole list back to that time.
func (r *run) look(ctx context.Context, k known) ([]Job, error) {
	found := map[string]Job{}
	if !r.c.endpoint.NoMetadata {
		query := url.Values{"metadata[" + TagKey + "]": {r.l.ID}}
		foreign := 0
		for job, err := range r.c.jobs(ctx, query) {
			if err != nil {
				return nil, err
			}
			if r.tagged(job) {
				found[job.ID] = job
			} else if foreign++; foreign >= mostForeign {
				break
			}
		}
	}
	if k.creates > 0 {
		if err := r.lookBack(ctx, k, found); err != nil {
			return nil, err
		}
	}
	var hits []Job
	for _, job := range found {
		hits = append(hits, job)
	}
	return hits, nil
}

// lookBack reads the list without a filter. A hundred older jobs in a row end
// it, so that a list out of order is read some way on.
func (r *run) lookBack(ctx context.Context, k known, found map[string]Job) error {
	since, older := k.since.Add(-slack), 0
	for job, err := range r.c.jobs(ctx, nil) {
		if err != nil {
			return err
		}
		if r.tagged(job) || slices.Contains(k.trainingIDs, job.TrainingFile) {
			found[job.ID] = job
		}
		if older++; !job.Created.Before(since) {
			older = 0
		}
		if older >= 100 {
			break
		}
	}
	return nil
}

func (r *run) tagged(job Job) bool { return job.Metadata[TagKey] == r.l.ID }

// reconcile looks for the job at the set moments. It sends nothing.
func (r *run) reconcile(ctx context.Context, k known) (Job, error) {
	hits, failed := r.search(ctx, k)
	if len(hits) > 0 {
		return r.adopt(hits, nil)
	}
	e := &Error{
		Class:   ClassUnknown,
		Message: "the outcome of the create call is unknown (" + r.c.doer.clean(k.last.Why, 200) + "): a paid job may exist",
		Hint: "nothing is sent again; `" + r.l.resume("") + "` looks again at any time, `" + r.l.resume("--fence") +
			"` makes sure and launches anew",
		Err: failed,
	}
	return Job{}, e
}

// search looks at every moment until it finds something. The error is that of
// the last look, or of a context that ended.
func (r *run) search(ctx context.Context, k known) ([]Job, error) {
	began := time.Now()
	var failed error
	for _, moment := range r.c.settings.Looks {
		if wait := moment - time.Since(began); wait > 0 {
			r.c.report(Notice{Text: "looking for the job again", Wait: wait})
			if err := sleep(ctx, wait); err != nil {
				return nil, err
			}
		}
		hits, err := r.look(ctx, k)
		if len(hits) > 0 {
			return hits, nil
		}
		if failed = err; ClassOf(err) == ClassStopped {
			return nil, err
		}
	}
	return nil, failed
}

// Fence ends an unknown outcome: it deletes the training file, so that a
// create call that is still on its way must fail, sees it gone, looks for the
// job for the full window, and only then launches anew. A job that is found
// is the answer. Only a submission whose outcome is unknown can be fenced.
func Fence(ctx context.Context, c *Client, l Launch, j *Journal) (Job, error) {
	r := &run{c: c, l: l, j: j, digests: map[Role]digest{}}
	if err := r.belongs(); err != nil {
		return Job{}, err
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
			return Job{}, err
		}
	default:
		return Job{}, guard("there is nothing to fence: no create call has an unknown outcome", "submit as usual")
	}
	return Submit(ctx, c, l, j)
}

func (r *run) adoptOrUnknown(hits []Job, err error) (Job, error) {
	if err != nil {
		return Job{}, r.stillUnknown(err)
	}
	return r.adopt(hits, nil)
}

// stillUnknown is trouble while a paid job may exist.
func (r *run) stillUnknown(err error) error {
	return &Error{
		Class: ClassUnknown, Err: err, Message: "a paid job may exist, and it cannot be looked for now",
		Hint: "`" + r.l.resume("") + "` goes on when the service can be reached",
	}
}

// fence goes on from FENCED.
func (r *run) fence(ctx context.Context, k known) (Job, error) {
	if err := r.c.deleteFile(ctx, k.last.FileID); err != nil {
		return Job{}, r.stillUnknown(err)
	}
	if err := r.seeGone(ctx, k.last.FileID); err != nil {
		return Job{}, r.stillUnknown(err)
	}
	hits, err := r.search(ctx, k)
	if err != nil || len(hits) > 0 {
		return r.adoptOrUnknown(hits, err)
	}
	return Job{}, r.intend(Training)
}

// seeGone returns nil when the service no longer knows the file.
func (r *run) seeGone(ctx context.Context, id string) error {
	_, err := retry(ctx, r.c, func(ctx context.Context) (openai.File, error) {
		file, err := r.c.api.GetFile(ctx, id)
		if err == nil {
			err = &CallError{Call: "GET /files/" + id, Host: r.c.Host(), kind: troubleCut, text: "the deleted file is still there"}
		}
		return file, err
	})
	if gone(err) {
		return nil
	}
	return err
}

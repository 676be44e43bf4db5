package submit

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// look returns the jobs of this submission, through every listing there is. A
// job of its quote that is none of the submission's was launched elsewhere,
// which is an error.
func (r *run) look(ctx context.Context, k known) ([]service.Job, error) {
	s := service.Search{Submission: r.l.ID, Quote: r.l.Quote, Quoted: r.l.Quoted, TrainingFiles: k.trainingIDs, Since: k.since}
	found, err := r.c.Find(ctx, s)
	if err != nil {
		return nil, err
	}
	var mine []service.Job
	elsewhere := ""
	for _, job := range found {
		if s.Fits(job) {
			mine = append(mine, job)
		} else {
			elsewhere = job.ID
		}
	}
	if len(mine) == 0 && elsewhere != "" {
		return nil, service.Guard("this quote was launched already, from another folder or machine: it became job "+elsewhere,
			"look at it with `"+r.l.jobs("show "+elsewhere)+"`; one quote buys one job, make a new quote for another")
	}
	return mine, nil
}

// window is how long after a create call its job may be missing from the
// lists.
func (r *run) window() time.Duration {
	looks := r.c.Settings().Looks
	if r.c.Exact() || len(looks) == 0 {
		return 0
	}
	return looks[len(looks)-1]
}

// passed is how much of the window is over. Clocks may jump: the least of what
// they say counts.
func (r *run) passed(k known) time.Duration {
	passed := max(0, min(time.Since(k.left), r.c.ServerTime().Sub(k.leftServer)))
	if !r.called.IsZero() {
		passed = min(passed, time.Since(r.called))
	}
	return passed
}

// settle looks for the job of a create call that left this machine until the
// window since the call is over, and then once more.
func (r *run) settle(ctx context.Context, k known) ([]service.Job, error) {
	began, window := time.Now(), r.window()
	for pause := 2 * time.Second; ; pause *= 2 {
		left := window - max(time.Since(began), r.passed(k))
		hits, err := r.look(ctx, k)
		switch {
		case len(hits) > 0:
			return hits, nil
		case left <= 0 && err == nil:
			r.settled = true
			return nil, nil
		case left <= 0 || service.ClassOf(err) == service.ClassStopped || service.ClassOf(err) == service.ClassGuard:
			return nil, err
		}
		wait := min(pause, left)
		r.c.Report(service.Notice{Wait: wait, Text: fmt.Sprintf(
			"a create call of this launch was answered with %s; its job may still appear, so nothing is sent before %s",
			k.answer(), time.Now().Add(left).Format(time.TimeOnly))})
		if err := service.Sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// answer is what the last create call was answered with, in words.
func (k known) answer() string {
	if k.call.Status == 0 {
		return service.Show(k.call.Why, 120)
	}
	return service.Show(strings.TrimSpace(fmt.Sprintf("%d %s: %s", k.call.Status, http.StatusText(k.call.Status), k.call.Why)), 200)
}

// reconcile looks for the job at the set moments. It sends nothing.
func (r *run) reconcile(ctx context.Context, k known) (service.Job, error) {
	hits, failed := r.search(ctx, k)
	if len(hits) > 0 {
		return r.adoptAny(hits, nil)
	}
	e := &service.Error{
		Class:   service.ClassUnknown,
		Message: "the outcome of the create call is unknown (" + r.c.Clean(k.answer(), 200) + "): a paid job may exist",
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
		if r.c.Exact() && err == nil {
			break
		}
	}
	return nil, failed
}

// Look goes on with a launch whose create call was made as far as its journal
// alone decides, without the quote: it finds the call's job, or returns the one
// that is known. Where it finds none and something new would have to be sent,
// decided is false and the error nil.
func Look(ctx context.Context, c *service.Client, l Launch, j *Journal) (job service.Job, decided bool, err error) {
	r := newRun(c, l, j)
	if err := r.belongs(); err != nil {
		return service.Job{}, true, r.conclude(err)
	}
	for {
		k := r.known()
		switch {
		case k.state == StateCreated, k.state == StateCreateIntent, k.state == StateUnknown:
			if job, err = r.step(ctx); job.ID == "" && err == nil {
				continue
			}
			return job, true, r.conclude(err)
		case !k.unproven:
			return service.Job{}, false, nil
		}
		hits, err := r.settle(ctx, k)
		job, err = r.adoptAny(hits, err)
		return job, job.ID != "" || err != nil, r.conclude(err)
	}
}

// Fence ends an unknown outcome: it deletes the training file, so that a
// create call that is still on its way must fail, sees it gone, looks for the
// job for the full window, and only then launches anew. A job that is found
// is the answer. Only a submission whose outcome is unknown can be fenced.
func Fence(ctx context.Context, c *service.Client, l Launch, j *Journal) (service.Job, error) {
	r := newRun(c, l, j)
	if err := r.belongs(); err != nil {
		return service.Job{}, r.conclude(err)
	}
	k := r.known()
	switch k.state {
	case StateFenced, StateCreated:
	case StateCreateIntent, StateUnknown:
		hits, err := r.look(ctx, k)
		if job, err := r.adoptAny(hits, err); err != nil || job.ID != "" {
			return job, r.conclude(err)
		}
		if err := j.add(Entry{State: StateFenced, FileID: k.files[Training].FileID}); err != nil {
			return service.Job{}, r.conclude(err)
		}
	default:
		return service.Job{}, r.conclude(service.Guard("there is nothing to fence: no create call has an unknown outcome", "submit as usual"))
	}
	return r.toEnd(ctx)
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
		return service.Job{}, err
	}
	if err := r.seeGone(ctx, k.last.FileID); err != nil {
		return service.Job{}, err
	}
	hits, err := r.search(ctx, k)
	if err == nil && len(hits) == 0 {
		r.settled = true
		err = r.intend(Training)
	}
	return r.adoptAny(hits, err)
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

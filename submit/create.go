package submit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// mostLimited is how many create calls in one run may be answered with "not
// now".
const mostLimited = 3

// create makes one intent and its one call, and writes down what came of it.
func (r *run) create(ctx context.Context, k known) (service.Job, error) {
	if ok, err := r.ready(ctx, k); !ok {
		return service.Job{}, err
	}
	hits, err := r.look(ctx, k)
	if err != nil || len(hits) > 0 {
		return r.adoptAny(hits, err)
	}
	if err := errors.Join(r.unused(), r.ask(), r.confirm(ctx, k)); err != nil {
		return service.Job{}, err
	}
	training := k.files[Training].FileID
	body, err := r.l.Body(training, k.files[Validation].FileID)
	if err != nil {
		return service.Job{}, service.Local("cannot build the job's request", err)
	}
	if err := r.intendCreate(training, body); err != nil {
		return service.Job{}, err
	}
	o := r.c.Create(ctx, service.Request{Submission: r.l.ID, Body: body, TrainingFile: training})
	return r.take(ctx, o)
}

// confirm asks whoever fenced an unknown outcome, right before the new call.
func (r *run) confirm(ctx context.Context, k known) error {
	if !k.fenced || r.l.Confirm == nil {
		return nil
	}
	return r.l.Confirm(ctx, "No job of this launch was found, and its training file was deleted. What remains possible: the first call took effect"+
		" before that, and its job has not appeared in the account's lists since "+k.left.Local().Format(time.TimeOnly)+".")
}

// intendCreate writes the intent, with the body that will be sent: what the
// service makes of the job is compared with it.
func (r *run) intendCreate(training string, body []byte) error {
	r.settled = false
	hash, now := sha256.Sum256(body), r.c.ServerTime().UTC()
	return r.j.add(Entry{
		State: StateCreateIntent, FileID: training, SHA256: hex.EncodeToString(hash[:]), Body: body,
		Nonce: rand.Text(), ServerTime: &now,
	})
}

// take writes down what a create call proves and does what follows from it.
func (r *run) take(ctx context.Context, o service.Outcome) (service.Job, error) {
	r.called = time.Now()
	switch o.Proof {
	case service.ProvesCreated:
		return r.finish(o.Job, Entry{State: StateCreated, JobID: o.Job.ID})
	case service.ProvesRefused:
		return r.refused(ctx, o.Failed)
	case service.ProvesNotSent, service.ProvesLimited:
		return r.backOff(ctx, o)
	}
	return service.Job{}, r.j.add(r.outcome(StateUnknown, o.Failed))
}

// outcome is the entry of a call that made no job as far as its answer says.
func (r *run) outcome(state State, failed *service.CallError) Entry {
	now := r.c.ServerTime().UTC()
	return Entry{State: state, Status: failed.Status, Code: failed.Code(), Why: failed.Text, ServerTime: &now}
}

// refused ends the run with the service's refusal, unless its job exists all
// the same.
func (r *run) refused(ctx context.Context, failed *service.CallError) (service.Job, error) {
	if err := r.j.add(r.outcome(StateRefused, failed)); err != nil {
		return service.Job{}, err
	}
	return r.lookAfter(ctx, failed)
}

// lookAfter looks for the job of a call that was answered with a no, at once
// and after a while: something on the way may have answered for the service.
// Without a job the no is the error.
func (r *run) lookAfter(ctx context.Context, failed *service.CallError) (service.Job, error) {
	hits, err := r.look(ctx, r.known())
	if len(hits) == 0 && service.Sleep(ctx, secondLook) == nil {
		hits, err = r.look(ctx, r.known())
	}
	if len(hits) > 0 {
		job, err := r.adopt(hits, "found after "+failed.Text)
		r.c.Report(service.Notice{Text: "the service refused (" + failed.Text + "), yet job " + job.ID + " exists: adopted"})
		return job, err
	}
	no := r.c.Classify(failed)
	if err != nil {
		return service.Job{}, r.stillUnknown(errors.Join(no, err))
	}
	r.settled = true
	var classed *service.Error
	if errors.As(no, &classed) {
		again := "if something on the way answered for the service, a job may still appear: `" + r.l.resume("") + "` looks for it before anything is sent"
		classed.Hint = joinHints(classed.Hint, again)
	}
	return service.Job{}, no
}

// secondLook is how long after the first look the second comes.
const secondLook = 5 * time.Second

func joinHints(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// backOff goes back to UPLOADED after a call that made no job, and waits.
func (r *run) backOff(ctx context.Context, o service.Outcome) (service.Job, error) {
	failed, k := o.Failed, r.known()
	back := r.outcome(StateUploaded, failed)
	back.Role, back.FileID, back.Bytes = Training, k.files[Training].FileID, k.files[Training].Bytes
	back.NotSent = o.Proof == service.ProvesNotSent
	if err := r.j.add(back); err != nil {
		return service.Job{}, err
	}
	if o.Proof == service.ProvesNotSent {
		r.unsent++
		if r.unsent >= r.c.Settings().Tries || failed.Trouble == service.Untrusted || failed.Trouble == service.GivenUp {
			return service.Job{}, r.c.Classify(failed)
		}
		return service.Job{}, r.c.Pause(ctx, r.unsent, failed)
	}
	if r.limited++; r.limited >= mostLimited || failed.Broke() || failed.Wait > r.c.Settings().LongestWait {
		return r.lookAfter(ctx, failed)
	}
	return service.Job{}, r.c.Pause(ctx, r.limited, failed)
}

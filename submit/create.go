package submit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"github.com/ftplan/ftplan/submit/service"
)

// mostLimited is how many create calls in one run may be answered with 429.
const mostLimited = 3

// create makes one intent and its one call, and writes down what came of it.
func (r *run) create(ctx context.Context, k known) (service.Job, error) {
	if ok, err := r.ready(ctx, k); !ok {
		return service.Job{}, err
	}
	hits, err := r.look(ctx, k)
	if err != nil || len(hits) > 0 {
		return r.adopt(hits, err)
	}
	if err := errors.Join(r.unused(), r.ask()); err != nil {
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
	switch o.Proof {
	case service.ProvesCreated:
		return r.finish(o.Job, Entry{State: StateCreated, JobID: o.Job.ID})
	case service.ProvesRefused:
		refused := Entry{State: StateRefused, Status: o.Failed.Status, Code: o.Failed.Code(), Why: o.Failed.Text}
		return service.Job{}, errors.Join(r.j.add(refused), r.c.Classify(o.Failed))
	case service.ProvesNotSent, service.ProvesLimited:
		return service.Job{}, r.backOff(ctx, k, o)
	}
	return service.Job{}, r.j.add(Entry{State: StateUnknown, Status: o.Failed.Status, Why: o.Failed.Text})
}

func (r *run) intendCreate(training string, body []byte) error {
	hash, now := sha256.Sum256(body), r.c.ServerTime().UTC()
	return r.j.add(Entry{
		State: StateCreateIntent, FileID: training, SHA256: hex.EncodeToString(hash[:]),
		Nonce: rand.Text(), ServerTime: &now,
	})
}

// backOff goes back to UPLOADED after a call that made no job, and waits.
func (r *run) backOff(ctx context.Context, k known, o service.Outcome) error {
	failed, back := o.Failed, k.files[Training]
	again := Entry{
		State: StateUploaded, Role: Training, FileID: back.FileID, Bytes: back.Bytes,
		Status: failed.Status, Code: failed.Code(), Why: failed.Text,
	}
	if err := r.j.add(again); err != nil {
		return err
	}
	try := 0
	if o.Proof == service.ProvesLimited {
		r.limited++
		if r.limited >= mostLimited || failed.Broke() {
			return r.c.Classify(failed)
		}
		try = r.limited
	} else {
		r.unsent++
		if r.unsent >= r.c.Settings().Tries || failed.Trouble == service.Untrusted || failed.Trouble == service.GivenUp {
			return r.c.Classify(failed)
		}
		try = r.unsent
	}
	return r.c.Pause(ctx, try, failed)
}

package submit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Submit launches what l says, exactly once for its journal, and returns the
// job. Called again, with a journal of any state, it goes on: a finished
// submission returns its job, an unknown outcome is looked up, and nothing is
// paid a second time. Every error has a [Class].
//
// Two machines that launch one quote at the same moment are not kept apart:
// the lock is this machine's.
//
// When ctx is cancelled during an upload, the upload is cut and no file
// appears. During the create call it waits for the answer for up to
// Settings.Grace; a process that ends sooner leaves an unknown outcome, which
// the next run looks up. See [Client.Creating].
func Submit(ctx context.Context, c *Client, l Launch, j *Journal) (Job, error) {
	r := &run{c: c, l: l, j: j, digests: map[Role]digest{}}
	if err := r.belongs(); err != nil {
		return Job{}, err
	}
	for {
		job, err := r.step(ctx)
		if job.ID != "" || err != nil {
			return job, err
		}
	}
}

// run is one run of the machine.
type run struct {
	c *Client
	l Launch
	j *Journal

	digests map[Role]digest
	checked bool // files, guard, model and service were looked at in this run
	own     bool // the upload intent on the disk is of this run and new
	unsent  int  // create calls that never left
	limited int  // create calls answered with 429
	renewed int  // files that had to be uploaded once more
}

func (r *run) known() known { return sum(r.j.Entries()) }

// belongs refuses a journal of another submission, quote or service.
func (r *run) belongs() error {
	first := r.known().first
	if first.Seq == 0 {
		return nil
	}
	switch {
	case first.Submission != r.l.ID || first.Quote != r.l.Quote || first.Dataset != r.l.Training.SHA256:
		return guard("the journal belongs to another quote", "")
	case first.URL != r.c.endpoint.URL:
		return guard("this submission began at "+show(first.URL, 200)+" and goes nowhere else", "")
	}
	return nil
}

// step does what the state asks for. A job or an error ends the run.
func (r *run) step(ctx context.Context) (Job, error) {
	k := r.known()
	if err := ctx.Err(); err != nil && k.state != StateCreateIntent && k.state != StateUnknown {
		return Job{}, &Error{Class: ClassStopped, Message: "stopped; nothing was paid", Err: err}
	}
	switch k.state {
	case StateNone:
		return Job{}, r.begin()
	case StateNew:
		return r.prepare(ctx)
	case StateUploadIntent:
		return Job{}, r.upload(ctx, k)
	case StateUploaded, StateRefused:
		return r.next(ctx, k)
	case StateCreateIntent:
		return Job{}, r.j.add(Entry{State: StateUnknown, Why: "stopped during the create call"})
	case StateUnknown:
		return r.reconcile(ctx, k)
	case StateFenced:
		return r.fence(ctx, k)
	case StateCreated:
		return r.again(ctx, k)
	}
	return Job{}, local("the journal has the unknown state "+show(string(k.state), 40), nil)
}

// begin writes the first entry, unless the quote or the data was used.
func (r *run) begin() error {
	if err := r.unused(); err != nil {
		return err
	}
	return r.j.add(Entry{
		State: StateNew, Version: journalVersion, Submission: r.l.ID, Quote: r.l.Quote,
		Dataset: r.l.Training.SHA256, Model: r.l.Model, URL: r.c.endpoint.URL,
	})
}

// unused looks through the other journals of the folder. It is asked again
// before every effect: while this submission rested, another may have used the
// quote or the data.
func (r *run) unused() error {
	records, err := Records(r.j.dir)
	if err != nil {
		return err
	}
	for _, other := range records {
		if other.Submission == r.l.ID || !other.mayHaveJob() {
			continue
		}
		what := "is under way"
		if other.JobID != "" {
			what = "became job " + show(other.JobID, 80)
		}
		lately := time.Since(other.Time) < Lately
		switch {
		case other.Quote == r.l.Quote:
			return guard("this quote was approved before and "+what, "one quote buys one job; make a new quote for another")
		case other.Dataset == r.l.Training.SHA256 && other.Model == r.l.Model && SameAddress(other.URL, r.c.endpoint.URL) && lately && !r.l.Again:
			return guard(fmt.Sprintf("the same data for %s was launched at %s and %s", r.l.Model, other.Time.Format(time.DateTime), what),
				"if a second job is wanted, submit with --again")
		}
	}
	return nil
}

// prepare reads the files, asks the guards, and looks at the service: can it
// train the model, and has it a job of this submission already?
func (r *run) prepare(ctx context.Context) (Job, error) {
	if err := r.checkOnce(ctx); err != nil {
		return Job{}, err
	}
	hits, err := r.look(ctx, known{})
	if err != nil || len(hits) > 0 {
		return r.adopt(hits, err)
	}
	return Job{}, r.intend(Training)
}

// checkOnce makes every check that comes before the first byte of data.
func (r *run) checkOnce(ctx context.Context) error {
	if r.checked {
		return nil
	}
	if err := r.unused(); err != nil {
		return err
	}
	for _, role := range r.l.roles() {
		f := r.l.file(role)
		inParts, err := r.c.route(f)
		if err != nil {
			return err
		}
		size := int64(0)
		if inParts {
			size = r.c.settings.PartBytes
		}
		if r.digests[role], err = f.measure(ctx, size); err != nil {
			return err
		}
	}
	if err := r.ask(); err != nil {
		return err
	}
	if err := r.trainable(ctx); err != nil {
		return err
	}
	r.checked = true
	return nil
}

func (r *run) ask() error {
	if r.l.Guard == nil {
		return nil
	}
	return r.l.Guard(r.c.settings.Now())
}

// trainable asks for the list of models, which also proves the key.
func (r *run) trainable(ctx context.Context) error {
	if r.c.endpoint.NoModels {
		return nil
	}
	models, err := r.c.Models(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(models, func(m Model) bool { return m.ID == r.l.Model })
	if at < 0 {
		return guard("the service does not list the model "+show(r.l.Model, 100)+" for this key", "see `ftplan models`")
	}
	end, err := time.Parse(time.DateOnly, models[at].Shutdown)
	if err == nil && !r.c.doer.clock.now().Before(end) {
		return guard(r.l.Model+" was shut down on "+end.Format(time.DateOnly), "quote another model")
	}
	return nil
}

func (r *run) intend(role Role) error {
	f, now := r.l.file(role), r.c.doer.clock.now().UTC()
	r.own = true
	return r.j.add(Entry{
		State: StateUploadIntent, Role: role, Name: r.l.uploadName(role),
		Bytes: f.Bytes, SHA256: f.SHA256, ServerTime: &now,
	})
}

// next uploads the file that is missing, or creates the job.
func (r *run) next(ctx context.Context, k known) (Job, error) {
	for _, role := range r.l.roles() {
		if _, ok := k.files[role]; !ok {
			return Job{}, r.intend(role)
		}
	}
	return r.create(ctx, k)
}

// again returns the job of a finished submission, with its present status
// where the service can be reached.
func (r *run) again(ctx context.Context, k known) (Job, error) {
	job, err := r.c.jobCall(ctx, "GET", k.last.JobID, "")
	if err != nil {
		r.c.report(Notice{Text: "the job exists, but its present state cannot be read: " + err.Error()})
		job = Job{ID: k.last.JobID, Model: r.l.Model}
	}
	return job, r.several(k.last)
}

// several is the error of a submission that has more than one job.
func (r *run) several(created Entry) error {
	if len(created.Also) == 0 {
		return nil
	}
	var cures []string
	for _, id := range created.Also {
		cures = append(cures, r.l.jobs("cancel "+id))
	}
	return &Error{
		Class:   ClassUnknown,
		Message: fmt.Sprintf("%d jobs carry this submission; the oldest, %s, is taken as its job", len(created.Also)+1, created.JobID),
		Hint:    "look at the others, and cancel what is not wanted: " + strings.Join(cures, "; "),
	}
}

// adopt ends the run with the oldest of the found jobs.
func (r *run) adopt(hits []Job, err error) (Job, error) {
	if err != nil {
		return Job{}, err
	}
	slices.SortFunc(hits, func(a, b Job) int {
		return cmpOr(a.Created.Compare(b.Created), strings.Compare(a.ID, b.ID))
	})
	created := Entry{State: StateCreated, JobID: hits[0].ID, Why: "found"}
	for _, other := range hits[1:] {
		created.Also = append(created.Also, other.ID)
	}
	return r.finish(hits[0], created)
}

func cmpOr(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

// finish writes that the job exists. Even when that fails the job is returned.
func (r *run) finish(job Job, created Entry) (Job, error) {
	if err := r.j.add(created); err != nil {
		return job, &Error{
			Class: ClassUnknown, Err: err,
			Message: "job " + job.ID + " exists, but this could not be written down",
			Hint:    "keep the id; submitting again finds the job",
		}
	}
	return job, errors.Join(r.several(created), r.readBack(job))
}

// readBack compares what the service made of the job with what was quoted.
func (r *run) readBack(job Job) error {
	for name, want := range r.l.ReadBack {
		got, ok := job.members[name]
		switch {
		case !ok:
			r.c.report(Notice{Text: "the service does not tell the job's " + name + "; it was sent as " + string(want)})
		case !bytes.Equal(got, want):
			return &Error{
				Class:   ClassGuard,
				Message: fmt.Sprintf("job %s has %s %s, not %s as quoted: it costs something else", job.ID, name, show(string(got), 60), want),
				Hint:    "to stop it: " + r.l.jobs("cancel "+job.ID),
			}
		}
	}
	return nil
}

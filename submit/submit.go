package submit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// Submit launches what l says, exactly once for its journal, and returns the
// job. Called again, with a journal of any state, it goes on: a finished
// submission returns its job, an unknown outcome is looked up, and nothing is
// paid a second time. Every error has a [service.Class].
//
// Two machines that launch one quote at the same moment are not kept apart:
// the lock is this machine's.
//
// When ctx is cancelled during an upload, the upload is cut and no file
// appears. During the create call it waits for the answer for up to
// Settings.Grace; a process that ends sooner leaves an unknown outcome, which
// the next run looks up. See [service.Caller.Creating].
func Submit(ctx context.Context, c *service.Client, l Launch, j *Journal) (service.Job, error) {
	r := newRun(c, l, j)
	if err := r.belongs(); err != nil {
		return service.Job{}, r.conclude(err)
	}
	return r.toEnd(ctx)
}

func newRun(c *service.Client, l Launch, j *Journal) *run {
	return &run{c: c, l: l, j: j, digests: map[Role]service.Digest{}}
}

func (r *run) toEnd(ctx context.Context) (service.Job, error) {
	for {
		job, err := r.step(ctx)
		if job.ID != "" {
			return job, err
		}
		if err != nil {
			return job, r.conclude(err)
		}
	}
}

// conclude gives an error that may hide a paid job [service.ClassUnknown]: a
// create call has left this machine, and this run has not looked for its job
// until the window was over.
func (r *run) conclude(err error) error {
	if !r.known().unproven || r.settled || service.ClassOf(err) == service.ClassUnknown {
		return err
	}
	return r.stillUnknown(err)
}

// run is one run of the machine.
type run struct {
	c *service.Client
	l Launch
	j *Journal

	digests map[Role]service.Digest
	checked bool // files, guard, model and service were looked at in this run
	own     bool // the upload intent on the disk is of this run and new
	unsent  int  // create calls that never left
	limited int  // create calls answered with "not now"
	renewed int  // files that had to be uploaded once more

	called  time.Time // when this run's last create call had its outcome
	settled bool      // the job of every create call so far was looked for as long as it takes
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
		return service.Guard("the journal belongs to another quote", "")
	case first.URL != r.c.Endpoint().URL:
		return service.Guard("this submission began at "+service.Show(first.URL, 200)+" and goes nowhere else", "")
	}
	return nil
}

// step does what the state asks for. A job or an error ends the run.
func (r *run) step(ctx context.Context) (service.Job, error) {
	k := r.known()
	if err := ctx.Err(); err != nil && !k.unproven && k.state != StateCreated {
		return service.Job{}, &service.Error{Class: service.ClassStopped, Message: "stopped; nothing was paid", Err: err}
	}
	if k.unproven && !r.settled && k.mayGoOn() {
		hits, err := r.settle(ctx, k)
		return r.adoptAny(hits, err)
	}
	switch k.state {
	case StateNone:
		return service.Job{}, r.begin()
	case StateNew:
		return r.prepare(ctx)
	case StateUploadIntent:
		return service.Job{}, r.upload(ctx, k)
	case StateUploaded, StateRefused:
		return r.next(ctx, k)
	case StateCreateIntent:
		return service.Job{}, r.j.add(Entry{State: StateUnknown, Why: "stopped during the create call"})
	case StateUnknown:
		return r.reconcile(ctx, k)
	case StateFenced:
		return r.fence(ctx, k)
	case StateCreated:
		return r.existing(ctx, k)
	}
	return service.Job{}, service.Local("the journal has the unknown state "+service.Show(string(k.state), 40), nil)
}

// begin writes the first entry, unless the quote or the data was used.
func (r *run) begin() error {
	if err := r.unused(); err != nil {
		return err
	}
	return r.j.add(Entry{
		State: StateNew, Version: journalVersion, Submission: r.l.ID, Quote: r.l.Quote,
		Dataset: r.l.Training.SHA256, Model: r.l.Model, URL: r.c.Endpoint().URL, Provider: r.c.Endpoint().Name, Consent: r.l.Consent,
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
		if other.Submission == r.l.ID {
			continue
		}
		if err := r.apart(other); err != nil {
			return err
		}
	}
	return nil
}

// apart refuses a launch that another record of the folder stands in the way
// of. A record that cannot be read does so where it may be of this quote.
func (r *run) apart(other Record) error {
	same := other.Quote == r.l.Quote
	if other.Err != nil {
		if same || other.Quote == "" {
			return other.Err
		}
		return nil
	}
	if !other.mayHaveJob() {
		return nil
	}
	what := "is under way"
	if other.JobID != "" {
		what = "became job " + service.Show(other.JobID, 80)
	}
	lately := time.Since(other.Time) < Lately
	switch {
	case same:
		return service.Guard("this quote was approved before and "+what, "one quote buys one job; make a new quote for another")
	case other.Dataset == r.l.Training.SHA256 && other.Model == r.l.Model && (r.l.URL == "" || service.SameAddress(other.URL, r.l.URL)) && lately && !r.l.Again:
		return service.Guard(fmt.Sprintf("the same data for %s was launched at %s and %s", r.l.Model, other.Time.Format(time.DateTime), what),
			"if a second job is wanted, submit with --again")
	}
	return nil
}

// prepare reads the files, asks the guards, and looks at the service: can it
// train the model, and has it a job of this submission already?
func (r *run) prepare(ctx context.Context) (service.Job, error) {
	if err := r.checkOnce(ctx); err != nil {
		return service.Job{}, err
	}
	hits, err := r.look(ctx, known{})
	if err == nil && len(hits) == 0 {
		err = r.intend(Training)
	}
	return r.adoptAny(hits, err)
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
		part, err := r.c.PartBytes(f)
		if err != nil {
			return err
		}
		if r.digests[role], err = f.Measure(ctx, part); err != nil {
			return err
		}
	}
	if err := r.ask(); err != nil {
		return err
	}
	if err := r.c.Trainable(ctx, r.l.Model); err != nil {
		return err
	}
	r.checked = true
	return nil
}

func (r *run) ask() error {
	if r.l.Guard == nil {
		return nil
	}
	return r.l.Guard(r.c.Settings().Now())
}

func (r *run) intend(role Role) error {
	f, now := r.l.file(role), r.c.ServerTime().UTC()
	r.own = true
	return r.j.add(Entry{
		State: StateUploadIntent, Role: role, Name: r.l.uploadName(role),
		Bytes: f.Bytes, SHA256: f.SHA256, ServerTime: &now,
	})
}

// next uploads the file that is missing, or creates the job.
func (r *run) next(ctx context.Context, k known) (service.Job, error) {
	for _, role := range r.l.roles() {
		if _, ok := k.files[role]; ok {
			continue
		}
		if role == Validation && r.l.HeldValidation != "" {
			return service.Job{}, r.reuse(ctx)
		}
		return service.Job{}, r.intend(role)
	}
	return r.create(ctx, k)
}

// existing returns the job of a finished submission, with its present status
// where the service can be reached.
func (r *run) existing(ctx context.Context, k known) (service.Job, error) {
	job, err := r.c.ReadJob(ctx, k.created.JobID)
	if err != nil {
		r.c.Report(service.Notice{Text: "the job exists, but its present state cannot be read: " + err.Error()})
		return service.Job{ID: k.created.JobID, Model: r.l.Model}, r.several(k.created)
	}
	return job, errors.Join(r.several(k.created), r.readBack(job, k))
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
	return &service.Error{
		Class:   service.ClassUnknown,
		Message: fmt.Sprintf("%d jobs carry this submission; the oldest, %s, is taken as its job", len(created.Also)+1, created.JobID),
		Hint:    "look at the others, and cancel what is not wanted: " + strings.Join(cures, "; "),
	}
}

// adoptAny adopts what was found, if anything was.
func (r *run) adoptAny(hits []service.Job, err error) (service.Job, error) {
	if err != nil || len(hits) == 0 {
		return service.Job{}, err
	}
	return r.adopt(hits, "found")
}

// adopt ends the run with the oldest of the found jobs.
func (r *run) adopt(hits []service.Job, why string) (service.Job, error) {
	slices.SortFunc(hits, func(a, b service.Job) int {
		return cmp.Or(a.Created.Compare(b.Created), strings.Compare(a.ID, b.ID))
	})
	created := Entry{State: StateCreated, JobID: hits[0].ID, Why: why}
	for _, other := range hits[1:] {
		created.Also = append(created.Also, other.ID)
	}
	return r.finish(hits[0], created)
}

// finish writes that the job exists. Even when that fails the job is returned.
func (r *run) finish(job service.Job, created Entry) (service.Job, error) {
	k := r.known()
	if err := r.j.add(created); err != nil {
		return job, &service.Error{
			Class: service.ClassUnknown, Err: err,
			Message: "job " + job.ID + " exists, but this could not be written down",
			Hint:    "keep the id; submitting again finds the job",
		}
	}
	return job, errors.Join(r.several(created), r.readBack(job, k))
}

// readBack compares what the service made of the job with what was sent, at
// every run until the differences are accepted.
func (r *run) readBack(job service.Job, k known) error {
	body, exact := k.body(job.TrainingFile)
	if body == nil && r.l.Body != nil {
		var err error
		if body, err = r.l.Body(job.TrainingFile, job.ValidationFile); err != nil {
			return service.Local("cannot build the job's request to compare the job with", err)
		}
	}
	if body == nil || job.Told == nil {
		return nil
	}
	d := r.c.Differences(body, job)
	if !exact { // another file of this submission, with an id of its own
		d.List = slices.DeleteFunc(d.List, func(d service.Difference) bool { return d.File })
	}
	if len(d.Untold) > 0 && k.state != StateCreated {
		r.c.Report(service.Notice{Text: "the service does not tell the job's " + strings.Join(d.Untold, ", ") + "; what was sent is taken to hold"})
	}
	if len(d.List) == 0 || slices.Contains(k.accepted, d.String()) {
		return nil
	}
	if r.l.Accept {
		return r.j.add(Entry{State: StateAccepted, Why: d.String()})
	}
	return r.differs(job, d)
}

// differs is the error of a job that is not as it was approved.
func (r *run) differs(job service.Job, d service.Differences) error {
	message := "job " + job.ID + " exists, but is not as it was approved: " + d.String()
	if d.Costs() {
		message += "; this can change what it costs"
	}
	e := &service.Error{Class: service.ClassDiffers, Message: message,
		Hint: "to stop it: " + r.l.jobs("cancel "+job.ID) + "; to keep it as it is: " + r.l.resume("--accept-differences")}
	if job.Status.Ended() {
		e.Hint = "it has ended; to be told no more: " + r.l.resume("--accept-differences")
	}
	return e
}

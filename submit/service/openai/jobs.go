package openai

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

const jobsPath = "/fine_tuning/jobs"

// Jobs yields the account's jobs, newest first.
func (a *adapter) Jobs(ctx context.Context) iter.Seq2[service.Job, error] {
	return a.jobs(ctx, nil)
}

func (a *adapter) jobs(ctx context.Context, query url.Values) iter.Seq2[service.Job, error] {
	type entry = json.RawMessage
	id := func(e entry) string { job, _ := a.readJob(e); return job.ID }
	return func(yield func(service.Job, error) bool) {
		for text, err := range pages(ctx, a, jobsPath, query, id) {
			job, ok := service.Job{}, true
			if err == nil {
				job, ok = a.readJob(text)
			}
			if ok && !yield(job, err) {
				return
			}
		}
	}
}

// ReadJob reads one job, in one call.
func (a *adapter) ReadJob(ctx context.Context, id string) (service.Job, error) {
	return a.jobCall(ctx, http.MethodGet, id, "")
}

// ChangeJob posts a verb, once.
func (a *adapter) ChangeJob(ctx context.Context, id string, c service.Change) error {
	_, err := a.jobCall(ctx, http.MethodPost, id, "/"+string(c))
	return err
}

func (a *adapter) jobCall(ctx context.Context, method, id, verb string) (service.Job, error) {
	if err := service.CheckJobID(id); err != nil {
		return service.Job{}, err
	}
	req, err := a.Request(ctx, method, jobsPath+"/"+id+verb, nil, nil)
	if err != nil {
		return service.Job{}, err
	}
	text, err := service.Call[json.RawMessage](a.Caller, req)
	if err != nil {
		return service.Job{}, err
	}
	job, ok := a.readJob(text)
	if !ok || job.ID != id {
		return service.Job{}, a.Wrong(req, http.StatusOK, text)
	}
	return job, nil
}

// Create posts the job. A 2xx answer proves it only when it is a job of the
// file that was sent.
func (a *adapter) Create(ctx context.Context, r service.Request) service.Outcome {
	answer, o := a.PostOnce(ctx, jobsPath, nil, r.Body)
	if answer != nil {
		if job, ok := a.readJob(answer); ok && job.TrainingFile == r.TrainingFile {
			return service.Outcome{Proof: service.ProvesCreated, Job: job}
		}
		return o
	}
	if o.Proof == service.ProvesNothing {
		o.Proof = refusal(o.Failed)
	}
	return o
}

// refusal says what an answer to the create call proves that is no job.
func refusal(failed *service.CallError) service.Proof {
	if failed.Trouble != service.BadStatus || failed.Words == nil {
		return service.ProvesNothing
	}
	switch failed.Status {
	case 400, 401, 403, 404, 413, 415, 422:
		return service.ProvesRefused
	case http.StatusTooManyRequests:
		return service.ProvesLimited
	}
	return service.ProvesNothing
}

// slack is how far before the first create call, by the service's clock, jobs
// are looked at; mostOlder is how many jobs in a row that are older still end a
// look, so that a list out of order is read some way on.
const (
	slack     = 15 * time.Minute
	mostOlder = 100
)

// mostForeign is how many jobs of others in a filtered list show that the
// service ignores the filter, so that reading on is of no use.
const mostForeign = 1000

// Find looks by the metadata filter, with the tag checked in each entry as a
// service may ignore the filter, and, once a create call may have been sent,
// through the whole list back to that time.
func (a *adapter) Find(ctx context.Context, s service.Search) ([]service.Job, error) {
	found := map[string]service.Job{}
	if err := a.findTagged(ctx, s, found); err != nil {
		return nil, err
	}
	if !s.Since.IsZero() {
		if err := a.findSince(ctx, s, found); err != nil {
			return nil, err
		}
	}
	var hits []service.Job
	for _, job := range found {
		hits = append(hits, job)
	}
	return hits, nil
}

func tagged(job service.Job, s service.Search) bool {
	return job.Metadata[service.TagKey] == s.Submission
}

func (a *adapter) findTagged(ctx context.Context, s service.Search, found map[string]service.Job) error {
	if a.Endpoint().NoMetadata {
		return nil
	}
	foreign := 0
	for job, err := range a.jobs(ctx, url.Values{"metadata[" + service.TagKey + "]": {s.Submission}}) {
		if err != nil {
			return err
		}
		if tagged(job, s) {
			found[job.ID] = job
		} else if foreign++; foreign >= mostForeign {
			break
		}
	}
	return nil
}

func (a *adapter) findSince(ctx context.Context, s service.Search, found map[string]service.Job) error {
	since, older := s.Since.Add(-slack), 0
	for job, err := range a.jobs(ctx, nil) {
		if err != nil {
			return err
		}
		if tagged(job, s) || slices.Contains(s.TrainingFiles, job.TrainingFile) {
			found[job.ID] = job
		}
		if older++; !job.Created.Before(since) {
			older = 0
		}
		if older >= mostOlder {
			break
		}
	}
	return nil
}

// model is a base model that the service lists.
type model struct {
	ID       string `json:"id"`
	Shutdown string `json:"shutdown_date"` // such as "2027-01-31", or empty
}

// Trainable asks for the list of models, which also proves the key.
func (a *adapter) Trainable(ctx context.Context, name string) error {
	if a.Endpoint().NoModels {
		return nil
	}
	models, err := a.models(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(models, func(m model) bool { return m.ID == name })
	if at < 0 {
		return service.Guard("the service does not list the model "+service.Show(name, 100)+" for this key", "see `ftplan models`")
	}
	end, err := time.Parse(time.DateOnly, models[at].Shutdown)
	if err == nil && !a.ServerTime().Before(end) {
		return service.Guard(name+" was shut down on "+end.Format(time.DateOnly), "quote another model")
	}
	return nil
}

func (a *adapter) models(ctx context.Context) ([]model, error) {
	page, err := service.Get(ctx, a.Caller, "/models", nil, func(l list[model]) bool { return l.Data != nil })
	return page.Data, err
}

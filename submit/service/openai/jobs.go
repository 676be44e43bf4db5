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
	id := func(e entry) string {
		var m members
		if json.Unmarshal(e, &m) != nil {
			return ""
		}
		return member[string](m, "id")
	}
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

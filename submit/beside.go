package submit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/sashabaranov/go-openai"

	"github.com/ftplan/ftplan/submit/metrics"
)

// The calls of this file stand beside go-openai, on its types, its errors and
// its HTTP seam, because version 1.43 lacks them: it cannot send a job's
// method, seed, metadata or integrations; it drops a job's error; it cannot
// list jobs, nor page through files, events or checkpoints; it knows neither
// pause nor resume nor the Uploads API; it tells no model's shutdown date; and
// it holds a whole upload in memory.

// request builds one call to a path below the endpoint's URL.
func (c *Client) request(ctx context.Context, method, path string, query url.Values, body io.Reader) (*http.Request, error) {
	to := *c.base
	to.Path += path
	to.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, method, to.String(), body)
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// call makes one call and decodes its answer.
func call[T any](c *Client, req *http.Request) (T, error) {
	var v T
	resp, err := c.doer.Do(req)
	if err != nil {
		return v, err
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(text, &v); err != nil {
		return v, c.wrongAnswer(req, resp.StatusCode, text)
	}
	return v, nil
}

// wrongAnswer is an answer in JSON that is not what was asked for.
func (c *Client) wrongAnswer(req *http.Request, status int, text []byte) *CallError {
	e := c.doer.describe(req)
	e.Status, e.kind = status, troubleAnswer
	e.text = strconv.Itoa(status) + " without what was asked for: " +
		strconv.Quote(c.doer.clean(string(text[:min(80, len(text))]), 80))
	return e
}

// get makes a GET, again where that may help.
func get[T any](ctx context.Context, c *Client, path string, query url.Values, fits func(T) bool) (T, error) {
	return retry(ctx, c, func(ctx context.Context) (T, error) {
		var v T
		req, err := c.request(ctx, http.MethodGet, path, query, nil)
		if err != nil {
			return v, err
		}
		if v, err = call[T](c, req); err == nil && !fits(v) {
			err = c.wrongAnswer(req, http.StatusOK, []byte("another object"))
		}
		return v, err
	})
}

// list is one page of any list.
type list[T any] struct {
	Object  string `json:"object"`
	Data    []T    `json:"data"`
	HasMore bool   `json:"has_more"`
}

// mostPages bounds a listing, whatever the service says about more.
const mostPages = 200

// pages yields the entries of a list page by page. It ends with an error when
// a page cannot be read, and silently when a page brings nothing new.
func pages[T any](ctx context.Context, c *Client, path string, query url.Values, id func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		last := ""
		for range mostPages {
			asked := url.Values{"limit": {"100"}}
			for name, values := range query {
				asked[name] = values
			}
			if last != "" {
				asked.Set("after", last)
			}
			page, err := get(ctx, c, path, asked, func(l list[T]) bool { return l.Data != nil })
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, v := range page.Data {
				if !yield(v, nil) {
					return
				}
			}
			n := len(page.Data)
			if !page.HasMore || n == 0 || id(page.Data[n-1]) == last {
				return
			}
			last = id(page.Data[n-1])
		}
	}
}

// Jobs yields the account's jobs, newest first.
func (c *Client) Jobs(ctx context.Context) iter.Seq2[Job, error] {
	return c.jobs(ctx, nil)
}

func (c *Client) jobs(ctx context.Context, query url.Values) iter.Seq2[Job, error] {
	type entry = json.RawMessage
	id := func(e entry) string { job, _ := c.readJob(e); return job.ID }
	return func(yield func(Job, error) bool) {
		for text, err := range pages(ctx, c, "/fine_tuning/jobs", query, id) {
			job, ok := Job{}, true
			if err == nil {
				job, ok = c.readJob(text)
			}
			if ok && !yield(job, err) {
				return
			}
		}
	}
}

// Job returns one job.
func (c *Client) Job(ctx context.Context, id string) (Job, error) {
	return retry(ctx, c, func(ctx context.Context) (Job, error) { return c.jobCall(ctx, http.MethodGet, id, "") })
}

func (c *Client) jobCall(ctx context.Context, method, id, verb string) (Job, error) {
	if err := CheckJobID(id); err != nil {
		return Job{}, err
	}
	req, err := c.request(ctx, method, "/fine_tuning/jobs/"+id+verb, nil, nil)
	if err != nil {
		return Job{}, err
	}
	text, err := call[json.RawMessage](c, req)
	if err != nil {
		return Job{}, err
	}
	job, ok := c.readJob(text)
	if !ok || job.ID != id {
		return Job{}, c.wrongAnswer(req, http.StatusOK, text)
	}
	return job, nil
}

// Cancel stops a job and returns what has become of it. Saying it twice does
// no harm: whatever the call answers, the job is looked at afterwards.
func (c *Client) Cancel(ctx context.Context, id string) (Job, error) {
	return c.change(ctx, id, "/cancel")
}

// Pause asks a job to pause and returns what has become of it.
func (c *Client) Pause(ctx context.Context, id string) (Job, error) {
	return c.change(ctx, id, "/pause")
}

// Resume lets a paused job go on and returns what has become of it.
func (c *Client) Resume(ctx context.Context, id string) (Job, error) {
	return c.change(ctx, id, "/resume")
}

// change posts a verb and looks afterwards. A refusal is returned with the
// job, unless the job has ended, which is then the answer.
func (c *Client) change(ctx context.Context, id, verb string) (Job, error) {
	_, refused := retry(ctx, c, func(ctx context.Context) (Job, error) {
		return c.jobCall(ctx, http.MethodPost, id, verb)
	})
	if class := ClassOf(refused); class == ClassKey || class == ClassStopped || class == ClassLocal {
		return Job{}, refused
	}
	job, err := c.Job(ctx, id)
	if err != nil {
		return Job{}, err
	}
	if job.Status.Ended() && ClassOf(refused) != ClassTemporary || verb == "/cancel" && job.Status == Cancelled {
		return job, nil
	}
	return job, refused
}

// jobPages yields what a list of one job holds.
func jobPages[T any](ctx context.Context, c *Client, job, list string, id func(T) string) iter.Seq2[T, error] {
	if err := CheckJobID(job); err != nil {
		return func(yield func(T, error) bool) {
			var none T
			yield(none, err)
		}
	}
	return pages(ctx, c, "/fine_tuning/jobs/"+job+list, nil, id)
}

type eventAnswer struct {
	openai.FineTuneEvent
	ID   string          `json:"id"`
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

// Events yields a job's events, newest first.
func (c *Client) Events(ctx context.Context, id string) iter.Seq2[Event, error] {
	answers := jobPages(ctx, c, id, "/events", func(a eventAnswer) string { return a.ID })
	return convert(answers, func(a eventAnswer) Event {
		event := Event{ID: a.ID, Time: time.Unix(a.CreatedAt, 0), Level: a.Level, Type: a.Type, Message: a.Message}
		if step, ok := metrics.Read(a.Data); ok && step.Step > 0 {
			event.Step = &step
		}
		return event
	})
}

type checkpointAnswer struct {
	ID      string          `json:"id"`
	Created int64           `json:"created_at"`
	Model   string          `json:"fine_tuned_model_checkpoint"`
	Step    int64           `json:"step_number"`
	Metrics json.RawMessage `json:"metrics"`
}

// Checkpoints yields a job's checkpoints, newest first. The service keeps
// those of the last three epochs.
func (c *Client) Checkpoints(ctx context.Context, id string) iter.Seq2[Checkpoint, error] {
	answers := jobPages(ctx, c, id, "/checkpoints", func(a checkpointAnswer) string { return a.ID })
	return convert(answers, func(a checkpointAnswer) Checkpoint {
		step, _ := metrics.Read(a.Metrics)
		step.Step = a.Step
		return Checkpoint{ID: a.ID, Time: time.Unix(a.Created, 0), Model: a.Model, Step: step}
	})
}

func convert[A, B any](from iter.Seq2[A, error], to func(A) B) iter.Seq2[B, error] {
	return func(yield func(B, error) bool) {
		for a, err := range from {
			if !yield(to(a), err) {
				return
			}
		}
	}
}

// Model is a base model that the service lists.
type Model struct {
	ID       string `json:"id"`
	Shutdown string `json:"shutdown_date"` // such as "2027-01-31", or empty
}

// Models returns the models that the key can see.
func (c *Client) Models(ctx context.Context) ([]Model, error) {
	page, err := get(ctx, c, "/models", nil, func(l list[Model]) bool { return l.Data != nil })
	return page.Data, err
}

// File returns what the service holds under an id.
func (c *Client) file(ctx context.Context, id string) (openai.File, error) {
	return retry(ctx, c, func(ctx context.Context) (openai.File, error) {
		f, err := c.api.GetFile(ctx, id)
		if err == nil && f.ID != id {
			err = &CallError{Call: "GET /files/" + id, Host: c.Host(), Status: 200, kind: troubleAnswer, text: "200 without that file"}
		}
		return f, err
	})
}

// deleteFile deletes a file; one that is gone already is deleted.
func (c *Client) deleteFile(ctx context.Context, id string) error {
	_, err := retry(ctx, c, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, c.api.DeleteFile(ctx, id)
	})
	if gone(err) {
		return nil
	}
	return err
}

// NotFound says that the service was asked about an object by its id and knows
// none.
func NotFound(err error) bool { return gone(err) }

// gone says that the service knows no object of that id.
func gone(err error) bool {
	var failed *CallError
	return errors.As(err, &failed) && failed.Status == http.StatusNotFound && failed.envelope
}

// findFile looks for a whole file of a name and size that came since a time of
// the service's clock.
func (c *Client) findFile(ctx context.Context, name string, size int64, since time.Time) (openai.File, bool, error) {
	query := url.Values{"purpose": {purpose}, "order": {"desc"}}
	for f, err := range pages(ctx, c, "/files", query, func(f openai.File) string { return f.ID }) {
		if err != nil {
			return openai.File{}, false, err
		}
		if f.FileName == name && int64(f.Bytes) == size && f.CreatedAt >= since.Unix() && f.Status != "error" && f.ID != "" {
			return f, true, nil
		}
	}
	return openai.File{}, false, nil
}

// post sends a JSON body, or none when it is nil, and decodes the answer; it
// does not retry.
func post[T any](ctx context.Context, c *Client, path string, body []byte) (T, error) {
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	req, err := c.request(ctx, http.MethodPost, path, nil, reader)
	if err != nil {
		var none T
		return none, err
	}
	return call[T](c, req)
}

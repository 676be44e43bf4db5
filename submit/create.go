package submit

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"
)

// outcome is what one create call proves.
type outcome int

const (
	outcomeUnknown outcome = iota // a job may exist
	outcomeCreated
	outcomeRefused // no job: the service said no
	outcomeLimited // no job yet: 429
	outcomeNotSent // no job: nothing left this machine
)

// mostLimited is how many create calls in one run may be answered with 429.
const mostLimited = 3

// create makes one intent and its one call, and writes down what came of it.
func (r *run) create(ctx context.Context, k known) (Job, error) {
	if ok, err := r.ready(ctx, k); !ok {
		return Job{}, err
	}
	hits, err := r.look(ctx, k)
	if err != nil || len(hits) > 0 {
		return r.adopt(hits, err)
	}
	if err := errors.Join(r.unused(), r.ask()); err != nil {
		return Job{}, err
	}
	training := k.files[Training].FileID
	body, err := r.l.Body(training, k.files[Validation].FileID)
	if err != nil {
		return Job{}, local("cannot build the job's request", err)
	}
	if err := r.intendCreate(training, body); err != nil {
		return Job{}, err
	}
	job, outcome, failed := r.c.create(ctx, body, training)
	switch outcome {
	case outcomeCreated:
		return r.finish(job, Entry{State: StateCreated, JobID: job.ID})
	case outcomeRefused:
		refused := Entry{State: StateRefused, Status: failed.Status, Code: failed.Code, Why: failed.text}
		return Job{}, errors.Join(r.j.add(refused), r.c.classify(failed))
	case outcomeNotSent, outcomeLimited:
		return Job{}, r.backOff(ctx, k, outcome, failed)
	}
	return Job{}, r.j.add(Entry{State: StateUnknown, Status: failed.Status, Why: failed.text})
}

func (r *run) intendCreate(training string, body []byte) error {
	hash, now := sha256.Sum256(body), r.c.doer.clock.now().UTC()
	return r.j.add(Entry{
		State: StateCreateIntent, FileID: training, SHA256: hex.EncodeToString(hash[:]),
		Nonce: rand.Text(), ServerTime: &now,
	})
}

// backOff goes back to UPLOADED after a call that made no job, and waits.
func (r *run) backOff(ctx context.Context, k known, o outcome, failed *CallError) error {
	back := k.files[Training]
	again := Entry{
		State: StateUploaded, Role: Training, FileID: back.FileID, Bytes: back.Bytes,
		Status: failed.Status, Code: failed.Code, Why: failed.text,
	}
	if err := r.j.add(again); err != nil {
		return err
	}
	try := 0
	if o == outcomeLimited {
		r.limited++
		if r.limited >= mostLimited || failed.broke() {
			return r.c.classify(failed)
		}
		try = r.limited
	} else {
		r.unsent++
		if r.unsent >= r.c.settings.Tries || failed.kind == troubleCert || failed.kind == troubleStopped {
			return r.c.classify(failed)
		}
		try = r.unsent
	}
	return r.c.pause(ctx, try, failed)
}

// Creating says whether a create call is on its way. A process that ends at
// such a moment leaves the outcome unknown.
func (c *Client) Creating() bool { return c.creating.Load() > 0 }

// create posts the body at most once, on a connection of its own, and says
// what the outcome proves. The context may end the wait, after a grace, but
// not the call's meaning.
func (c *Client) create(ctx context.Context, body []byte, training string) (Job, outcome, *CallError) {
	c.creating.Add(1)
	defer c.creating.Add(-1)
	ctx, stop := c.graceful(ctx)
	defer stop()
	trip := freshTransport(c.trip)
	defer trip.CloseIdleConnections()
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})
	once := &onceBody{text: bytes.NewReader(body)}
	req, err := c.request(ctx, http.MethodPost, "/fine_tuning/jobs", nil, once)
	if err != nil {
		return Job{}, outcomeNotSent, &CallError{kind: troubleStopped, text: err.Error()}
	}
	req.ContentLength, req.Close = int64(len(body)), true
	resp, err := c.newDoer(trip).Do(req)
	if err != nil {
		failed := asCallError(err)
		return Job{}, judgeCreate(failed, !wrote.Load() && once.seal()), failed
	}
	text, err := io.ReadAll(resp.Body)
	job, ok := c.readJob(json.RawMessage(text))
	if err == nil && ok && job.TrainingFile == training {
		return job, outcomeCreated, nil
	}
	return Job{}, outcomeUnknown, c.wrongAnswer(req, resp.StatusCode, text)
}

func asCallError(err error) *CallError {
	var failed *CallError
	if errors.As(err, &failed) {
		return failed
	}
	return &CallError{kind: troubleCut, text: show(err.Error(), longestShown)}
}

// judgeCreate says what a failed create call proves.
func judgeCreate(failed *CallError, unsent bool) outcome {
	if unsent {
		return outcomeNotSent
	}
	if failed.kind != troubleStatus || !failed.envelope {
		return outcomeUnknown
	}
	switch failed.Status {
	case 400, 401, 403, 404, 413, 415, 422:
		return outcomeRefused
	case http.StatusTooManyRequests:
		return outcomeLimited
	}
	return outcomeUnknown
}

// graceful returns a context that outlives its parent by Settings.Grace.
func (c *Client) graceful(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	detach := context.AfterFunc(parent, func() {
		c.report(Notice{Text: "waiting for the answer to the create call", Wait: c.settings.Grace})
		timer := time.NewTimer(c.settings.Grace)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel()
		case <-ctx.Done():
		}
	})
	return ctx, func() { detach(); cancel() }
}

// freshTransport is a transport for one call: it keeps no connection, so there
// is no stale one on which net/http would send the call again, and speaks
// HTTP/1.1, in which a request is never replayed by the connection.
func freshTransport(base *http.Transport) *http.Transport {
	trip := base.Clone()
	trip.DisableKeepAlives = true
	trip.ForceAttemptHTTP2 = false
	trip.Protocols = new(http.Protocols)
	trip.Protocols.SetHTTP1(true)
	trip.TLSNextProto = nil
	if trip.TLSClientConfig != nil {
		trip.TLSClientConfig.NextProtos = nil
	}
	return trip
}

// onceBody is a body that can be read once and, as net/http is not told how
// to get it again, sent once.
type onceBody struct {
	mu     sync.Mutex
	text   io.Reader
	taken  bool
	sealed bool
}

var errSealed = errors.New("the call was given up")

func (b *onceBody) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sealed {
		return 0, errSealed
	}
	b.taken = true
	return b.text.Read(p)
}

// seal returns true when no byte was taken, and sees to it that none will be:
// then the request cannot be complete anywhere.
func (b *onceBody) seal() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sealed = true
	return !b.taken
}

package service

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// Proof is what one create call proves.
type Proof int

// What a create call can prove.
const (
	ProvesNothing Proof = iota // a job may exist
	ProvesCreated
	ProvesRefused // no job: the service said no
	ProvesLimited // no job yet: too many requests
	ProvesNotSent // no job: nothing left this machine
)

// Outcome is what came of one create call.
type Outcome struct {
	Proof Proof
	// Job is the created job, where the call proves one.
	Job Job
	// Failed says what went wrong, where the call proves no job.
	Failed *CallError
}

// Creating says whether a create call is on its way. A process that ends at
// such a moment leaves the outcome unknown.
func (c *Caller) Creating() bool { return c.creating.Load() > 0 }

// PostOnce posts a body at most once, on a connection of its own. The context
// may end the wait for the answer, after Settings.Grace. Failed calls come with
// what they prove by themselves: that nothing was sent, or nothing.
func (c *Caller) PostOnce(ctx context.Context, path string, query url.Values, body []byte) (answer []byte, o Outcome) {
	c.creating.Add(1)
	defer c.creating.Add(-1)
	ctx, stop := c.graceful(ctx)
	defer stop()
	trip := freshTransport(c.trip)
	defer trip.CloseIdleConnections()
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})
	once := &onceBody{text: bytes.NewReader(body)}
	req, err := c.Request(ctx, http.MethodPost, path, query, once)
	if err != nil {
		return nil, Outcome{Proof: ProvesNotSent, Failed: &CallError{Trouble: GivenUp, Text: err.Error()}}
	}
	req.ContentLength, req.Close = int64(len(body)), true
	resp, err := c.do(req, trip, anAnswer)
	if err != nil {
		failed := c.callError(err)
		if !wrote.Load() && once.seal() {
			return nil, Outcome{Proof: ProvesNotSent, Failed: failed}
		}
		return nil, Outcome{Failed: failed}
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, Outcome{Failed: c.callError(err)}
	}
	return text, Outcome{Failed: c.Wrong(req, resp.StatusCode, text)}
}

func (c *Caller) callError(err error) *CallError {
	if failed, ok := AsCallError(err); ok {
		return failed
	}
	return &CallError{Trouble: Cut, Text: c.Clean(err.Error(), LongestShown)}
}

// graceful returns a context that outlives its parent by Settings.Grace.
func (c *Caller) graceful(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	detach := context.AfterFunc(parent, func() {
		c.Report(Notice{Text: "waiting for the answer to the create call", Wait: c.settings.Grace})
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

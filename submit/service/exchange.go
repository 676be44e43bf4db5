package service

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// wanted is what an answer must be: an answer of the API is one JSON object,
// the content of a file anything but a page in HTML.
type wanted struct {
	content bool
	longest int // the most that is read, in bytes after unpacking
	// total is how long the call may take; 0 is Settings.Total.
	total time.Duration
}

var (
	anAnswer = wanted{longest: 4 << 20}
	aContent = wanted{content: true, longest: 64 << 20, total: transferTime(64 << 20)}
)

// fits reports whether a text of a 2xx answer is what is wanted.
func (w wanted) fits(text []byte) bool {
	text = bytes.TrimSpace(text)
	if w.content {
		return !bytes.HasPrefix(text, []byte("<"))
	}
	return bytes.HasPrefix(text, []byte("{")) && json.Valid(text)
}

// serverClock remembers how far the service's clock is from this one, in
// nanoseconds, by the last Date header.
type serverClock struct{ offset atomic.Int64 }

func (c *serverClock) see(date string) {
	if t, err := http.ParseTime(date); err == nil {
		c.offset.Store(int64(time.Until(t)))
	}
}

func (c *serverClock) now() time.Time {
	return time.Now().Add(time.Duration(c.offset.Load()))
}

// Do makes one HTTP call. It follows no redirect, reads a bounded answer
// whole, and returns only answers of a 2xx status that hold one JSON object;
// any other end is a [CallError].
func (c *Caller) Do(req *http.Request) (*http.Response, error) { return c.do(req, c.trip, anAnswer) }

func (c *Caller) do(req *http.Request, trip http.RoundTripper, want wanted) (*http.Response, error) {
	c.endpoint.dress(req, c.key)
	began := time.Now()
	resp, err := c.exchange(req, trip, want)
	outcome := "ok"
	if err != nil {
		outcome = err.Error()
	}
	c.debug(fmt.Sprintf("%s %s: %s (%s)", req.Method, req.URL.Redacted(), outcome, time.Since(began).Round(time.Millisecond)))
	return resp, err
}

func (c *Caller) exchange(req *http.Request, trip http.RoundTripper, want wanted) (*http.Response, error) {
	ctx, pulse := newPulse(req.Context(), c.settings.Idle, cmp.Or(want.total, c.settings.Total))
	defer pulse.stop()
	var connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true); pulse.beat() },
	})
	req = req.WithContext(ctx)
	if req.Body != nil && req.Body != http.NoBody {
		req.Body = &beating{req.Body, pulse}
	}
	resp, err := trip.RoundTrip(req)
	if err != nil {
		return nil, c.failed(req, err, connected.Load())
	}
	defer resp.Body.Close()
	pulse.beat()
	c.clock.see(resp.Header.Get("Date"))
	text, err := io.ReadAll(io.LimitReader(&beating{resp.Body, pulse}, int64(want.longest)+1))
	if failure := c.judge(req, resp, text, err, want); failure != nil {
		return nil, failure
	}
	resp.Body = io.NopCloser(bytes.NewReader(text))
	return resp, nil
}

// failed describes a call without an answer.
func (c *Caller) failed(req *http.Request, err error, connected bool) *CallError {
	e := c.describe(req)
	e.Cause, e.Trouble = err, Cut
	var untrusted *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	switch {
	case isTimeout(context.Cause(req.Context())):
		err = context.Cause(req.Context())
		e.Cause = err
	case errors.Is(req.Context().Err(), context.Canceled):
		e.Trouble, e.Cause = GivenUp, req.Context().Err()
	case errors.As(err, &untrusted), errors.As(err, &unknown):
		e.Trouble = Untrusted
	case !connected:
		e.Trouble = Unsent
	}
	e.Text = c.Clean(err.Error(), LongestShown)
	return e
}

// judge returns nil for a 2xx answer that is what is wanted.
func (c *Caller) judge(req *http.Request, resp *http.Response, text []byte, err error, want wanted) error {
	e := c.describe(req)
	e.Status = resp.StatusCode
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		e.Trouble, e.Host = Redirected, "nowhere"
		if to, err := url.Parse(resp.Header.Get("Location")); err == nil && to.Host != "" {
			e.Host = c.Clean(to.Host, 100)
		}
	case resp.StatusCode >= 400 || resp.StatusCode < 200:
		e.Trouble = BadStatus
		c.readRefusal(e, resp, text, err)
	case err != nil:
		cut := c.failed(req, err, true)
		cut.Status = resp.StatusCode
		return cut
	case len(text) > want.longest:
		e.Trouble, e.Text = WrongAnswer, fmt.Sprintf("the answer is longer than %d MiB", want.longest>>20)
	case !want.fits(text):
		e.Trouble = WrongAnswer
		e.Text = fmt.Sprintf("%d with %s is no answer of the API: %q", resp.StatusCode,
			c.Clean(resp.Header.Get("Content-Type"), 60), c.Clean(string(text[:min(80, len(text))]), 80))
	default:
		return nil
	}
	return e
}

// readRefusal takes the service's words out of an error answer.
func (c *Caller) readRefusal(e *CallError, resp *http.Response, text []byte, err error) {
	e.Wait = retryAfter(resp.Header.Get("Retry-After"), time.Now())
	if err == nil && c.dialect.Words != nil {
		e.Words = c.dialect.Words(text)
	}
	if e.Words == nil {
		e.Text = fmt.Sprintf("%q", c.Clean(string(text[:min(80, len(text))]), 80))
		return
	}
	e.Words.Code, e.Words.Type = c.Clean(e.Words.Code, 80), c.Clean(e.Words.Type, 80)
	e.Words.Message = c.Clean(e.Words.Message, LongestShown)
	e.Text = e.Words.Message
	e.NotYet = c.dialect.NotYet != nil && c.dialect.NotYet(e.Status, e.Words)
}

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(strings.TrimSpace(header)); err == nil {
		return time.Duration(max(0, min(seconds, 1e9))) * time.Second
	}
	if date, err := http.ParseTime(header); err == nil {
		return max(0, date.Sub(now))
	}
	return 0
}

func (c *Caller) describe(req *http.Request) *CallError {
	return &CallError{Call: req.Method + " " + c.Clean(req.URL.Path, 120), Host: c.Clean(req.URL.Host, 100)}
}

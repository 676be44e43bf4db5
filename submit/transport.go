package submit

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sashabaranov/go-openai"
)

// longestAnswer is the most of an answer that is read, longestContent the most
// of a file's content, both after unpacking.
const longestAnswer, longestContent = 4 << 20, 64 << 20

// trouble is what kind of thing went wrong with one call.
type trouble int

const (
	troubleUnsent   trouble = iota // no connection: nothing was written
	troubleCert                    // the peer's certificate is not trusted
	troubleCut                     // reset, EOF, timeout, an answer that breaks off
	troubleStatus                  // an answer with a status of 300 and more
	troubleAnswer                  // a 2xx answer that the API does not give
	troubleRedirect                // a redirect, which is never followed
	troubleStopped                 // the caller gave up
)

// CallError is one call that did not succeed. Its text holds no key and no
// bytes that a terminal would act on.
type CallError struct {
	// Call is the method and path, without the query.
	Call string
	// Host is the peer, or where a redirect wanted to go.
	Host string
	// Status is that of the answer, or 0 when there was none.
	Status int
	// Code and Type are the service's words for an error, or empty.
	Code, Type string
	// Wait is how long the service asked to wait, or 0.
	Wait time.Duration

	kind     trouble
	envelope bool // the answer had the API's error envelope
	text     string
	cause    error
}

// Error says which call failed, where, and with which words.
func (e *CallError) Error() string {
	where := e.Call + " at " + e.Host
	switch {
	case e.kind == troubleRedirect:
		return fmt.Sprintf("%s: redirect (%d) to %s refused", e.Call, e.Status, e.Host)
	case e.Status >= 300:
		return fmt.Sprintf("%s: %d %s: %s", where, e.Status, http.StatusText(e.Status), e.text)
	}
	return where + ": " + e.text
}

// Unwrap returns what the connection failed with, or nil.
func (e *CallError) Unwrap() error { return e.cause }

// transient says whether the same call may succeed when made again.
func (e *CallError) transient() bool {
	switch e.kind {
	case troubleUnsent, troubleCut:
		return true
	case troubleStatus:
		switch e.Status {
		case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly:
			return true
		case http.StatusTooManyRequests:
			return !e.broke()
		}
		return e.Status >= 500
	}
	return false
}

// broke says that the account has no money, which waiting does not cure.
func (e *CallError) broke() bool {
	return e.Code == "insufficient_quota" || e.Type == "insufficient_quota"
}

// doer makes one HTTP call at a time for go-openai and for the calls beside
// it. It follows no redirect, reads a bounded answer whole, and returns only
// answers of a 2xx status that hold one JSON object.
type doer struct {
	endpoint Endpoint
	key      Key
	trip     http.RoundTripper
	idle     time.Duration
	debug    func(string)
	clock    *serverClock
	content  bool // a file's content is asked for, not an answer of the API
}

// longest is the most of an answer that is read.
func (d *doer) longest() int {
	if d.content {
		return longestContent
	}
	return longestAnswer
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

// Do makes one call.
func (d *doer) Do(req *http.Request) (*http.Response, error) {
	d.endpoint.dress(req, d.key)
	began := time.Now()
	resp, err := d.exchange(req)
	if d.debug != nil {
		outcome := "ok"
		if err != nil {
			outcome = err.Error()
		}
		d.debug(d.clean(fmt.Sprintf("%s %s: %s (%s)", req.Method, req.URL.Redacted(), outcome, time.Since(began).Round(time.Millisecond)), 1000))
	}
	return resp, err
}

func (d *doer) exchange(req *http.Request) (*http.Response, error) {
	ctx, pulse := newPulse(req.Context(), d.idle)
	defer pulse.stop()
	var connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true); pulse.beat() },
	})
	req = req.WithContext(ctx)
	if req.Body != nil && req.Body != http.NoBody {
		req.Body = &beating{req.Body, pulse}
	}
	resp, err := d.trip.RoundTrip(req)
	if err != nil {
		return nil, d.failed(req, err, connected.Load())
	}
	defer resp.Body.Close()
	pulse.beat()
	d.clock.see(resp.Header.Get("Date"))
	text, err := io.ReadAll(io.LimitReader(&beating{resp.Body, pulse}, int64(d.longest())+1))
	if failure := d.judge(req, resp, text, err); failure != nil {
		return nil, failure
	}
	resp.Body = io.NopCloser(bytes.NewReader(text))
	return resp, nil
}

// failed describes a call without an answer.
func (d *doer) failed(req *http.Request, err error, connected bool) *CallError {
	e := d.describe(req)
	e.cause, e.kind = err, troubleCut
	var untrusted *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.Is(context.Cause(req.Context()), errStalled):
		e.cause, err = errStalled, errStalled
	case errors.Is(req.Context().Err(), context.Canceled):
		e.kind, e.cause = troubleStopped, req.Context().Err()
	case errors.As(err, &untrusted), errors.As(err, &unknown):
		e.kind = troubleCert
	case !connected:
		e.kind = troubleUnsent
	}
	e.text = d.clean(err.Error(), longestShown)
	return e
}

// judge returns nil for a 2xx answer that is one JSON object.
func (d *doer) judge(req *http.Request, resp *http.Response, text []byte, err error) error {
	e := d.describe(req)
	e.Status = resp.StatusCode
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		e.kind, e.Host = troubleRedirect, "nowhere"
		if to, err := url.Parse(resp.Header.Get("Location")); err == nil && to.Host != "" {
			e.Host = d.clean(to.Host, 100)
		}
	case resp.StatusCode >= 400 || resp.StatusCode < 200:
		e.kind = troubleStatus
		d.readRefusal(e, resp, text, err)
	case err != nil:
		cut := d.failed(req, err, true)
		cut.Status = resp.StatusCode
		return cut
	case len(text) > d.longest():
		e.kind, e.text = troubleAnswer, fmt.Sprintf("the answer is longer than %d MiB", d.longest()>>20)
	case d.content && !bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")): // a page in HTML is none of the service's files
		return nil
	case !json.Valid(text) || !bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")):
		e.kind = troubleAnswer
		e.text = fmt.Sprintf("%d with %s is no answer of the API: %q", resp.StatusCode,
			d.clean(resp.Header.Get("Content-Type"), 60), d.clean(string(text[:min(80, len(text))]), 80))
	default:
		return nil
	}
	return e
}

// readRefusal takes the service's words out of an error answer.
func (d *doer) readRefusal(e *CallError, resp *http.Response, text []byte, err error) {
	e.Wait = retryAfter(resp.Header.Get("Retry-After"), time.Now())
	var answer openai.ErrorResponse
	if err == nil && json.Unmarshal(text, &answer) == nil && answer.Error != nil {
		e.envelope = true
		if code, ok := answer.Error.Code.(string); ok {
			e.Code = d.clean(code, 80)
		}
		e.Type, e.text = d.clean(answer.Error.Type, 80), d.clean(answer.Error.Message, longestShown)
		return
	}
	e.text = fmt.Sprintf("%q", d.clean(string(text[:min(80, len(text))]), 80))
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

func (d *doer) describe(req *http.Request) *CallError {
	return &CallError{Call: req.Method + " " + d.clean(req.URL.Path, 120), Host: d.clean(req.URL.Host, 100)}
}

func (d *doer) clean(text string, limit int) string {
	return show(d.key.Mask(text), limit)
}

// errStalled ends a call in which no byte has moved for too long.
var errStalled = errors.New("timeout: no byte moved")

// pulse cancels a context when nothing has beaten for a while.
type pulse struct {
	timer *time.Timer
	idle  time.Duration
	stop  func()
}

func newPulse(ctx context.Context, idle time.Duration) (context.Context, *pulse) {
	ctx, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(idle, func() { cancel(errStalled) })
	return ctx, &pulse{timer: timer, idle: idle, stop: func() { timer.Stop(); cancel(nil) }}
}

func (p *pulse) beat() { p.timer.Reset(p.idle) }

// beating is a body each byte of which shows that the call is alive.
type beating struct {
	io.ReadCloser
	pulse *pulse
}

func (b *beating) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if n > 0 {
		b.pulse.beat()
	}
	return n, err
}

// lingerConn keeps a failed write back for a moment, so that an answer which
// the peer sent before it closed (413 for a file that is too large) is read
// and not lost behind the failure.
type lingerConn struct{ net.Conn }

const linger = 250 * time.Millisecond

func (c lingerConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	if err != nil && !errors.Is(err, net.ErrClosed) {
		time.Sleep(linger)
	}
	return n, err
}

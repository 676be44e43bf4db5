package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// Dialect is how a provider words its errors.
type Dialect struct {
	// Words reads the error envelope of an answer, or returns nil where it has
	// none.
	Words func(answer []byte) *Words
	// NotYet says of a refusal that it passes by itself in a while.
	NotYet func(status int, w *Words) bool
	// Hint returns the way out of a refusal, or "".
	Hint func(*CallError) string
}

// Caller calls one endpoint with one key, with the manners that every
// provider's service is owed: the key only in a header and never printed, no
// redirect, bounded answers, no endless wait. Its methods may be called from
// any goroutine.
type Caller struct {
	endpoint Endpoint
	base     *url.URL
	key      Key
	settings Settings
	dialect  Dialect
	trip     *http.Transport
	clock    serverClock
	tell     sync.Mutex
	creating atomic.Int32
}

// NewCaller returns a caller. It refuses a URL that would carry the key
// unencrypted to another machine. Nothing is sent yet.
func NewCaller(endpoint Endpoint, key Key, settings Settings, dialect Dialect) (*Caller, error) {
	base, err := endpoint.parse()
	if err != nil {
		return nil, err
	}
	c := &Caller{endpoint: endpoint, base: base, key: key, settings: settings.withDefaults(), dialect: dialect}
	trip := settings.Transport
	if trip == nil {
		trip = http.DefaultTransport.(*http.Transport)
	}
	c.trip = trip.Clone()
	c.trip.WriteBufferSize = 64 << 10
	c.trip.MaxResponseHeaderBytes = 256 << 10
	c.trip.DialContext = lingering(c.trip.DialContext)
	return c, nil
}

type dialer = func(ctx context.Context, network, address string) (net.Conn, error)

func lingering(dial dialer) dialer {
	if dial == nil {
		dial = (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return lingerConn{conn}, nil
	}
}

// Close frees idle connections.
func (c *Caller) Close() { c.trip.CloseIdleConnections() }

// Proxy returns the host of the proxy that requests go through, or "".
func (c *Caller) Proxy() string {
	if c.trip.Proxy == nil {
		return ""
	}
	to, err := c.trip.Proxy(&http.Request{URL: c.base})
	if err != nil || to == nil {
		return ""
	}
	return to.Host
}

// Endpoint returns where the calls go.
func (c *Caller) Endpoint() Endpoint { return c.endpoint }

// Settings returns the times and sizes of the caller, none of them zero.
func (c *Caller) Settings() Settings { return c.settings }

// Host returns the host that requests go to.
func (c *Caller) Host() string { return c.base.Host }

// ServerTime returns the time by the service's clock, as its last answer told
// it; this machine's time before the first.
func (c *Caller) ServerTime() time.Time { return c.clock.now() }

// Mask replaces the key and pieces of it in a text.
func (c *Caller) Mask(text string) string { return c.key.Mask(text) }

// Clean makes text from the service safe for one line of a terminal, without
// the key, cut behind limit bytes.
func (c *Caller) Clean(text string, limit int) string { return Show(c.key.Mask(text), limit) }

// Report tells whoever follows the calls what goes on.
func (c *Caller) Report(n Notice) {
	if c.settings.Report == nil {
		return
	}
	n.Text = c.Clean(n.Text, LongestShown)
	c.tell.Lock()
	defer c.tell.Unlock()
	c.settings.Report(n)
}

func (c *Caller) debug(line string) {
	if c.settings.Debug == nil {
		return
	}
	c.tell.Lock()
	defer c.tell.Unlock()
	c.settings.Debug(c.Clean(line, 1000))
}

// Retry makes a call that costs nothing until it succeeds, fails for good or
// has been made Settings.Tries times. The error has a class.
func Retry[T any](ctx context.Context, c *Caller, call func(context.Context) (T, error)) (T, error) {
	for try := 1; ; try++ {
		v, err := call(ctx)
		failed, ok := AsCallError(err)
		if !ok || !failed.Transient() || try >= c.settings.Tries {
			return v, c.Classify(err)
		}
		if err := c.Pause(ctx, try, failed); err != nil {
			return v, err
		}
	}
}

// AsCallError returns the failed call that an error is about.
func AsCallError(err error) (*CallError, bool) {
	var failed *CallError
	ok := errors.As(err, &failed)
	return failed, ok
}

// Pause waits before the next try: as long as the service asked for, or a
// random time below a bound that doubles. It fails at once when the service
// asks for more than Settings.LongestWait.
func (c *Caller) Pause(ctx context.Context, try int, failed *CallError) error {
	wait := failed.Wait
	if wait > c.settings.LongestWait {
		return c.Classify(failed)
	}
	if wait == 0 {
		bound := min(c.settings.BackoffMax, c.settings.BackoffMin<<min(try-1, 16))
		wait = time.Duration(rand.Int64N(int64(bound) + 1))
	}
	c.Report(Notice{Text: failed.Error(), Wait: wait})
	return Sleep(ctx, wait)
}

// Sleep waits, or returns an error of [ClassStopped] when ctx ends first.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &Error{Class: ClassStopped, Message: "stopped while waiting", Err: ctx.Err()}
	}
}

// Classify gives a failed call its class. Errors that have one keep it.
func (c *Caller) Classify(err error) error {
	var classed *Error
	failed, ok := AsCallError(err)
	if !ok || errors.As(err, &classed) {
		return err
	}
	e := &Error{Class: ClassTemporary, Err: failed}
	switch {
	case failed.Trouble == GivenUp:
		e.Class = ClassStopped
	case failed.Trouble == Untrusted:
		e.Hint = "the certificate is not trusted: is a proxy or another network in between?"
	case failed.Trouble == Redirected:
		e.Class, e.Hint = ClassRefused, "nothing is sent to another host; if it is right, give its URL"
	case failed.Trouble == WrongAnswer:
		e.Hint = "this does not come from the API: check the URL, or a login page of the network"
	case failed.Status == http.StatusUnauthorized:
		e.Class, e.Hint = ClassKey, "the service does not accept the key"
	case failed.Transient():
		e.Hint = cmp.Or(c.hint(failed), waitHint(failed))
	case failed.Status >= 400:
		e.Class, e.Hint = ClassRefused, c.refusalHint(failed)
	}
	return e
}

func waitHint(failed *CallError) string {
	if failed.Wait > 0 {
		return fmt.Sprintf("try again after %s (the service asks for %s)",
			time.Now().Add(failed.Wait).Format(time.DateTime), failed.Wait)
	}
	return "try again later"
}

func (c *Caller) hint(failed *CallError) string {
	if c.dialect.Hint == nil {
		return ""
	}
	return c.dialect.Hint(failed)
}

func (c *Caller) refusalHint(failed *CallError) string {
	if hint := c.hint(failed); hint != "" {
		return hint
	}
	switch {
	case failed.Broke():
		return "the account has no credit left: add some, then submit again"
	case failed.Status == http.StatusForbidden:
		return "the key has no right to do this: check its project and permissions"
	}
	return ""
}

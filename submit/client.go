package submit

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sashabaranov/go-openai"

	"github.com/ftplan/ftplan/plan"
)

// Client calls one endpoint with one key. Its methods may be called from any
// goroutine.
type Client struct {
	endpoint Endpoint
	base     *url.URL
	key      Key
	settings Settings
	trip     *http.Transport
	doer     *doer
	api      *openai.Client
	tell     sync.Mutex
	creating atomic.Int32
}

// NewClient returns a client. It refuses a URL that would carry the key
// unencrypted to another machine. Nothing is sent yet.
func NewClient(endpoint Endpoint, key Key, settings Settings) (*Client, error) {
	base, err := endpoint.parse()
	if err != nil {
		return nil, err
	}
	orDefault(&endpoint.MaxFile, plan.FormBytes)
	c := &Client{endpoint: endpoint, base: base, key: key, settings: settings.withDefaults()}
	trip := settings.Transport
	if trip == nil {
		trip = http.DefaultTransport.(*http.Transport)
	}
	c.trip = trip.Clone()
	c.trip.WriteBufferSize = 64 << 10
	c.trip.MaxResponseHeaderBytes = 256 << 10
	c.trip.DialContext = lingering(c.trip.DialContext)
	c.doer = c.newDoer(c.trip)
	config := openai.DefaultConfig("") // the doer sets the key
	config.BaseURL = strings.TrimRight(endpoint.URL, "/")
	config.HTTPClient = c.doer
	c.api = openai.NewClientWithConfig(config)
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

func (c *Client) newDoer(trip http.RoundTripper) *doer {
	d := &doer{
		endpoint: c.endpoint, key: c.key, trip: trip,
		idle: c.settings.Idle, clock: &serverClock{},
	}
	if c.doer != nil {
		d.clock = c.doer.clock
	}
	if c.settings.Debug != nil {
		d.debug = func(line string) {
			c.tell.Lock()
			defer c.tell.Unlock()
			c.settings.Debug(line)
		}
	}
	return d
}

// Close frees idle connections.
func (c *Client) Close() { c.trip.CloseIdleConnections() }

// Proxy returns the host of the proxy that requests go through, or "".
func (c *Client) Proxy() string {
	if c.trip.Proxy == nil {
		return ""
	}
	to, err := c.trip.Proxy(&http.Request{URL: c.base})
	if err != nil || to == nil {
		return ""
	}
	return to.Host
}

// Host returns the host that requests go to.
func (c *Client) Host() string { return c.base.Host }

// Mask replaces the key and pieces of it in a text.
func (c *Client) Mask(text string) string { return c.key.Mask(text) }

func (c *Client) report(n Notice) {
	if c.settings.Report == nil {
		return
	}
	n.Text = c.doer.clean(n.Text, longestShown)
	c.tell.Lock()
	defer c.tell.Unlock()
	c.settings.Report(n)
}

// retry makes a call that costs nothing until it succeeds, fails for good or
// has been made Settings.Tries times.
func retry[T any](ctx context.Context, c *Client, call func(context.Context) (T, error)) (T, error) {
	for try := 1; ; try++ {
		v, err := call(ctx)
		var failed *CallError
		if err == nil || !errors.As(err, &failed) || !failed.transient() || try >= c.settings.Tries {
			return v, c.classify(err)
		}
		if err := c.pause(ctx, try, failed); err != nil {
			return v, err
		}
	}
}

// pause waits before the next try: as long as the service asked for, or a
// random time below a bound that doubles.
func (c *Client) pause(ctx context.Context, try int, failed *CallError) error {
	wait := failed.Wait
	if wait > c.settings.LongestWait {
		return c.classify(failed)
	}
	if wait == 0 {
		bound := min(c.settings.BackoffMax, c.settings.BackoffMin<<min(try-1, 16))
		wait = time.Duration(rand.Int64N(int64(bound) + 1))
	}
	c.report(Notice{Text: failed.Error(), Wait: wait})
	return sleep(ctx, wait)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &Error{Class: ClassStopped, Message: "stopped while waiting", Err: ctx.Err()}
	}
}

// classify gives a failed call its class. Errors that have one keep it.
func (c *Client) classify(err error) error {
	var failed *CallError
	var classed *Error
	if err == nil || errors.As(err, &classed) || !errors.As(err, &failed) {
		return err
	}
	e := &Error{Class: ClassTemporary, Err: failed}
	switch {
	case failed.kind == troubleStopped:
		e.Class = ClassStopped
	case failed.kind == troubleCert:
		e.Hint = "the certificate is not trusted: is a proxy or another network in between?"
	case failed.kind == troubleRedirect:
		e.Class, e.Hint = ClassRefused, "nothing is sent to another host; if it is right, give its URL"
	case failed.kind == troubleAnswer:
		e.Hint = "this does not come from the API: check the URL, or a login page of the network"
	case failed.Status == http.StatusUnauthorized:
		e.Class, e.Hint = ClassKey, "the service does not accept the key"
	case failed.transient():
		e.Hint = waitHint(failed)
	case failed.Status >= 400:
		e.Class, e.Hint = ClassRefused, refusalHint(failed)
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

func refusalHint(failed *CallError) string {
	switch {
	case failed.Code == "training_not_available":
		return "this organization can no longer create training jobs here; another provider can train the same data"
	case failed.broke():
		return "the account has no credit left: add some, then submit again"
	case failed.Status == http.StatusForbidden:
		return "the key has no right to do this: check its project and permissions"
	case failed.Status == http.StatusRequestEntityTooLarge:
		return "one file may have 512 MB (512,000,000 bytes), through the Uploads API 8 GB"
	}
	return ""
}

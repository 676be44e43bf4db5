package service

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

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

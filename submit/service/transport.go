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

// What ends a call that takes too long: no byte moved for Settings.Idle, or the
// whole took longer than it may.
var (
	errStalled = errors.New("timeout: no byte moved")
	errEndless = errors.New("timeout: the call took too long as a whole")
)

func isTimeout(err error) bool { return errors.Is(err, errStalled) || errors.Is(err, errEndless) }

// slowest is the rate, in bytes per second, below which a file's transfer is
// given up.
const slowest = 64 << 10

// transferTime is how long a call may take that moves a file.
func transferTime(size int64) time.Duration {
	return 2*time.Minute + time.Duration(size/slowest)*time.Second
}

// pulse cancels a context when nothing has beaten for a while.
type pulse struct {
	timer *time.Timer
	idle  time.Duration
	stop  func()
}

func newPulse(ctx context.Context, idle, total time.Duration) (context.Context, *pulse) {
	ctx, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(idle, func() { cancel(errStalled) })
	whole := time.AfterFunc(total, func() { cancel(errEndless) })
	return ctx, &pulse{timer: timer, idle: idle, stop: func() { timer.Stop(); whole.Stop(); cancel(nil) }}
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

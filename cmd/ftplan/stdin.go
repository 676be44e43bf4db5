package main

import (
	"context"
	"io"
)

// stoppable is a reader that ends when its context does.
type stoppable struct {
	ctx context.Context
	io.Reader
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Reader.Read(p)
}

// An attentive reader ends with the error of its context when that is over, even while it waits for bytes that may never
// come. It takes no more than it is asked for; the read that it waited for is left behind.
type attentive struct {
	ctx context.Context
	src io.Reader
	buf []byte // of the last read, for the next one
}

// mostAtOnce is how much is read at once: what a pipe holds.
const mostAtOnce = 64 << 10

func (a *attentive) Read(p []byte) (int, error) {
	if err := a.ctx.Err(); err != nil {
		return 0, err
	}
	type read struct {
		n   int
		err error
	}
	if n := min(len(p), mostAtOnce); len(a.buf) < n {
		a.buf = make([]byte, n)
	}
	buf, done := a.buf[:min(len(p), mostAtOnce)], make(chan read, 1) // p is the caller's again once this returns
	go func() {
		n, err := a.src.Read(buf)
		done <- read{n, err}
	}()
	select {
	case r := <-done:
		return copy(p, buf[:r.n]), r.err
	case <-a.ctx.Done():
		a.buf = nil
		return 0, a.ctx.Err()
	}
}

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/submit/service"
)

// A world is everything outside the program that a command touches, files apart.
type world struct {
	in       io.Reader
	out, err io.Writer
	data     io.Writer // out, for what is data: it goes through as it is
	getenv   func(string) string
	now      func() time.Time
	terminal bool                   // out is one
	person   bool                   // in and out are one: there is somebody to ask
	secret   func() ([]byte, error) // reads a line without showing it; nil where there is nobody to ask
	width    int                    // of the terminal, in columns
	progress int                    // columns of err, where that is a terminal; 0 where no progress is to be shown
	plain    bool                   // no colour, whatever out is
	reading  *view.Reading
	given    view.Given      // the flags of the command that runs
	ctx      context.Context // of the run; nil where nobody stops it
	kept     *rewindable     // standard input, where a command reads it more than once; nil otherwise
	cache    string          // a folder for what can be made again; "" = none

	settings  service.Settings          // of every client: times, sizes, transport
	launching *atomic.Pointer[underway] // the launch under way; nil where nobody asks
}

// An underway is a launch under way.
type underway struct {
	*service.Client
	resume string // the command that goes on with it
}

// style returns how to print on the world's output.
func (w world) style() view.Style {
	width := w.width
	if width <= 0 {
		width = 80
	}
	return view.Style{Color: w.terminal && !w.plain && w.getenv("NO_COLOR") == "" && w.getenv("TERM") != "dumb", Width: width, Given: w.given}
}

// stopping returns the context that ends when the run is to stop.
func (w world) stopping() context.Context {
	if w.ctx == nil {
		return context.Background()
	}
	return w.ctx
}

// run runs the program with the given arguments and returns its exit code.
func run(ctx context.Context, w world, args []string) int {
	out := &sticky{w: w.out}
	buffered := bufio.NewWriterSize(out, 64<<10)
	w.ctx = ctx
	said := newSafeWriter(buffered, w.getenv, w.terminal)
	w.in, w.out, w.data, w.err = &attentive{ctx: ctx, src: w.in}, said, buffered, &locked{w: newSafeWriter(w.err, w.getenv, w.progress > 0)}
	if w.getenv("TERM") == "dumb" {
		w.progress = 0
	}
	w.reading = view.NewReading(w.err, w.progress, w.now)
	cmd := newRoot(w)
	cmd.SetArgs(args)
	cmd.SetIn(w.in)
	cmd.SetOut(w.data)
	cmd.SetErr(w.err)
	err := cmd.ExecuteContext(ctx)
	if flushed := said.Flush(); flushed != nil || out.err != nil {
		err = unwritten(err, cmpErr(out.err, flushed))
	}
	err = interrupted(err, w.reading)
	if verbose, _ := cmd.PersistentFlags().GetBool("verbose"); verbose {
		w.reading.Account(w.err)
	}
	report(w.err, err)
	code := exitCode(err)
	if by := (stopped{}); code == exitInterrupted && errors.As(context.Cause(ctx), &by) {
		return by.code()
	}
	return code
}

// unwritten is the error of a run whose output could not be written. What may hide a paid job is said first, and its exit
// code stays.
func unwritten(err, failed error) error {
	failed = fmt.Errorf("cannot write the output: %w", failed)
	switch service.ClassOf(err) {
	case service.ClassUnknown, service.ClassDiffers:
		return errors.Join(err, failed)
	}
	return failed
}

func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// sticky remembers the first error of a writer.
type sticky struct {
	w   io.Writer
	err error
}

func (s *sticky) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}

// locked is a writer for several goroutines: what goes on during a call is told from another one than what came of it.
type locked struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// Command ftplan plans fine-tuning jobs: it lints training files, counts their tokens as the service bills them, quotes
// what a job costs, and launches exactly what was approved, exactly once.
package main

import (
	"cmp"
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/ftplan/ftplan/submit"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	os.Exit(runUntilSignal(realWorld(), os.Args[1:]))
}

// gcPercent keeps the heap close to what lives on it: most of that are tables without pointers, cheap to keep clean.
const gcPercent = 30

// runUntilSignal runs the program. The first signal asks it to stop, a second one ends it on the spot.
func runUntilSignal(w world, args []string) int {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancelCause(context.Background())
	w.paying = new(atomic.Pointer[submit.Client])
	go func() {
		cancel(signalled{<-signals})
		<-signals
		os.Exit(atOnce(w.paying.Load()))
	}()
	return run(ctx, w, args)
}

// A signalled is what ended a run: a signal.
type signalled struct{ os.Signal }

func (s signalled) Error() string { return s.String() }

// atOnce is the exit code of a program that is ended on the spot. While the create call is on its way, nobody knows
// whether it makes a paid job.
func atOnce(client *submit.Client) int {
	if client != nil && client.Creating() {
		return exitUnknown
	}
	return exitInterrupted
}

// realWorld is the world that the program finds itself in.
func realWorld() world {
	w := world{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, now: time.Now}
	if folder, err := os.UserCacheDir(); err == nil {
		w.cache = filepath.Join(folder, "ftplan")
	}
	if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		w.terminal, w.width = understands(os.Stdout), width
	}
	if width, _, err := term.GetSize(int(os.Stderr.Fd())); err == nil && understands(os.Stderr) {
		w.progress = cmp.Or(width, 80)
	}
	if in := int(os.Stdin.Fd()); w.terminal && term.IsTerminal(in) {
		w.person, w.secret = true, func() ([]byte, error) { return term.ReadPassword(in) }
	}
	return w
}

// Command ftplan plans fine-tuning jobs: it lints training files, counts their tokens as the service bills them, quotes
// what a job costs, and launches exactly what was approved, exactly once.
package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/term"
)

func main() {
	if os.Getenv("GOGC") == "" {
		collectLate()
	}
	w := realWorld()
	os.Exit(run(untilStopped(w), w, os.Args[1:]))
}

// collectLate keeps from collecting before the heap has grown to 8 MiB, which it does not for small files. From then on
// gcPercent holds.
func collectLate() {
	debug.SetGCPercent(200) // of the 4 MiB that the runtime starts from
	runtime.AddCleanup(new(*int), func(percent int) { debug.SetGCPercent(percent) }, gcPercent)
}

// gcPercent keeps the heap close to what lives on it: most of that are tables without pointers, cheap to keep clean.
const gcPercent = 30

// untilStopped returns a context that the first signal cancels, which becomes its cause. The second ends the process. A
// terminal that is closed stops the program as SIGTERM does, unless nohup keeps it from hearing that; a pipe that is closed
// ends nothing: writing to it fails.
func untilStopped(w world) context.Context {
	ctx, cancel := context.WithCancelCause(context.Background())
	signal.Ignore(syscall.SIGPIPE)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(signals, syscall.SIGHUP)
	}
	go func() {
		cancel(stopped{<-signals})
		again := stopped{<-signals}
		if launch := w.launching.Load(); launch != nil && launch.Creating() {
			sayAtMost(time.Second, w.err, fmt.Sprintf("ftplan: stopped during the create call: a paid job may exist\n  hint: %s looks for it\n", launch.resume))
			os.Exit(exitUnknown)
		}
		os.Exit(again.code())
	}()
	return ctx
}

// sayAtMost writes a text, and waits no longer for a terminal that takes none.
func sayAtMost(wait time.Duration, w io.Writer, text string) {
	said := make(chan struct{})
	go func() {
		fmt.Fprint(w, text)
		close(said)
	}()
	select {
	case <-said:
	case <-time.After(wait):
	}
}

// realWorld is the world that the program finds itself in.
func realWorld() world {
	w := world{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, now: time.Now, launching: new(atomic.Pointer[underway])}
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

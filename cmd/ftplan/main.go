// Command ftplan plans fine-tuning jobs: it lints training files, counts their tokens as the service bills them, quotes
// what a job costs, and launches exactly what was approved, exactly once.
package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/term"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, realWorld(), os.Args[1:])
	stop()
	os.Exit(code)
}

// realWorld is the world that the program finds itself in.
func realWorld() world {
	w := world{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, now: time.Now}
	if folder, err := os.UserCacheDir(); err == nil {
		w.cache = filepath.Join(folder, "ftplan")
	}
	if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		w.terminal, w.width = true, width
	}
	if in := int(os.Stdin.Fd()); w.terminal && term.IsTerminal(in) {
		w.person, w.secret = true, func() ([]byte, error) { return term.ReadPassword(in) }
	}
	return w
}

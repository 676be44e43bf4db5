//go:build !windows

package main

import (
	"context"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// pipes makes pipes to which nobody writes, beside the files of a launch.
func pipes(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Skip("no named pipes here: ", err)
		}
	}
}

// A pipe to which nobody writes is waited for, that is said, and the first signal ends the waiting.
func TestASignalWhileWaitingForAPipe(t *testing.T) {
	for _, args := range [][]string{
		{"lint", "pipe"}, {"tokens", "pipe"}, {"fix", "pipe", "-o", "out.jsonl"}, {"fix", "--diff", "pipe"}, {"convert", "pipe", "-o", "out.jsonl"},
		{"show", "pipe"}, {"diff", "pipe", "a.jsonl"}, {"diff", "a.jsonl", "pipe"}, {"jobs", "list", "--key-file", "pipe", "--base-url", "http://127.0.0.1:1/v1"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			newLaunching(t)
			pipes(t, "pipe")
			ctx, cancel := context.WithCancelCause(t.Context())
			defer time.AfterFunc(2*sayAfter, func() { cancel(stopped{os.Interrupt}) }).Stop()
			defer time.AfterFunc(10*time.Second, func() { t.Error("the command still waits for the pipe"); release(t, "pipe") }).Stop()
			var stdout, stderr lockedBuffer
			w := world{in: strings.NewReader(""), out: &stdout, err: &stderr, getenv: func(string) string { return "" }, now: testClock}
			code := run(ctx, w, args)
			if errs := stderr.String(); code != exitInterrupted || !strings.Contains(errs, "interrupted; nothing was left half done") || stdout.String() != "" {
				t.Errorf("exit code %d, %q and %q, want %d", code, stdout.String(), errs, exitInterrupted)
			}
			if errs := stderr.String(); args[0] != "jobs" && !strings.Contains(errs, "pipe is a pipe: waiting until somebody writes to it") {
				t.Errorf("got %q, want what is waited for", errs)
			}
			left, err := os.ReadDir(".")
			if names := namesOf(left); err != nil || !slices.Equal(names, []string{"a.jsonl", "pipe"}) {
				t.Errorf("%q are there (%v)", names, err)
			}
		})
	}
}

func namesOf(entries []os.DirEntry) (names []string) {
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// release writes to a pipe, so that whoever waits for it goes on.
func release(t *testing.T, name string) {
	if f, err := os.OpenFile(name, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil {
		f.Close()
	}
}

// A pipe that delivers is read like a file, and one that stalls is left at the first signal.
func TestAPipeThatDelivers(t *testing.T) {
	for _, args := range [][]string{
		{"lint", "pipe"}, {"tokens", "pipe"}, {"fix", "pipe", "-o", "out.jsonl"}, {"convert", "pipe", "-o", "out.jsonl"}, {"show", "pipe"}, {"diff", "pipe", "a.jsonl"},
	} {
		for _, stalls := range []bool{false, true} {
			t.Run(strings.Join(args, " "), func(t *testing.T) {
				newLaunching(t)
				pipes(t, "pipe")
				data, err := os.ReadFile("a.jsonl")
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithCancelCause(t.Context())
				done := make(chan struct{})
				go func() {
					defer close(done)
					f, err := os.OpenFile("pipe", os.O_WRONLY, 0)
					if err != nil {
						return
					}
					defer f.Close()
					if stalls {
						data = data[:1000]
					}
					f.Write(data)
					if stalls {
						time.Sleep(50 * time.Millisecond)
						cancel(stopped{os.Interrupt})
						time.Sleep(50 * time.Millisecond)
					}
				}()
				defer func() { <-done }()
				defer time.AfterFunc(10*time.Second, func() { t.Error("the command still waits") }).Stop()
				var stdout, stderr lockedBuffer
				w := world{in: strings.NewReader(""), out: &stdout, err: &stderr, getenv: func(string) string { return "" }, now: testClock}
				code, want := run(ctx, w, args), exitOK
				if stalls && args[0] != "show" { // which has its line by then, or has not
					want = exitInterrupted
				}
				if code != want && !(stalls && args[0] == "show") {
					t.Errorf("exit code %d, want %d: %s", code, want, stderr.String())
				}
			})
		}
	}
}

// What is no file is said at once.
func TestWhatIsNoFileIsRefused(t *testing.T) {
	newLaunching(t)
	socket, err := net.Listen("unix", "socket")
	if err != nil {
		t.Skip("no sockets here: ", err)
	}
	defer socket.Close()
	if err := os.Mkdir("folder", 0o700); err != nil {
		t.Fatal(err)
	}
	pipes(t, "pipe")
	for name, what := range map[string]string{"socket": "is a socket", "/dev/full": "is a device", "/dev/zero": "is a device"} {
		for _, args := range [][]string{
			{"tokens", name}, {"fix", name, "-o", "out.jsonl"}, {"fix", "--diff", name}, {"convert", name, "-o", "out.jsonl"}, {"show", name},
			{"diff", name, "a.jsonl"}, {"jobs", "list", "--key-file", name, "--base-url", "http://127.0.0.1:1/v1"}, {"split", name}, {"quote", name},
		} {
			if code, out, errs := runFor(t, args...); code == exitOK || code == exitInterrupted || !strings.Contains(errs, what) || out != "" {
				t.Errorf("%v: exit code %d, %q and %q, want that it %s", args, code, out, errs, what)
			}
		}
	}
	for _, args := range [][]string{{"tokens", "folder"}, {"fix", "folder", "-o", "out.jsonl"}, {"convert", "folder", "-o", "out.jsonl"}, {"show", "folder"}, {"split", "folder"}, {"quote", "folder"}} {
		if code, _, errs := runFor(t, args...); code == exitOK || !strings.Contains(errs, "folder") {
			t.Errorf("%v: exit code %d and %q, want that it is a folder", args, code, errs)
		}
	}
	for _, args := range [][]string{{"verify", "pipe"}, {"submit", "pipe"}, {"approve", "pipe"}, {"verify", "socket"}, {"verify", "/dev/full"}, {"split", "pipe"}} {
		if code, _, errs := runFor(t, args...); code == exitOK || !strings.Contains(errs, "regular file") && !strings.Contains(errs, "not a pipe") {
			t.Errorf("%v: exit code %d and %q, want that it is no file", args, code, errs)
		}
	}
}

// runFor runs a command that has to end by itself.
func runFor(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	defer time.AfterFunc(10*time.Second, func() { t.Errorf("%v still waits", args) }).Stop()
	var stdout, stderr lockedBuffer
	w := world{in: strings.NewReader(""), out: &stdout, err: &stderr, getenv: func(string) string { return "" }, now: testClock}
	code = run(t.Context(), w, args)
	return code, stdout.String(), stderr.String()
}

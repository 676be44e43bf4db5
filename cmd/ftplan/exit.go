package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/costs"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit/service"
)

// The exit codes, all of them.
const (
	exitOK          = 0
	exitFindings    = 1 // findings of severity error
	exitUsage       = 2
	exitIO          = 3  // local input or output
	exitKey         = 4  // the key is missing or refused
	exitRefused     = 5  // refused by a guard: stale, expired, unapproved, over budget, too late
	exitAPI         = 6  // refused by the service
	exitTemporary   = 7  // trouble on the way; nothing was done
	exitUnknown     = 8  // the outcome is unknown: a paid job may exist
	exitEnded       = 9  // the watched job failed or was cancelled
	exitDiffers     = 10 // the job exists and is not as it was approved
	exitHungUp      = 129
	exitInterrupted = 130
	exitTerminated  = 143
)

// exitCodes is what the help says about them.
const exitCodes = "Exit codes: 0 fine; 1 errors were found in a file; 2 the command line makes no sense; 3 a file cannot be\n" +
	"read or written; 4 no key, or the service refused it; 5 refused here: over budget, too late, not approved,\n" +
	"changed since; 6 refused by the service; 7 trouble on the way, nothing was done; 8 the outcome is unknown, a\n" +
	"paid job may exist; 9 the job failed or was cancelled; 10 the job is not as it was\n" +
	"approved; 130 stopped by a signal."

// errFindings ends a command that has printed findings of severity error.
var errFindings = errors.New("the file has errors")

// errInterrupted ends a command that was stopped by a signal.
var errInterrupted = errors.New("interrupted; nothing was left half done")

// interrupted returns what a run ends with that was told to stop: what a launch says of it, where a paid job may exist or a
// watched one goes on; otherwise that nothing was left half done, and how far a file was read. Other errors stay.
func interrupted(err error, reading *view.Reading) error {
	var trouble *service.Error
	switch {
	case !errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &trouble) && trouble.Message != "":
		return &service.Error{Class: trouble.Class, Message: trouble.Message, Hint: trouble.Hint}
	}
	if done := reading.Done(); done != "" {
		return fmt.Errorf("%w; %s", errInterrupted, done)
	}
	return errInterrupted
}

// stopped is the signal that a run was stopped by.
type stopped struct{ os.Signal }

func (s stopped) Error() string { return "stopped by " + s.String() }

// code is what a shell says of a process that the signal ended.
func (s stopped) code() int {
	switch s.Signal {
	case syscall.SIGTERM:
		return exitTerminated
	case syscall.SIGHUP:
		return exitHungUp
	}
	return exitInterrupted
}

// A usageError is a command line that makes no sense.
type usageError struct {
	err  error
	hint string
}

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usage(hint, format string, args ...any) error {
	return usageError{err: fmt.Errorf(format, args...), hint: hint}
}

// hinted is an error of input or output with a way out.
type hinted struct {
	error
	hint string
}

// Unwrap returns the error itself.
func (h hinted) Unwrap() error { return h.error }

// exitCode returns the exit code that an error stands for.
func exitCode(err error) int {
	var (
		invalid *catalog.Invalid
		refusal *plan.Refusal
		wrong   usageError
	)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.As(err, &refusal):
		return exitRefused
	case errors.As(err, &invalid), errors.As(err, &wrong):
		return exitUsage
	}
	return exitOf(service.ClassOf(err))
}

// exitOf returns the exit code of a class of trouble with a launch.
func exitOf(class service.Class) int {
	switch class {
	case service.ClassKey:
		return exitKey
	case service.ClassGuard:
		return exitRefused
	case service.ClassRefused:
		return exitAPI
	case service.ClassTemporary:
		return exitTemporary
	case service.ClassUnknown:
		return exitUnknown
	case service.ClassEnded:
		return exitEnded
	case service.ClassDiffers:
		return exitDiffers
	case service.ClassStopped:
		return exitInterrupted
	}
	return exitIO
}

// report prints an error and, on a line of its own, the way out.
func report(w io.Writer, err error) {
	if err == nil || errors.Is(err, errFindings) {
		return
	}
	fmt.Fprintf(w, "ftplan: %s\n", lint.Printable(strings.TrimSpace(err.Error())))
	var refusal *plan.Refusal
	if errors.As(err, &refusal) {
		costs.Differences(w, refusal.Differences, view.Style{Width: 80})
	}
	if hint := hintOf(err); hint != "" {
		fmt.Fprintf(w, "  hint: %s\n", lint.Printable(hint))
	}
}

func hintOf(err error) string {
	var (
		invalid *catalog.Invalid
		refusal *plan.Refusal
		wrong   usageError
		trouble *service.Error
		known   hinted
	)
	switch {
	case errors.As(err, &known):
		return known.hint
	case errors.As(err, &trouble):
		return trouble.Hint
	case errors.As(err, &refusal):
		return refusal.Hint
	case errors.As(err, &invalid):
		return invalid.Hint
	case errors.As(err, &wrong):
		return wrong.hint
	}
	return ""
}

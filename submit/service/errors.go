package service

import (
	"context"
	"errors"
)

// Class sorts failures by what they mean to the person who launches. A command
// line maps each class to one exit code.
type Class int

const (
	// ClassOther is an error that this package did not make.
	ClassOther Class = iota
	// ClassLocal is trouble on this machine: a file, a disk, a damaged journal.
	ClassLocal
	// ClassKey is a key that is missing, unreadable or refused (HTTP 401).
	ClassKey
	// ClassGuard is a launch that may not go on as approved: changed files, an
	// expired or used quote, a size the service cannot take, a locked journal.
	ClassGuard
	// ClassRefused is a no of the service.
	ClassRefused
	// ClassTemporary is trouble on the way. Nothing was paid; try again later.
	ClassTemporary
	// ClassUnknown is a create call without a proven outcome: a paid job may
	// exist. Launching again looks for it.
	ClassUnknown
	// ClassEnded is a followed job that failed or was cancelled.
	ClassEnded
	// ClassDiffers is a job that exists and is not as it was approved.
	ClassDiffers
	// ClassStopped is a run that was told to stop before anything was paid.
	ClassStopped
)

// Error is a failure with its class. Error() is one line; Hint, when not
// empty, is the way out and belongs on a second line.
type Error struct {
	Class   Class
	Message string
	Hint    string
	Err     error // the cause, or nil
}

// Error returns the message and its cause in one line, without the hint.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	if e.Message == "" {
		return e.Err.Error()
	}
	return e.Message + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ClassOf returns the class of an error of this package, ClassStopped for a
// cancelled context and ClassOther for anything else.
func ClassOf(err error) Class {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Class
	case errors.Is(err, context.Canceled):
		return ClassStopped
	}
	return ClassOther
}

// Guard is an error of [ClassGuard].
func Guard(message, hint string) *Error {
	return &Error{Class: ClassGuard, Message: message, Hint: hint}
}

// Local is an error of [ClassLocal] with its cause.
func Local(message string, err error) *Error {
	return &Error{Class: ClassLocal, Message: message, Err: err}
}

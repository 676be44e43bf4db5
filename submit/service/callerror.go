package service

import (
	"fmt"
	"net/http"
	"time"
)

// Trouble is what kind of thing went wrong with one call.
type Trouble int

// The kinds of trouble.
const (
	Unsent      Trouble = iota // no connection: nothing was written
	Untrusted                  // the peer's certificate is not trusted
	Cut                        // reset, EOF, timeout, an answer that breaks off
	BadStatus                  // an answer with a status of 400 and more, or below 200
	WrongAnswer                // a 2xx answer that the API does not give
	Redirected                 // a redirect, which is never followed
	GivenUp                    // the caller gave up
)

// CallError is one call that did not succeed. Its text holds no key and no
// bytes that a terminal would act on.
type CallError struct {
	// Call is the method and path, without the query.
	Call string
	// Host is the peer, or where a redirect wanted to go.
	Host string
	// Trouble is what kind of thing went wrong.
	Trouble Trouble
	// Status is that of the answer, or 0 when there was none.
	Status int
	// Words are the service's own, of an answer in the API's error envelope;
	// nil where the answer had none.
	Words *Words
	// NotYet says that the refusal passes by itself in a while.
	NotYet bool
	// Text describes the trouble in one line.
	Text string
	// Wait is how long the service asked to wait, or 0.
	Wait time.Duration
	// Cause is what the connection failed with, or nil.
	Cause error
}

// Words are what an error envelope says. A member that it lacks is empty.
type Words struct{ Code, Type, Message string }

// Error says which call failed, where, and with which words.
func (e *CallError) Error() string {
	where := e.Call + " at " + e.Host
	switch {
	case e.Trouble == Redirected:
		return fmt.Sprintf("%s: redirect (%d) to %s refused", e.Call, e.Status, e.Host)
	case e.Status >= 300:
		return fmt.Sprintf("%s: %d %s: %s", where, e.Status, http.StatusText(e.Status), e.Text)
	}
	return where + ": " + e.Text
}

// Unwrap returns what the connection failed with, or nil.
func (e *CallError) Unwrap() error { return e.Cause }

// Code returns the service's code for the error, or "".
func (e *CallError) Code() string {
	if e.Words == nil {
		return ""
	}
	return e.Words.Code
}

// Transient says whether the same call may succeed when made again.
func (e *CallError) Transient() bool {
	switch e.Trouble {
	case Unsent, Cut:
		return true
	case BadStatus:
		if e.NotYet {
			return true
		}
		switch e.Status {
		case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly:
			return true
		case http.StatusTooManyRequests:
			return !e.Broke()
		}
		return e.Status >= 500
	}
	return false
}

// Broke says that the account has no money, which waiting does not cure.
func (e *CallError) Broke() bool {
	return e.Words != nil && (e.Words.Code == "insufficient_quota" || e.Words.Type == "insufficient_quota")
}

// Gone says that the service knows no object of the id that was asked for.
func Gone(err error) bool {
	failed, ok := AsCallError(err)
	return ok && failed.Status == http.StatusNotFound && failed.Words != nil
}

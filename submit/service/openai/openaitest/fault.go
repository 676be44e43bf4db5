package openaitest

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Kind is a way to break.
type Kind int

// The kinds of fault. Each may come before the effect of its call or after it.
const (
	// None is no fault.
	None Kind = iota
	// Reset cuts the connection with a TCP reset and no answer.
	Reset
	// EOF closes the connection without an answer.
	EOF
	// Hang sends nothing until the client gives up or [Service.Close].
	Hang
	// Status answers with Fault.Status and an error envelope.
	Status
	// Bare answers with Fault.Status and Fault.Message, or a text, that is no
	// envelope.
	Bare
	// HTML answers 200 with a web page, as a captive portal does.
	HTML
	// Empty answers 200 with {}.
	Empty
	// Truncated promises the whole answer and closes after half of it, or
	// after Fault.Cut bytes.
	Truncated
	// Bomb answers 200 with 64 MiB of spaces packed into few bytes.
	Bomb
	// Redirect answers 307 to another host.
	Redirect
	// Slow sends the answer byte by byte, Fault.Delay apart.
	Slow
	// Late cuts the connection at once and has the effect after Fault.Delay.
	Late
)

// Moment says when a fault strikes.
type Moment int

const (
	// Early strikes before the body is read, and without effect.
	Early Moment = iota
	// Before strikes after the body was read, and without effect.
	Before
	// After strikes when the effect has happened.
	After
)

// Fault is one scripted failure. It strikes once.
type Fault struct {
	Call   Call
	Nth    int // which call of this name since New, from 1; 0 is the next one
	Kind   Kind
	Moment Moment
	// Status, Type, Code and Message belong to the kinds Status and Bare.
	Status              int
	Type, Code, Message string
	RetryAfter          string        // the header of that name, if not empty
	Delay               time.Duration // for Slow and Late
	Cut                 int           // for Truncated: bytes sent; 0 is half
}

// Script adds faults. The first that fits a call strikes and is used up.
func (s *Service) Script(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, faults...)
}

// Pending returns how many scripted faults have not struck.
func (s *Service) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.faults)
}

// Heal forgets every fault that has not struck.
func (s *Service) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

func (s *Service) take(call Call) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[call]++
	for i, f := range s.faults {
		if f.Call == call && (f.Nth == 0 || f.Nth == s.calls[call]) {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			return f
		}
	}
	return Fault{}
}

// strike fails in the way of f; a is the answer that should have been sent.
func (s *Service) strike(w http.ResponseWriter, r *http.Request, f Fault, a answer) {
	switch f.Kind {
	case Reset:
		cut(w, true)
	case EOF:
		cut(w, false)
	case Hang:
		s.hold(r)
		cut(w, true)
	case Status:
		s.send(w, f.refusal())
	case Bare:
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(f.Status)
		io.WriteString(w, cmp.Or(f.Message, "upstream says no"))
	case HTML:
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<!doctype html><title>Sign in to the network</title>")
	case Empty:
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, "{}")
	case Truncated:
		truncate(w, a, f.Cut)
	case Bomb:
		bomb(w)
	case Redirect:
		w.Header().Set("Location", "http://elsewhere.invalid"+r.URL.Path)
		w.WriteHeader(http.StatusTemporaryRedirect)
	case Slow:
		s.drip(w, r, a, f.Delay)
	default:
		s.send(w, a)
	}
}

func (f Fault) refusal() answer {
	a := refusal(f.Status, f.Type, f.Message)
	if f.Type == "" {
		a.kind = usualType(f.Status)
	}
	if f.Message == "" {
		a.message = "simulated"
	}
	a.code, a.retryAfter = f.Code, f.RetryAfter
	return a
}

// usualType is the type with which the API answers a status.
func usualType(status int) string {
	switch {
	case status == http.StatusTooManyRequests:
		return "requests"
	case status >= 500:
		return "server_error"
	}
	return "invalid_request_error"
}

func (s *Service) hold(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.done:
	}
}

// cut closes the connection under the answer; with reset, the way a crashed
// peer does it where the connection is TCP.
func cut(w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		tcp.SetLinger(0)
	}
	conn.Close()
}

func truncate(w http.ResponseWriter, a answer, at int) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	text := a.text()
	var whole bytes.Buffer
	whole.WriteString("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ")
	whole.WriteString(strconv.Itoa(len(text)) + "\r\n\r\n")
	if at == 0 {
		at = whole.Len() + len(text)/2
	}
	whole.Write(text)
	buffered.Write(whole.Bytes()[:min(at, whole.Len())])
	buffered.Flush()
}

// bomb sends one packed MiB of spaces 64 times: gzip unpacks such a chain as
// one text.
func bomb(w http.ResponseWriter) {
	var member bytes.Buffer
	packed := gzip.NewWriter(&member)
	packed.Write(bytes.Repeat([]byte(" "), 1<<20))
	packed.Close()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Encoding", "gzip")
	for range 64 {
		if _, err := w.Write(member.Bytes()); err != nil {
			return
		}
	}
}

func (s *Service) drip(w http.ResponseWriter, r *http.Request, a answer, pause time.Duration) {
	text := a.text()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	for i := range text {
		if _, err := w.Write(text[i : i+1]); err != nil {
			return
		}
		http.NewResponseController(w).Flush()
		select {
		case <-time.After(pause):
		case <-r.Context().Done():
			return
		case <-s.done:
			return
		}
	}
}

// Package openaitest is a stateful stand-in for OpenAI's files, uploads,
// fine-tuning jobs and models, as an [http.Handler].
//
// It keeps what it is sent, moves jobs forward only when [Service.Advance] is
// called, and breaks on request: a script of [Fault] values says which call
// fails, how, and whether its effect happens all the same. Answers have the
// members that the API's published schema requires.
//
// It holds no clock of its own, so it also runs inside a testing/synctest
// bubble.
package openaitest

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options say how a [Service] differs from the plain one. The zero value is a
// service that accepts every key and shows every effect at once.
type Options struct {
	// Key is the only accepted key, as a bearer token or an api-key header.
	// Any is accepted when it is empty.
	Key string
	// DropMetadata makes created jobs forget their metadata.
	DropMetadata bool
	// IgnoreFilter makes the list of jobs ignore its metadata filter.
	IgnoreFilter bool
	// ListDelay is how long a new file or job is missing from the lists.
	ListDelay time.Duration
	// Models is the list of base models; the default is those of the gpt-4.1
	// and gpt-4o families, without dates of shutdown.
	Models []Model
	// MaxFile is the largest file of one request in bytes; default 512 MB
	// (512,000,000).
	MaxFile int64
	// KeepBytes is how much of each file or part is kept in memory; default
	// 16 MiB. Longer ones are hashed and counted only.
	KeepBytes int64
	// Epochs is what "auto" resolves to; default 3.
	Epochs int64
	// TrainingType is written to each job as trainingType, the way Azure tells
	// which kind of training it chose. Left out when empty.
	TrainingType string
	// Told replaces members of every job's answers, such as "seed": what the
	// service made of a job beside what was asked.
	Told map[string]json.RawMessage
	// Processing is how long a new file has the status "uploaded" before it is
	// processed. A job that is created before is refused.
	Processing time.Duration
	// ValidLosses are the losses of the whole validation file at the end of
	// each epoch, again from the first where there are more epochs; default
	// 0.95, 0.93, 1.70.
	ValidLosses []float64
	// BillsInEvents makes jobs bill the way Azure does: an event tells the
	// billed tokens, rounded up to 1,000, and trained_tokens says twice as many
	// as were trained.
	BillsInEvents bool
}

// Model is one entry of the list of models.
type Model struct {
	ID string
	// Shutdown is a date such as "2027-01-31", or empty.
	Shutdown string
}

// Request is one request the service has seen. Body holds at most its first
// 64 KiB, and is nil for an upload of a file or a part.
type Request struct {
	Call   Call
	Method string
	Path   string
	Query  string
	Header http.Header
	Body   []byte
	Time   time.Time
}

// Service is the stand-in. Its methods may be called from any goroutine.
type Service struct {
	options Options
	done    chan struct{}
	closing sync.Once

	mu       sync.Mutex
	next     int
	files    []*file
	uploads  []*upload
	jobs     []*job
	faults   []Fault
	calls    map[Call]int
	requests []Request
}

// New returns an empty service.
func New(options Options) *Service {
	if options.Models == nil {
		options.Models = []Model{
			{ID: "gpt-4.1-2025-04-14"}, {ID: "gpt-4.1-mini-2025-04-14"}, {ID: "gpt-4.1-nano-2025-04-14"},
			{ID: "gpt-4o-2024-08-06"}, {ID: "gpt-4o-mini-2024-07-18"},
		}
	}
	if options.MaxFile == 0 {
		options.MaxFile = 512_000_000
	}
	if options.KeepBytes == 0 {
		options.KeepBytes = 16 << 20
	}
	if options.Epochs == 0 {
		options.Epochs = 3
	}
	if len(options.ValidLosses) == 0 {
		options.ValidLosses = []float64{0.95, 0.93, 1.70}
	}
	return &Service{options: options, done: make(chan struct{}), calls: map[Call]int{}}
}

// Close frees every request that a [Hang] or [Slow] fault holds, and drops
// effects that are still to come late.
func (s *Service) Close() {
	s.closing.Do(func() { close(s.done) })
}

// Requests returns a copy of everything seen so far, in order of arrival.
func (s *Service) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// ServeHTTP answers one request, below a prefix of /v1 or none.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call, id := route(r.Method, strings.TrimPrefix(r.URL.Path, "/v1"))
	body, err := newBody(call, r)
	s.see(call, r, body)
	fault := s.take(call)
	if fault.Kind != None && fault.Kind != Late && fault.Moment == Early {
		s.strike(w, r, fault, lost())
		return
	}
	if refused, ok := s.refuse(call, r); ok {
		s.send(w, refused)
		return
	}
	if err != nil {
		s.send(w, refusal(http.StatusBadRequest, "invalid_request_error", err.Error()))
		return
	}
	s.perform(w, r, request{call: call, id: id, query: r.URL.Query(), body: body}, fault)
}

// perform reads the body, has the effect and answers, in the order that the
// fault asks for.
func (s *Service) perform(w http.ResponseWriter, r *http.Request, req request, fault Fault) {
	in, err := s.receive(req)
	if err != nil {
		s.send(w, refusalFor(err))
		return
	}
	switch {
	case fault.Kind == None:
		s.send(w, s.handle(req, in))
	case fault.Kind == Late:
		s.later(fault.Delay, func() { s.handle(req, in) })
		s.strike(w, r, Fault{Kind: Reset}, lost())
	case fault.Moment == After:
		s.strike(w, r, fault, s.handle(req, in))
	default:
		s.strike(w, r, fault, lost())
	}
}

// handle has the effect of one call and returns its answer.
func (s *Service) handle(r request, in *incoming) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.call {
	case CreateFile:
		return s.createFile(in)
	case ListFiles:
		return s.listFiles(r)
	case RetrieveFile, DeleteFile, DownloadFile:
		return s.oneFile(r)
	case CreateUpload:
		return s.createUpload(r)
	case AddUploadPart, CompleteUpload, CancelUpload:
		return s.oneUpload(r, in)
	case CreateJob:
		return s.createJob(r)
	case ListJobs:
		return s.listJobs(r)
	case ListModels, RetrieveModel:
		return s.models(r)
	case CreateAnswer:
		return s.answerChat(r)
	case Moderate:
		return moderate(r)
	default:
		return s.oneJob(r)
	}
}

func (s *Service) later(after time.Duration, effect func()) {
	go func() {
		select {
		case <-time.After(after):
			effect()
		case <-s.done:
		}
	}()
}

func (s *Service) see(call Call, r *http.Request, body *body) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := Request{
		Call: call, Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery,
		Header: r.Header.Clone(), Time: time.Now(),
	}
	if body != nil {
		seen.Body = body.text
	}
	s.requests = append(s.requests, seen)
}

// refuse answers what needs no state: unknown paths and keys. Like the real
// service it repeats a wrong key, which a client must not print.
func (s *Service) refuse(call Call, r *http.Request) (answer, bool) {
	key := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if key == "" {
		key = r.Header.Get("Api-Key")
	}
	switch {
	case s.options.Key != "" && key != s.options.Key:
		a := refusal(http.StatusUnauthorized, "invalid_request_error", "Incorrect API key provided: "+key)
		a.code = "invalid_api_key"
		return a, true
	case call == Unknown:
		return refusal(http.StatusNotFound, "invalid_request_error", "Invalid URL ("+r.Method+" "+r.URL.Path+")"), true
	}
	return answer{}, false
}

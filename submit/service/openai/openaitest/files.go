package openaitest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// File is a whole file that the service has received.
type File struct {
	ID, Name, Purpose string
	Bytes             int64
	Lines             int64  // line feeds, plus one for a last line without
	SHA256            string // in hex; empty where parts were not kept
	Deleted           bool
}

type file struct {
	File
	content []byte // nil when longer than Options.KeepBytes
	created time.Time
	status  string
	details string
}

type fileAnswer struct {
	ID        string `json:"id"`
	Object    string `json:"object"`
	Bytes     int64  `json:"bytes"`
	CreatedAt int64  `json:"created_at"`
	Filename  string `json:"filename"`
	Purpose   string `json:"purpose"`
	Status    string `json:"status"`
	Details   string `json:"status_details,omitempty"`
}

// incoming is a form that was read to its closing boundary.
type incoming struct {
	fields map[string]string
	name   string
	kept   []byte
	bytes  int64
	lines  int64
	sum    string
}

// errTooLarge is answered with 413, before the rest of the body is read.
var errTooLarge = errors.New("413: Maximum content size limit exceeded")

// errHalf is a body that ended before its closing boundary.
var errHalf = errors.New("the form ends before its closing boundary")

func refusalFor(err error) answer {
	if errors.Is(err, errTooLarge) {
		return refusal(http.StatusRequestEntityTooLarge, "invalid_request_error", err.Error())
	}
	return invalid(err.Error())
}

// receive reads a form. A form that is cut is no form: nothing of it stays.
func (s *Service) receive(r request) (*incoming, error) {
	in := &incoming{fields: map[string]string{}}
	if r.body.form == nil {
		return in, nil
	}
	for {
		part, err := r.body.form.NextPart()
		if err == io.EOF {
			return in, nil
		}
		if err != nil {
			return nil, errHalf
		}
		if err := s.receivePart(in, part); err != nil {
			return nil, err
		}
	}
}

func (s *Service) receivePart(in *incoming, part *multipart.Part) error {
	if name := part.FormName(); name != "file" && name != "data" {
		value, err := io.ReadAll(io.LimitReader(part, longestText))
		in.fields[name] = string(value)
		return err
	}
	in.name = part.FileName()
	sink := &sink{hash: sha256.New(), keep: s.options.KeepBytes}
	n, err := io.Copy(sink, io.LimitReader(part, s.options.MaxFile+1))
	if n > s.options.MaxFile {
		return errTooLarge
	}
	if err != nil {
		return errHalf
	}
	in.bytes, in.lines, in.sum = n, sink.count(), hex.EncodeToString(sink.hash.Sum(nil))
	if in.kept = sink.kept; sink.over {
		in.kept = nil
	} else if in.kept == nil {
		in.kept = []byte{}
	}
	return nil
}

// sink hashes and counts everything and keeps the first bytes.
type sink struct {
	hash  hash.Hash
	keep  int64
	kept  []byte
	over  bool
	lines int64
	open  bool
}

func (k *sink) Write(b []byte) (int, error) {
	k.hash.Write(b)
	k.lines += int64(bytes.Count(b, []byte("\n")))
	if len(b) > 0 {
		k.open = b[len(b)-1] != '\n'
	}
	if int64(len(k.kept)+len(b)) > k.keep {
		k.over, k.kept = true, nil
	}
	if !k.over {
		k.kept = append(k.kept, b...)
	}
	return len(b), nil
}

func (k *sink) count() int64 {
	if k.open {
		return k.lines + 1
	}
	return k.lines
}

// Files returns every file that was received whole, deleted ones included, in
// order of arrival.
func (s *Service) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]File, len(s.files))
	for i, f := range s.files {
		all[i] = f.File
	}
	return all
}

func (s *Service) createFile(in *incoming) answer {
	if in.name == "" || in.fields["purpose"] == "" {
		return invalid("'file' and 'purpose' are required properties")
	}
	return result(s.fileAnswer(s.addFile(in, in.name, in.fields["purpose"])))
}

func (s *Service) addFile(in *incoming, name, purpose string) *file {
	f := &file{
		File: File{
			ID: s.newID("file-"), Name: name, Purpose: purpose,
			Bytes: in.bytes, Lines: in.lines, SHA256: in.sum,
		},
		content: in.kept, created: time.Now(), status: "processed",
	}
	s.files = append(s.files, f)
	return f
}

func (s *Service) newID(prefix string) string {
	s.next++
	return prefix + "test" + strconv.Itoa(10000+s.next)
}

func (s *Service) fileAnswer(f *file) fileAnswer {
	status := f.status
	if status == "processed" && time.Since(f.created) < s.options.Processing {
		status = "uploaded"
	}
	return fileAnswer{
		ID: f.ID, Object: "file", Bytes: f.Bytes, CreatedAt: f.created.Unix(),
		Filename: f.Name, Purpose: f.Purpose, Status: status, Details: f.details,
	}
}

func (s *Service) listFiles(r request) answer {
	var all []fileAnswer
	for i := len(s.files) - 1; i >= 0; i-- {
		f := s.files[i]
		purpose := r.query.Get("purpose")
		if s.visible(f.created) && !f.Deleted && (purpose == "" || purpose == f.Purpose) {
			all = append(all, s.fileAnswer(f))
		}
	}
	list, err := page(all, func(f fileAnswer) string { return f.ID }, r.query.Get("after"), r.query.Get("limit"))
	if err != nil {
		return invalid(err.Error())
	}
	return result(list)
}

func (s *Service) visible(created time.Time) bool {
	return time.Since(created) >= s.options.ListDelay
}

func (s *Service) fileByID(id string) *file {
	for _, f := range s.files {
		if f.ID == id && !f.Deleted {
			return f
		}
	}
	return nil
}

func (s *Service) oneFile(r request) answer {
	f := s.fileByID(r.id)
	if f == nil {
		return missing("File object", r.id)
	}
	switch r.call {
	case DeleteFile:
		f.Deleted = true
		return result(struct {
			ID      string `json:"id"`
			Object  string `json:"object"`
			Deleted bool   `json:"deleted"`
		}{f.ID, "file", true})
	case DownloadFile:
		return answer{status: http.StatusOK, body: f.content}
	}
	return result(s.fileAnswer(f))
}

// FailFile gives a file the status error, as the service does for a file that
// it cannot read. It does nothing when no file has the id.
func (s *Service) FailFile(id, details string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.fileByID(id); f != nil {
		f.status, f.details = "error", strings.TrimSpace(details)
	}
}

// LoseFile makes the service hold a file no more, as when somebody has deleted
// it.
func (s *Service) LoseFile(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.fileByID(id); f != nil {
		f.Deleted = true
	}
}

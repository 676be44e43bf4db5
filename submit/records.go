package submit

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// Record is what one journal of a state folder says in short.
type Record struct {
	Submission, Quote, Dataset, Model, URL, Provider string

	Path  string
	State State
	JobID string    // empty while no job is known
	Time  time.Time // of the last entry
	// Err says why the journal cannot be used; the members that its first entry
	// holds are set where that one can be read.
	Err error

	calls int // create calls that were intended
}

// Called says that a create call of this submission was made, or may have been.
func (r Record) Called() bool { return r.calls > 0 }

// mayHaveJob says that a job of this submission exists, may exist, or is being
// prepared.
func (r Record) mayHaveJob() bool { return r.State != StateNew && r.State != StateRefused }

// Records returns a record of each journal in a state folder, in the order of
// their names. A folder that is not there has none. A journal that cannot be used
// has a record that says so: it may stand for a paid job.
func Records(dir string) ([]Record, error) {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, service.Local("cannot read the state folder", err)
	}
	var records []Record
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ".jsonl"); !ok || !service.IsHex(name, 32) {
			continue
		}
		if record := readRecord(filepath.Join(dir, entry.Name())); record.State != StateNone || record.Err != nil {
			records = append(records, record)
		}
	}
	return records, nil
}

func readRecord(path string) Record {
	r := Record{Path: path, Submission: strings.TrimSuffix(filepath.Base(path), ".jsonl")}
	text, err := readBounded(path, longestJournal)
	if err != nil {
		r.Err = service.Local("cannot read a journal", err)
		return r
	}
	entries, _, err := ReadJournal(text)
	if err != nil {
		r.Err = unusable(path, err, "once it is clear which job it stands for, move it away")
		first, _, _ := bytes.Cut(text, []byte("\n"))
		if e, _, err := decodeEntry(first); err == nil {
			r.Quote, r.Dataset, r.Model, r.URL = e.Quote, e.Dataset, e.Model, e.URL
		}
		return r
	}
	k := sum(entries)
	r.State, r.Quote, r.Dataset, r.Model = k.state, k.first.Quote, k.first.Dataset, k.first.Model
	r.URL, r.Provider, r.Time, r.calls = k.first.URL, k.first.Provider, k.last.Time, k.creates
	r.JobID = k.created.JobID
	return r
}

// unusable is the error of a journal that is damaged or of a newer program.
func unusable(path string, err error, hint string) error {
	var newer *NewerError
	if errors.As(err, &newer) {
		hint = "use that program: it knows which job the journal stands for"
	}
	return &service.Error{Class: service.ClassLocal, Message: "cannot use " + path, Err: err, Hint: hint}
}

// Launch is what a record alone says of its launch: enough to look for the job
// of a create call that was made, and not to make one.
func (r Record) Launch() Launch {
	return Launch{ID: r.Submission, Quote: r.Quote, Model: r.Model, Training: service.File{SHA256: r.Dataset}}
}

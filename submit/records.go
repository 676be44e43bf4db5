package submit

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// Record is what one journal of a state folder says in short.
type Record struct {
	Submission, Quote, Dataset, Model, URL string

	Path  string
	State State
	JobID string    // empty while no job is known
	Time  time.Time // of the last entry
}

// mayHaveJob says that a job of this submission exists, may exist, or is being
// prepared.
func (r Record) mayHaveJob() bool { return r.State != StateNew && r.State != StateRefused }

// Called says that a create call of this submission was made, or may have been.
func (r Record) Called() bool {
	return r.State == StateCreateIntent || r.State == StateUnknown || r.State == StateCreated || r.State == StateFenced
}

// Records returns a record of each journal in a state folder, in the order of
// their names. A folder that is not there has none. A damaged journal is an
// error: it may stand for a paid job.
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
		record, err := readRecord(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		if record.State != StateNone {
			records = append(records, record)
		}
	}
	return records, nil
}

func readRecord(path string) (Record, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Record{}, service.Local("cannot read a journal", err)
	}
	entries, _, err := ReadJournal(text)
	if err != nil {
		return Record{}, &service.Error{Class: service.ClassLocal, Message: "cannot use " + path, Err: err,
			Hint: "once it is clear which job it stands for, move it away"}
	}
	k := sum(entries)
	return Record{
		Path: path, State: k.state, Submission: k.first.Submission, Quote: k.first.Quote,
		Dataset: k.first.Dataset, Model: k.first.Model, URL: k.first.URL,
		JobID: k.last.JobID, Time: k.last.Time,
	}, nil
}

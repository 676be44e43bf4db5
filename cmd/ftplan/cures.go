package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

// refusals says which rule a refusal of the service is about, by words that it holds. The first that fits decides.
var refusals = []struct{ words, rule string }{
	{"must have at least", "too-few-examples"},
	{"Discriminator 'role'", "missing-role"},
	{"invalid token", "control-token"},
	{"contains invalid json", "bad-json"},
	{"is not a dictionary", "not-an-object"},
	{"contains an extra", "unknown-key"},
	{"is missing key", "missing-key"},
	{"is not using", "wrong-format"},
	{"Unexpected file format", "wrong-format"},
}

// numbered finds the number of an example in a refusal.
var numbered = regexp.MustCompile(`(?i)\b(?:example|line) (\d+)\b`)

// cureFor maps a job's failure back to the local file: the rule it is about, and the line.
func cureFor(job service.Job, q *plan.Quote) *view.Cure {
	if job.Failure == nil {
		return nil
	}
	for _, refusal := range refusals {
		if !strings.Contains(job.Failure.Message, refusal.words) {
			continue
		}
		for _, rule := range rules.Rules() {
			if rule.Name == refusal.rule {
				cure := &view.Cure{Rule: rule, Code: rule.Code, Text: rule.Cure}
				cure.File, cure.Line = place(job.Failure.Message, q)
				return cure
			}
		}
	}
	return nil
}

// place returns the local file and line that a refusal names. Examples are counted without the lines that hold none.
func place(message string, q *plan.Quote) (file string, line int) {
	if q == nil || len(q.Files) == 0 {
		return "", 0
	}
	file = q.Files[0].Name
	match := numbered.FindStringSubmatch(message)
	if match == nil {
		return file, 0
	}
	n, err := strconv.Atoi(match[1])
	if err != nil {
		return file, 0
	}
	f, err := dataset.Open(file)
	if err != nil {
		return file, n
	}
	defer f.Close()
	examples := 0
	for l, err := range dataset.NewReader(f, 0).Lines() {
		if err != nil {
			break
		}
		if l.TooLong || len(strings.TrimSpace(string(l.Text))) > 0 {
			examples++
		}
		if examples == n {
			return file, l.Number
		}
	}
	return file, n
}

// keepQuote keeps a launched quote beside the journals, so that its job can be compared with it later.
func keepQuote(dir, submission string, q *plan.Quote) error {
	path := keptQuote(dir, submission)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return save(path, false, q.Bytes)
}

func keptQuote(dir, submission string) string {
	return filepath.Join(dir, "quotes", submission+".json")
}

// quoteOf returns the quote by which a job was launched from here, nil where it was not.
func (w world) quoteOf(id string) (*plan.Quote, error) {
	dir, err := w.stateFolder()
	if err != nil {
		return nil, err
	}
	records, err := submit.Records(dir)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if r.JobID == id {
			q, err := readQuote(keptQuote(dir, r.Submission))
			if errors.Is(err, fs.ErrNotExist) {
				return nil, nil
			}
			return q, err
		}
	}
	return nil, nil
}

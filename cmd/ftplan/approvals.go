package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/submit"
)

// A given is the record that an approval was given, or signed, on this machine. It lies in the state folder, one file for
// each approval, where no other folder's word reaches it.
type given struct {
	Version   int       `json:"version"`
	User      string    `json:"user"` // the operating system's name of who ran approve
	At        time.Time `json:"at"`
	Address   string    `json:"address"`   // that was shown
	Statement string    `json:"statement"` // the approval without its signature, as it is saved
}

// approvalsFolder is where the records lie.
func (w world) approvalsFolder() (string, error) {
	dir, err := w.stateFolder()
	return filepath.Join(dir, "approvals"), err
}

// recordGiven writes down that an approval was given here. It returns when the record is on the disk.
func (w world) recordGiven(a *plan.Approval, q *plan.Quote, now time.Time) error {
	dir, err := w.approvalsFolder()
	if err != nil {
		return err
	}
	statement, err := a.Statement()
	if err != nil {
		return err
	}
	text, err := json.Marshal(given{1, osUser(), now.UTC(), q.BaseURL, string(statement)})
	if err != nil {
		return err
	}
	for _, folder := range []string{filepath.Dir(dir), dir} {
		if err := submit.OwnFolder(folder); err != nil {
			return fmt.Errorf("cannot record the approval: %w", err)
		}
	}
	if err := writeWhole(filepath.Join(dir, document.Digest(statement)+".json"), text); err != nil {
		return fmt.Errorf("cannot record the approval: %w", err)
	}
	return nil
}

// writeWhole writes a private file in one step.
func writeWhole(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // of mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// givenHere returns the record of an approval, nil where it was not given on this machine.
func (w world) givenHere(a *plan.Approval) (*given, error) {
	dir, err := w.approvalsFolder()
	if err != nil {
		return nil, nil // nothing is recorded where there is no place for it
	}
	statement, err := a.Statement()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, nil // nothing was recorded yet
	}
	for _, folder := range []string{filepath.Dir(dir), dir} {
		if err := submit.OwnFolder(folder); err != nil {
			return nil, fmt.Errorf("cannot believe the records of approvals: %w", err)
		}
	}
	g, err := readGiven(filepath.Join(dir, document.Digest(statement)+".json"))
	if g != nil && g.Statement != string(statement) {
		return nil, nil
	}
	return g, err
}

// readGiven reads a record, nil where there is none.
func readGiven(path string) (*given, error) {
	text, err := readDocument(path, "record of an approval")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var g given
	if err := json.Unmarshal(text, &g); err != nil || g.Version != 1 {
		return nil, fmt.Errorf("the record of an approval %q cannot be used: %v; move it away and approve again", path, err)
	}
	return &g, nil
}

// changedSince compares an approval with those that were given here for the same quote, for saying what was changed.
func (w world) changedSince(a *plan.Approval) []document.Difference {
	dir, err := w.approvalsFolder()
	if err != nil {
		return nil
	}
	now, err := a.Statement()
	if err != nil {
		return nil
	}
	names, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	var nearest []document.Difference
	for _, name := range names {
		g, err := readGiven(name)
		if err != nil || g == nil {
			continue
		}
		differ := document.Compare([]byte(g.Statement), now)
		if len(differ) > 0 && len(differ) <= 2 && (nearest == nil || len(differ) < len(nearest)) { // one member, and the digest
			nearest = differ
		}
	}
	return nearest
}

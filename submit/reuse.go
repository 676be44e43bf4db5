package submit

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// HeldFile is a file that a launch from this machine uploaded before.
type HeldFile struct {
	ID       string // at the service
	Uploaded time.Time
}

// HeldFiles returns the files of a content, by its sha256 in hex, that the
// journals of a state folder say were uploaded to an address, newest first.
// Services tell no hashes, so what others uploaded is not known. A journal that
// cannot be read tells nothing.
func HeldFiles(dir, address, sha256 string) ([]HeldFile, error) {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, service.Local("cannot read the state folder", err)
	}
	var held []HeldFile
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ".jsonl"); !ok || !service.IsHex(name, 32) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, service.Local("cannot read a journal", err)
		}
		if journal, _, err := ReadJournal(text); err == nil {
			held = append(held, heldBy(journal, address, sha256)...)
		}
	}
	slices.SortStableFunc(held, func(a, b HeldFile) int { return b.Uploaded.Compare(a.Uploaded) })
	return held, nil
}

// heldBy are the uploads of one journal that have the content.
func heldBy(journal []Entry, address, sha256 string) []HeldFile {
	if len(journal) == 0 || !service.SameAddress(journal[0].URL, address) {
		return nil
	}
	var held []HeldFile
	intents := map[Role]string{}
	for _, e := range journal {
		switch {
		case e.State == StateUploadIntent:
			intents[e.Role] = e.SHA256
		case e.State == StateUploaded && e.FileID != "" && e.Why == "" && intents[e.Role] == sha256:
			held = append(held, HeldFile{ID: e.FileID, Uploaded: e.Time})
		}
	}
	return held
}

// FindHeld returns the newest copy of a file that the service still holds
// whole, among those that were uploaded from this machine.
func FindHeld(ctx context.Context, c *service.Client, dir string, f service.File) (HeldFile, bool, error) {
	held, err := HeldFiles(dir, c.Endpoint().URL, f.SHA256)
	if err != nil {
		return HeldFile{}, false, err
	}
	for _, h := range held {
		file, err := c.StoredFile(ctx, h.ID)
		switch {
		case service.Gone(err):
			continue
		case err != nil:
			return HeldFile{}, false, err
		case file.State == service.FileReady && file.Bytes == f.Bytes:
			return h, true, nil
		}
	}
	return HeldFile{}, false, nil
}

// reuse takes a file that the service holds for the validation file, once it is
// proven again that it was uploaded from here with the quoted content. The
// training file is never taken from another launch: a job is told from others
// by it.
func (r *run) reuse(ctx context.Context) error {
	held, found, err := FindHeld(ctx, r.c, r.j.dir, *r.l.Validation)
	if err != nil {
		return err
	}
	if !found || held.ID != r.l.HeldValidation {
		return service.Guard("the service does not hold the validation file as "+service.Show(r.l.HeldValidation, 80)+" any more",
			"submit without --reuse-validation uploads it")
	}
	return r.j.add(Entry{State: StateUploaded, Role: Validation, FileID: held.ID, Bytes: r.l.Validation.Bytes, Why: "reused"})
}

package submit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// State is how far a submission has come.
type State string

// The states of a submission. An intent is on disk before its effect begins.
const (
	StateNone         State = ""
	StateNew          State = "NEW"
	StateUploadIntent State = "UPLOAD_INTENT"
	StateUploadPart   State = "UPLOAD_PART" // part of an upload in parts, or its beginning
	StateUploaded     State = "UPLOADED"
	StateCreateIntent State = "CREATE_INTENT"
	StateCreated      State = "CREATED"
	StateRefused      State = "REFUSED"
	StateUnknown      State = "UNKNOWN"
	StateFenced       State = "FENCED"
	StateAccepted     State = "ACCEPTED" // how a created job differs from what was sent
)

// Role says which file of a job is meant.
type Role string

// The files of a job.
const (
	Training   Role = "training"
	Validation Role = "validation"
)

// journalVersion is written to the first entry. Older versions are read; a newer
// one is refused by its name.
const journalVersion = 2

// longestJournal bounds a journal, in bytes. A launch writes a few KB, and
// some 400 bytes for each part of a large file.
const longestJournal = 16 << 20

// Entry is one line of a journal: ids, hashes, sizes, times and a host, but no
// key and none of the data.
type Entry struct {
	Seq   int       `json:"seq"`
	Prev  string    `json:"prev"` // hash of the entry before; empty in the first
	Time  time.Time `json:"time"`
	State State     `json:"state"`

	// NEW
	Version    int    `json:"version,omitempty"`
	Submission string `json:"submission,omitempty"`
	Quote      string `json:"quote,omitempty"`   // sha256 of the canonical quote
	Dataset    string `json:"dataset,omitempty"` // sha256 of the training file
	Model      string `json:"model,omitempty"`
	URL        string `json:"url,omitempty"`
	Provider   string `json:"provider,omitempty"`
	Consent    string `json:"consent,omitempty"` // why the approval counts

	// UPLOAD_INTENT, UPLOAD_PART, UPLOADED
	Role     Role       `json:"role,omitempty"`
	Name     string     `json:"name,omitempty"`
	Bytes    int64      `json:"bytes,omitempty"`
	SHA256   string     `json:"sha256,omitempty"` // of the file, the part or the body
	FileID   string     `json:"file,omitempty"`
	UploadID string     `json:"upload,omitempty"`
	Expires  *time.Time `json:"expires,omitempty"`
	Part     int        `json:"part,omitempty"` // counted from 1
	PartID   string     `json:"part_id,omitempty"`

	// CREATE_INTENT and its outcome
	Nonce      string          `json:"nonce,omitempty"`
	Body       json.RawMessage `json:"body,omitempty"`        // of the create call
	NotSent    bool            `json:"not_sent,omitempty"`    // the create call never left
	ServerTime *time.Time      `json:"server_time,omitempty"` // by the service's clock
	JobID      string          `json:"job,omitempty"`
	Also       []string        `json:"also,omitempty"` // further jobs of this submission
	Status     int             `json:"status,omitempty"`
	Code       string          `json:"code,omitempty"`
	Why        string          `json:"why,omitempty"`

	earlier *Entry // the call before, where an entry stands for a create call
}

// DamageError is a journal that cannot be trusted. Nothing is guessed from it.
type DamageError struct {
	Line int // counted from 1
	Why  string
}

// Error names the line.
func (e *DamageError) Error() string {
	return fmt.Sprintf("the journal is damaged at line %d: %s", e.Line, e.Why)
}

// NewerError is a journal that a newer program has written.
type NewerError struct{ Version int }

// Error names the versions.
func (e *NewerError) Error() string {
	return fmt.Sprintf("the journal was written by a newer ftplan (version %d of its form; this one reads up to %d)", e.Version, journalVersion)
}

// isNewer returns the version of a journal by its first line, where that one is
// whole and newer than this program, or 0.
func isNewer(line []byte) int {
	var first struct {
		Version int `json:"version"`
	}
	if _, _, err := unseal(line); err != nil || json.Unmarshal(line, &first) != nil || first.Version <= journalVersion {
		return 0
	}
	return first.Version
}

const hashMember = `,"hash":"`

// encodeEntry is an entry's line, which ends in the hash of all before it.
func encodeEntry(e Entry) (line []byte, hash string, err error) {
	text, err := json.Marshal(e)
	if err != nil {
		return nil, "", err
	}
	text = text[:len(text)-1]
	sum := sha256.Sum256(text)
	hash = hex.EncodeToString(sum[:])
	return append(text, hashMember+hash+"\"}\n"...), hash, nil
}

// decodeEntry reads one line without its line feed.
func decodeEntry(line []byte) (e Entry, hash string, err error) {
	text, hash, err := unseal(line)
	if err != nil {
		return e, "", err
	}
	dec := json.NewDecoder(io.MultiReader(bytes.NewReader(text), strings.NewReader("}")))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e); err != nil {
		return e, "", err
	}
	if dec.InputOffset() != int64(len(text)+1) {
		return e, "", errors.New("there is more than one value")
	}
	return e, hash, nil
}

// unseal returns what stands before a line's hash, which fits, without the
// closing brace.
func unseal(line []byte) (text []byte, hash string, err error) {
	at := len(line) - len(hashMember) - 64 - 2
	if at < 0 || !bytes.HasPrefix(line[at:], []byte(hashMember)) || !bytes.HasSuffix(line, []byte(`"}`)) {
		return nil, "", errors.New("it does not end in a hash")
	}
	text = line[:at]
	hash = string(line[at+len(hashMember) : len(line)-2])
	if sum := sha256.Sum256(text); hash != hex.EncodeToString(sum[:]) {
		return nil, "", errors.New("its hash does not fit")
	}
	return text, hash, nil
}

// ReadJournal reads entries and returns how many bytes of text they fill. A
// last line without a line feed was torn while it was written; its effect had
// not begun, so it is left out. Anything else out of order is a [DamageError].
func ReadJournal(text []byte) (entries []Entry, valid int, err error) {
	prev := ""
	for valid < len(text) {
		n := bytes.IndexByte(text[valid:], '\n')
		if n < 0 {
			break
		}
		e, hash, err := decodeEntry(text[valid : valid+n])
		if newer := isNewer(text[valid : valid+n]); valid == 0 && newer > 0 {
			return nil, 0, &NewerError{newer}
		}
		switch {
		case err != nil:
		case e.Seq != len(entries)+1 || e.Prev != prev:
			err = errors.New("it does not follow the line before")
		case e.Seq == 1 && (e.State != StateNew || e.Version < 1 || e.Version > journalVersion):
			err = errors.New("it does not begin a journal")
		}
		if err != nil {
			return nil, 0, &DamageError{Line: len(entries) + 1, Why: service.Show(err.Error(), 200)}
		}
		entries = append(entries, e)
		valid += n + 1
		prev = hash
	}
	return entries, valid, nil
}

// disk is where a journal's effects on the file system pass through. Its step,
// when not nil, is called before each with the number of bytes, and returns
// how many of them to do and whether to fail: tests crash there.
type disk struct {
	step func(effect string, n int) (int, error)
}

func (d disk) before(effect string, n int) (int, error) {
	if d.step == nil {
		return n, nil
	}
	return d.step(effect, n)
}

// Journal is the record of one submission, held by this process alone.
// Its methods may be called from any goroutine.
type Journal struct {
	dir, path string
	disk      disk
	file      *os.File
	locks     locks

	mu      sync.Mutex
	entries []Entry
	last    string // hash of the last entry
	broken  error  // after a failed write nothing more is written
}

// OpenJournal opens, and creates where needed, the journal of a launch in a
// folder of mode 0700, and locks the quote. When another process holds the
// quote, the error says which. A damaged journal is refused.
func OpenJournal(dir string, l Launch) (*Journal, error) {
	return openJournal(dir, l, disk{})
}

func openJournal(dir string, l Launch, d disk) (*Journal, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	if err := OwnFolder(dir); err != nil {
		return nil, service.Local("cannot use the state folder", err)
	}
	locks, err := lockQuote(dir, l)
	if err != nil {
		return nil, err
	}
	j := &Journal{dir: dir, path: journalPath(dir, l.ID), disk: d, locks: locks}
	if err := j.load(l.jobs("list")); err != nil {
		j.Close()
		return nil, err
	}
	return j, nil
}

func journalPath(dir, id string) string { return filepath.Join(dir, id+".jsonl") }

// OwnFolder makes a folder of mode 0700 where there is none, and refuses one
// that somebody else owns or can write: a journal there could be anybody's word.
func OwnFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := syncDir(filepath.Dir(dir)); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is no folder", dir)
	}
	if err := private(dir, info); err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return os.Chmod(dir, 0o700)
	}
	return nil
}

// load reads what is there and cuts a torn last line off. Nothing is created
// before the first entry. Look is the command that lists the service's jobs.
func (j *Journal) load(look string) error {
	file, err := os.OpenFile(j.path, os.O_RDWR|noFollow, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return service.Local("cannot open the journal", err)
	}
	j.file = file
	text, err := io.ReadAll(io.LimitReader(file, longestJournal+1))
	if err != nil {
		return service.Local("cannot read the journal", err)
	}
	if len(text) > longestJournal {
		return service.Local("cannot use "+j.path, &DamageError{Line: 1, Why: "it is longer than 16 MiB"})
	}
	entries, valid, err := ReadJournal(text)
	if err != nil {
		return unusable(j.path, err, "look for the job with `"+look+"`; launch nothing before it is clear whether one exists")
	}
	if err := j.rewind(valid, len(text)); err != nil {
		return service.Local("cannot mend the journal", err)
	}
	if j.entries = entries; valid > 0 {
		end := bytes.LastIndexByte(text[:valid-1], '\n') + 1
		_, j.last, err = decodeEntry(text[end : valid-1])
	}
	return err
}

// rewind puts the write position behind the last whole line.
func (j *Journal) rewind(valid, length int) error {
	if _, err := j.file.Seek(int64(valid), io.SeekStart); err != nil || valid == length {
		return err
	}
	if _, err := j.disk.before("truncate", 0); err != nil {
		return err
	}
	if err := j.file.Truncate(int64(valid)); err != nil {
		return err
	}
	return j.sync()
}

// add writes an entry and returns when it is on the disk, with its folder.
func (j *Journal) add(e Entry) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.broken != nil {
		return j.broken
	}
	e.Seq, e.Prev, e.Time = len(j.entries)+1, j.last, time.Now().UTC()
	line, hash, err := encodeEntry(e)
	if err == nil {
		err = j.write(line)
	}
	if err != nil {
		j.broken = service.Local("cannot write the journal", err)
		return j.broken
	}
	j.entries, j.last = append(j.entries, e), hash
	return nil
}

func (j *Journal) write(line []byte) error {
	if j.file == nil {
		if err := j.create(); err != nil {
			return err
		}
	}
	n, err := j.disk.before("write", len(line))
	if _, failed := j.file.Write(line[:n]); failed != nil || err != nil {
		return errors.Join(failed, err)
	}
	if err := j.sync(); err != nil {
		return err
	}
	if len(j.entries) == 0 {
		return j.syncFolder()
	}
	return nil
}

func (j *Journal) create() error {
	if _, err := j.disk.before("create", 0); err != nil {
		return err
	}
	file, err := os.OpenFile(j.path, os.O_RDWR|os.O_CREATE|os.O_EXCL|noFollow, 0o600)
	j.file = file
	return err
}

func (j *Journal) sync() error {
	if _, err := j.disk.before("fsync", 0); err != nil {
		return err
	}
	return j.file.Sync()
}

func (j *Journal) syncFolder() error {
	if _, err := j.disk.before("fsync folder", 0); err != nil {
		return err
	}
	return syncDir(j.dir)
}

// Entries returns a copy of what the journal holds.
func (j *Journal) Entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]Entry(nil), j.entries...)
}

// Path returns the name of the journal's file.
func (j *Journal) Path() string { return j.path }

// Close frees the journal for other processes. Every entry is on the disk
// already.
func (j *Journal) Close() error {
	var err error
	if j.file != nil {
		err = j.file.Close()
	}
	return errors.Join(err, j.locks.release())
}

// readBounded reads a regular file of at most a number of bytes.
func readBounded(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("it is longer than %d MiB", most>>20)
	}
	return text, err
}

package service

import (
	"context"
	"iter"
	"slices"
	"time"
)

// Service is what a launch needs of a provider. Each method but those that
// say otherwise may try a call again that costs nothing; every error has a
// class, or is a [CallError].
type Service interface {
	// Trainable returns nil when the service can train a model now for this
	// key, or cannot say.
	Trainable(ctx context.Context, model string) error

	// PartBytes returns the size of the parts in which a file goes up, 0 for a
	// file that goes up whole, or why it cannot go up at all.
	PartBytes(f File) (int64, error)
	// Upload sends a file once, whole or in parts. The service holds no whole
	// file of another content than the quoted one. After a lost answer the file
	// may exist.
	Upload(ctx context.Context, u Upload) (StoredFile, error)
	// FindUpload looks for the file of an upload that may have arrived since a
	// time of the service's clock.
	FindUpload(ctx context.Context, u Upload, since time.Time) (f StoredFile, found bool, err error)
	// StoredFile returns what the service holds under an id. [Gone] tells that
	// it holds nothing.
	StoredFile(ctx context.Context, id string) (StoredFile, error)
	// DeleteFile deletes a file; one that is gone already is deleted.
	DeleteFile(ctx context.Context, id string) error

	// Create sends the one paid call, at most once, and says what its outcome
	// proves.
	Create(ctx context.Context, r Request) Outcome
	// Find returns the jobs of a submission and of its quote, through every
	// listing there is. A listing that cannot be read to its end is an error:
	// what it lacks is not known.
	Find(ctx context.Context, s Search) ([]Job, error)
	// Exact says that Find misses no job that exists, however new: the service
	// gives a job the name that the submission chose.
	Exact() bool
	// Differences compares a job with the body of the call that created it.
	Differences(body []byte, job Job) Differences
	// ReadJob reads one job, in one call.
	ReadJob(ctx context.Context, id string) (Job, error)
	// Jobs yields the account's jobs, newest first.
	Jobs(ctx context.Context) iter.Seq2[Job, error]
	// ChangeJob asks once for a change; what becomes of the job is read
	// afterwards.
	ChangeJob(ctx context.Context, id string, c Change) error
	// Events yields what the service noted about a job, newest first.
	Events(ctx context.Context, id string) iter.Seq2[Event, error]
	// Checkpoints yields a job's checkpoints, newest first.
	Checkpoints(ctx context.Context, id string) iter.Seq2[Checkpoint, error]

	// Content returns the bytes of a file that the service holds, such as a
	// result file of a job.
	Content(ctx context.Context, id string) ([]byte, error)

	// Preview lists the calls of a launch that meets no trouble. Nothing is
	// sent.
	Preview(l Preview) ([]PlannedCall, error)
}

// The members of a job's metadata that say what the job is of, where a service
// keeps metadata: the submission's id, and the sha256 of the quote in hex.
const (
	TagKey   = "ftplan_submission"
	QuoteKey = "ftplan_quote"
)

// Upload is one file on its way.
type Upload struct {
	// Name is the file's name at the service; it belongs to one submission.
	Name string
	File File
	// Digest is what reading the file found.
	Digest Digest
	// Begun is what is known of an upload in parts that was begun before.
	Begun PartsLog
	// Keep writes down the beginning of an upload in parts, each part that the
	// service has, and the end of an upload that it no longer takes. It may be
	// called from several goroutines.
	Keep func(PartNote) error
}

// PartsLog is what is known of an upload in parts.
type PartsLog struct {
	UploadID string
	Expires  time.Time
	Done     map[int]SentPart // by index, counted from 0
}

// SentPart is a part that the service has.
type SentPart struct{ ID, SHA256 string }

// PartNote is one thing to know about an upload in parts: a part that arrived,
// or, with Part 0, when the upload with this id expires.
type PartNote struct {
	UploadID string
	Expires  time.Time
	Part     int // counted from 1
	SentPart
}

// StoredFile is a file as the service holds it.
type StoredFile struct {
	ID      string
	Name    string
	Bytes   int64
	Created time.Time
	// State says whether it can be trained with.
	State FileState
	// Details are the service's words about a file that it cannot use.
	Details string
}

// FileState is how far the service is with a file.
type FileState int

// The states of a stored file.
const (
	FileReady FileState = iota
	FilePending
	FileUnusable
)

// Request is the paid call.
type Request struct {
	Submission   string
	Body         []byte
	TrainingFile string // its id at the service
}

// Search says which job is looked for.
type Search struct {
	Submission string
	// Quote is the sha256 of the quote in hex, and Quoted when it was made: a
	// job of it is no older.
	Quote  string
	Quoted time.Time
	// TrainingFiles are the ids of the files that were uploaded for it.
	TrainingFiles []string
	// Since is the service's time of the first create call, zero while none may
	// have been sent: then only a job that carries the submission or the quote
	// counts.
	Since time.Time
}

// Fits says whether a job is of the submission: it carries the submission's id,
// or trains on a file that was uploaded for it.
func (s Search) Fits(job Job) bool {
	return job.Metadata[TagKey] == s.Submission ||
		job.TrainingFile != "" && slices.Contains(s.TrainingFiles, job.TrainingFile)
}

// Quotes says whether a job is of the quote.
func (s Search) Quotes(job Job) bool { return s.Quote != "" && job.Metadata[QuoteKey] == s.Quote }

// Change is what can be asked of a job.
type Change string

// The changes. A service that lacks one refuses it.
const (
	Cancel Change = "cancel"
	Pause  Change = "pause"
	Resume Change = "resume"
)

// Client is a provider's service and the caller that its calls go through.
type Client struct {
	*Caller
	Service
}

// Job returns one job.
func (c *Client) Job(ctx context.Context, id string) (Job, error) {
	return Retry(ctx, c.Caller, func(ctx context.Context) (Job, error) { return c.ReadJob(ctx, id) })
}

// Change asks for a change of a job and returns what has become of it. Asking
// twice does no harm: whatever the call answers, the job is read afterwards. A
// refusal is returned with the job, unless the job has ended, which is then the
// answer.
func (c *Client) Change(ctx context.Context, id string, to Change) (Job, error) {
	_, refused := Retry(ctx, c.Caller, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, c.ChangeJob(ctx, id, to)
	})
	if class := ClassOf(refused); class == ClassKey || class == ClassStopped || class == ClassLocal {
		return Job{}, refused
	}
	job, err := c.Job(ctx, id)
	if err != nil {
		return Job{}, err
	}
	if job.Status.Ended() && ClassOf(refused) != ClassTemporary || to == Cancel && job.Status == Cancelled {
		return job, nil
	}
	return job, refused
}

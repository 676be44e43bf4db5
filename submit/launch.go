package submit

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// Launch is one approved job: what is sent, and what must hold before.
type Launch struct {
	// ID is the submission: 32 lower-case hexadecimal digits that stand for the
	// quote with its approval. It goes into the job's metadata and the names of
	// the uploaded files.
	ID string
	// Quote is the sha256 of the canonical quote, in hex.
	Quote string
	// URL is the address that the quote is for, or "" for any.
	URL string
	// Model is the model's name at the provider.
	Model string
	// Training is the training file; Validation is nil where there is none.
	Training   service.File
	Validation *service.File
	// Body returns the body of the create call for the ids of the uploaded
	// files; validation is "" where there is none. It holds the ID as metadata
	// under [service.TagKey], where the endpoint keeps metadata.
	Body func(training, validation string) ([]byte, error)
	// Guard returns why the launch may not happen at this moment, or nil. It is
	// asked before the upload and again before the create call.
	Guard func(now time.Time) error
	// Quoted is when the quote was made: no job of it is older.
	Quoted time.Time
	// Accept takes a job as it is that differs from what was sent.
	Accept bool
	// Confirm, when not nil, asks the person who fenced an unknown outcome,
	// right before another create call is sent; text says what remains possible.
	Confirm func(ctx context.Context, text string) error
	// Again allows a launch although the same data went to the same model
	// within [Lately] under another quote.
	Again bool
	// HeldValidation is the id of a file that the service holds from an earlier
	// launch of this machine and that is used for the validation file; "" where
	// it is uploaded. See [FindHeld].
	HeldValidation string
	// Consent says why the approval counts, for the journal; may be "".
	Consent string
	// Resume is the command that goes on with this launch, and Reach the flags
	// with which the commands about jobs come to its service. Hints say them, so
	// that they can be typed as they stand. Both may be empty.
	Resume, Reach string
}

// Lately is how long the same data for the same model counts as launched
// lately.
const Lately = 72 * time.Hour

func (l Launch) check() error {
	if !service.IsHex(l.ID, 32) || !service.IsHex(l.Quote, 64) || !service.IsHex(l.Training.SHA256, 64) {
		return service.Guard("the launch does not name its quote and data by their hashes", "")
	}
	return nil
}

// resume is the command that goes on with the launch, with more flags.
func (l Launch) resume(flags string) string {
	return strings.TrimSuffix(cmp.Or(l.Resume, "ftplan resume QUOTE")+" "+flags, " ")
}

// jobs is a command about jobs of the launch's service.
func (l Launch) jobs(words string) string {
	return strings.TrimSuffix("ftplan jobs "+words+" "+l.Reach, " ")
}

// file returns a file of the launch by its role.
func (l Launch) file(role Role) service.File {
	if role == Validation {
		return *l.Validation
	}
	return l.Training
}

// roles are the files to upload, in order.
func (l Launch) roles() []Role {
	if l.Validation == nil {
		return []Role{Training}
	}
	return []Role{Training, Validation}
}

// uploadName is the name a file has at the service; it holds no private text.
func (l Launch) uploadName(role Role) string {
	if role == Validation {
		return "ftplan-" + l.ID + "-validation.jsonl"
	}
	return "ftplan-" + l.ID + ".jsonl"
}

package service

import (
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/ftplan/ftplan/submit/metrics"
)

// Status is where a job stands. A word that is not among the constants means
// that the job is not finished.
type Status string

// The statuses that the service documents, and those seen beside them.
const (
	ValidatingFiles Status = "validating_files"
	Queued          Status = "queued"
	Running         Status = "running"
	Paused          Status = "paused"
	Succeeded       Status = "succeeded"
	Failed          Status = "failed"
	Cancelled       Status = "cancelled"
)

// Ended says that the job will not change any more.
func (s Status) Ended() bool { return s == Succeeded || s == Failed || s == Cancelled }

// Job is a fine-tuning job as the service tells it. What the service does not
// tell is nil or empty. Texts are as received; escape them before printing.
type Job struct {
	ID             string            `json:"id"`
	Status         Status            `json:"status"`
	Model          string            `json:"model,omitempty"`
	FineTunedModel string            `json:"fine_tuned_model,omitempty"`
	Created        time.Time         `json:"created"`
	Finished       *time.Time        `json:"finished,omitempty"`
	EstimatedEnd   *time.Time        `json:"estimated_end,omitempty"`
	TrainingFile   string            `json:"training_file,omitempty"`
	ValidationFile string            `json:"validation_file,omitempty"`
	ResultFiles    []string          `json:"result_files,omitempty"`
	TrainedTokens  *int64            `json:"trained_tokens,omitempty"` // the job's own counter, which is not everywhere the bill
	Epochs         *int64            `json:"epochs,omitempty"`         // nil while "auto"
	Failure        *Failure          `json:"failure,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"`
	Method         string            `json:"method,omitempty"`
	// Hyperparameters are those that the service tells, as JSON writes them:
	// numbers, or auto where it has not chosen yet.
	Hyperparameters map[string]string `json:"hyperparameters,omitempty"`

	// Told is the job in the service's own words, for reading back.
	Told json.RawMessage `json:"-"`
}

// Failure is why a job failed, in the service's words.
type Failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Param   string `json:"param,omitempty"`
}

// CheckJobID says whether a text can be the id of a job. The error is of
// [ClassLocal].
func CheckJobID(id string) error {
	if IsJobID(id) {
		return nil
	}
	return &Error{Class: ClassLocal, Message: InQuotes(id) + " is not a job's id", Hint: "ids look like ftjob-…"}
}

// InQuotes is a text in quotes, escaped once, whatever it holds; what goes beyond 80
// bytes is cut.
func InQuotes(text string) string {
	const limit = 80
	if len(text) <= limit {
		return strconv.Quote(text)
	}
	end := limit
	for end > limit-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return strconv.Quote(text[:end] + "…")
}

// Minutes is how long a job took from its creation to its end, waiting
// included; nil while it has not ended, or where the service tells no end.
func (j Job) Minutes() *float64 {
	if j.Finished == nil || j.Finished.Before(j.Created) {
		return nil
	}
	minutes := j.Finished.Sub(j.Created).Minutes()
	return &minutes
}

// Event is one line of a job's diary. Step is nil where the event tells no
// figures.
type Event struct {
	ID      string    `json:"id"`
	Time    time.Time `json:"time"`
	Level   string    `json:"level"` // info, warn or error
	Type    string    `json:"type"`  // message or metrics
	Message string    `json:"message"`
	*metrics.Step
}

// Checkpoint is a model as it was at one step.
type Checkpoint struct {
	ID    string    `json:"id"`
	Time  time.Time `json:"time"`
	Model string    `json:"model"`
	metrics.Step
}

// Outcome returns nil for a job that succeeded or still goes on, and an error
// of [ClassEnded] with the service's reason for one that failed or was
// cancelled.
func (j Job) Outcome() error {
	switch {
	case j.Status == Cancelled:
		return &Error{Class: ClassEnded, Message: "job " + j.ID + " was cancelled"}
	case j.Status == Failed && j.Failure != nil:
		return &Error{Class: ClassEnded, Message: "job " + j.ID + " failed: " + Show(j.Failure.Message, LongestShown)}
	case j.Status == Failed:
		return &Error{Class: ClassEnded, Message: "job " + j.ID + " failed; the service gives no reason"}
	}
	return nil
}

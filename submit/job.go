package submit

import (
	"encoding/json"
	"regexp"
	"time"

	"github.com/sashabaranov/go-openai"
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
	TrainedTokens  *int64            `json:"trained_tokens,omitempty"` // billed tokens
	Epochs         *int64            `json:"epochs,omitempty"`         // nil while "auto"
	Failure        *Failure          `json:"failure,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"`

	members map[string]json.RawMessage // of the answer, for reading back
}

// Failure is why a job failed, in the service's words.
type Failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Param   string `json:"param,omitempty"`
}

// jobID is what the id of a job looks like, wherever it was created.
var jobID = regexp.MustCompile(`^ft[A-Za-z0-9_-]{1,64}$`)

// jobAnswer is go-openai's job with the members that it lacks, or that cannot
// be told from zero there.
type jobAnswer struct {
	openai.FineTuningJob
	TrainedTokens   *int64                     `json:"trained_tokens"`
	FinishedAt      *int64                     `json:"finished_at"`
	EstimatedFinish *int64                     `json:"estimated_finish"`
	Error           *Failure                   `json:"error"`
	Metadata        map[string]string          `json:"metadata"`
	Hyperparameters json.RawMessage            `json:"hyperparameters"`
	Method          map[string]json.RawMessage `json:"method"`
}

// readJob decodes a job; it returns false when text is not one.
func (c *Client) readJob(text json.RawMessage) (Job, bool) {
	var a jobAnswer
	if err := json.Unmarshal(text, &a); err != nil || a.Object != "fine_tuning.job" || !jobID.MatchString(a.ID) {
		return Job{}, false
	}
	job := Job{
		ID: a.ID, Status: c.status(a.Status), Model: a.Model, FineTunedModel: a.FineTunedModel,
		Created: time.Unix(a.CreatedAt, 0), Finished: moment(a.FinishedAt),
		EstimatedEnd: moment(a.EstimatedFinish), TrainingFile: a.TrainingFile,
		ValidationFile: a.ValidationFile, ResultFiles: a.ResultFiles,
		TrainedTokens: a.TrainedTokens, Epochs: a.epochs(), Metadata: a.Metadata,
	}
	if a.Error != nil && (a.Error.Code != "" || a.Error.Message != "") {
		job.Failure = a.Error
	}
	if err := json.Unmarshal(text, &job.members); err != nil {
		return Job{}, false
	}
	return job, true
}

func (c *Client) status(word string) Status {
	if s, ok := c.endpoint.Statuses[word]; ok {
		return s
	}
	return Status(word)
}

func moment(seconds *int64) *time.Time {
	if seconds == nil || *seconds == 0 {
		return nil
	}
	t := time.Unix(*seconds, 0)
	return &t
}

// epochs finds the resolved number, in the method's hyperparameters or in the
// older place; "auto" is nil.
func (a *jobAnswer) epochs() *int64 {
	places := []json.RawMessage{a.Hyperparameters}
	var kind string
	if json.Unmarshal(a.Method["type"], &kind) == nil {
		var method struct {
			Hyperparameters json.RawMessage `json:"hyperparameters"`
		}
		if json.Unmarshal(a.Method[kind], &method) == nil {
			places = append(places, method.Hyperparameters)
		}
	}
	for _, place := range places {
		var h struct {
			Epochs json.RawMessage `json:"n_epochs"`
		}
		var n int64
		if json.Unmarshal(place, &h) == nil && json.Unmarshal(h.Epochs, &n) == nil && n > 0 {
			return &n
		}
	}
	return nil
}

// Event is one line of a job's diary. Step and Loss are nil where the event
// tells none.
type Event struct {
	ID      string    `json:"id"`
	Time    time.Time `json:"time"`
	Level   string    `json:"level"` // info, warn or error
	Type    string    `json:"type"`  // message or metrics
	Message string    `json:"message"`
	Step    *int64    `json:"step,omitempty"`
	Loss    *float64  `json:"train_loss,omitempty"`
}

// Checkpoint is a model as it was at one step.
type Checkpoint struct {
	ID    string    `json:"id"`
	Time  time.Time `json:"time"`
	Model string    `json:"model"`
	Step  int64     `json:"step"`
	Loss  *float64  `json:"train_loss,omitempty"`
}

// Outcome returns nil for a job that succeeded or still goes on, and an error
// of [ClassEnded] with the service's reason for one that failed or was
// cancelled.
func (j Job) Outcome() error {
	switch {
	case j.Status == Cancelled:
		return &Error{Class: ClassEnded, Message: "job " + j.ID + " was cancelled"}
	case j.Status == Failed && j.Failure != nil:
		return &Error{Class: ClassEnded, Message: "job " + j.ID + " failed: " + show(j.Failure.Message, longestShown)}
	case j.Status == Failed:
		return &Error{Class: ClassEnded, Message: "job " + j.ID + " failed; the service gives no reason"}
	}
	return nil
}

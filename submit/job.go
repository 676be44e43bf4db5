package submit

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
	TrainedTokens  *int64            `json:"trained_tokens,omitempty"` // billed tokens
	Epochs         *int64            `json:"epochs,omitempty"`         // nil while "auto"
	Failure        *Failure          `json:"failure,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"`
	Method         string            `json:"method,omitempty"`
	// Hyperparameters are those that the service tells, as JSON writes them:
	// numbers, or auto where it has not chosen yet.
	Hyperparameters map[string]string `json:"hyperparameters,omitempty"`

	members members // of the answer, for reading back
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
	if isJobID(id) {
		return nil
	}
	return &Error{Class: ClassLocal, Message: inQuotes(id) + " is not a job's id", Hint: "ids look like ftjob-…"}
}

// inQuotes is a text in quotes, escaped once, whatever it holds; what goes beyond 80
// bytes is cut.
func inQuotes(text string) string {
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

// readJob decodes a job; it returns false when text is not one. Only the id,
// the object and the status must be as the API has them: a member that a
// provider writes in another way is left empty, and does not hide a paid job.
func (c *Client) readJob(text json.RawMessage) (Job, bool) {
	var m members
	if json.Unmarshal(text, &m) != nil || member[string](m, "object") != "fine_tuning.job" {
		return Job{}, false
	}
	job := Job{
		ID: member[string](m, "id"), Status: c.status(member[string](m, "status")),
		Model: member[string](m, "model"), FineTunedModel: member[string](m, "fine_tuned_model"),
		Created: time.Unix(member[int64](m, "created_at"), 0), Finished: moment(m, "finished_at"),
		EstimatedEnd: moment(m, "estimated_finish"), TrainingFile: member[string](m, "training_file"),
		ValidationFile: member[string](m, "validation_file"), ResultFiles: member[[]string](m, "result_files"),
		TrainedTokens: member[*int64](m, "trained_tokens"), Epochs: epochs(m), Failure: failure(m), members: m,
		Method: member[string](member[members](m, "method"), "type"), Hyperparameters: hyperparameters(m),
	}
	for key, value := range member[members](m, "metadata") {
		var text string
		if json.Unmarshal(value, &text) == nil {
			if job.Metadata == nil {
				job.Metadata = map[string]string{}
			}
			job.Metadata[key] = text
		}
	}
	return job, isJobID(job.ID)
}

// members are the members of a JSON object by name.
type members map[string]json.RawMessage

// member is a member's value, or the zero value where it is missing or has
// another type.
func member[T any](m members, name string) T {
	var v, zero T
	if json.Unmarshal(m[name], &v) != nil {
		return zero
	}
	return v
}

func (c *Client) status(word string) Status {
	if s, ok := c.endpoint.Statuses[word]; ok {
		return s
	}
	return Status(word)
}

func moment(m members, name string) *time.Time {
	seconds := member[int64](m, name)
	if seconds == 0 {
		return nil
	}
	t := time.Unix(seconds, 0)
	return &t
}

// failure is the reason, where there is one: an unfinished job has null, {} or
// an object of nulls.
func failure(m members) *Failure {
	e := member[members](m, "error")
	f := Failure{Code: member[string](e, "code"), Message: member[string](e, "message"), Param: member[string](e, "param")}
	if f.Code == "" && f.Message == "" {
		return nil
	}
	return &f
}

// hyperparameterPlaces are the objects in which a job tells its
// hyperparameters: the older place, and that of its method, which counts.
func hyperparameterPlaces(m members) []members {
	method := member[members](m, "method")
	chosen := member[members](method, member[string](method, "type"))
	return []members{member[members](m, "hyperparameters"), member[members](chosen, "hyperparameters")}
}

// hyperparameters are the numbers and words that a job tells; nil where it
// tells none. A number is told rather than auto, wherever it stands.
func hyperparameters(m members) map[string]string {
	told := map[string]string{}
	for _, place := range hyperparameterPlaces(m) {
		for name, text := range place {
			word := member[string](place, name)
			var number float64
			switch {
			case len(name) > 60 || len(word) > 60:
			case string(text) != "null" && json.Unmarshal(text, &number) == nil:
				told[name] = strconv.FormatFloat(number, 'f', -1, 64)
			case word != "" && told[name] == "":
				told[name] = word
			}
		}
	}
	if len(told) == 0 {
		return nil
	}
	return told
}

// epochs finds the resolved number; "auto" is nil.
func epochs(m members) *int64 {
	for _, place := range hyperparameterPlaces(m) {
		if n := member[int64](place, "n_epochs"); n > 0 {
			return &n
		}
	}
	return nil
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
		return &Error{Class: ClassEnded, Message: "job " + j.ID + " failed: " + show(j.Failure.Message, longestShown)}
	case j.Status == Failed:
		return &Error{Class: ClassEnded, Message: "job " + j.ID + " failed; the service gives no reason"}
	}
	return nil
}

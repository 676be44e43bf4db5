package openai

import (
	"encoding/json"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// readJob decodes a job; it returns false when text is not one. Only the id,
// the object and the status must be as the API has them: a member that a
// provider writes in another way is left empty, and does not hide a paid job.
func (a *adapter) readJob(text json.RawMessage) (service.Job, bool) {
	var m members
	if json.Unmarshal(text, &m) != nil || member[string](m, "object") != "fine_tuning.job" {
		return service.Job{}, false
	}
	job := service.Job{
		ID: member[string](m, "id"), Status: a.status(member[string](m, "status")),
		Model: member[string](m, "model"), FineTunedModel: member[string](m, "fine_tuned_model"),
		Created: time.Unix(member[int64](m, "created_at"), 0), Finished: moment(m, "finished_at"),
		EstimatedEnd: moment(m, "estimated_finish"), TrainingFile: member[string](m, "training_file"),
		ValidationFile: member[string](m, "validation_file"), ResultFiles: member[[]string](m, "result_files"),
		TrainedTokens: member[*int64](m, "trained_tokens"), Epochs: epochs(m), Failure: failure(m), Told: text,
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
	return job, service.IsJobID(job.ID)
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

func (a *adapter) status(word string) service.Status {
	if s, ok := a.Endpoint().Statuses[word]; ok {
		return s
	}
	return service.Status(word)
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
func failure(m members) *service.Failure {
	e := member[members](m, "error")
	f := service.Failure{Code: member[string](e, "code"), Message: member[string](e, "message"), Param: member[string](e, "param")}
	if f.Code == "" && f.Message == "" {
		return nil
	}
	return &f
}

// epochs finds the resolved number, in the method's hyperparameters or in the
// older place; "auto" is nil.
func epochs(m members) *int64 {
	method := member[members](m, "method")
	chosen := member[members](method, member[string](method, "type"))
	for _, place := range []members{m, chosen} {
		if n := member[int64](member[members](place, "hyperparameters"), "n_epochs"); n > 0 {
			return &n
		}
	}
	return nil
}

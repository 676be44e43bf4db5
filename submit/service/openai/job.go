package openai

import (
	"encoding/json"
	"strconv"
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
		Model: a.text(m, "model"), FineTunedModel: a.text(m, "fine_tuned_model"),
		Created: time.Unix(member[int64](m, "created_at"), 0), Finished: moment(m, "finished_at"),
		EstimatedEnd: moment(m, "estimated_finish"), TrainingFile: a.text(m, "training_file"),
		ValidationFile: a.text(m, "validation_file"), ResultFiles: member[[]string](m, "result_files"),
		TrainedTokens: member[*int64](m, "trained_tokens"), Epochs: epochs(m), Failure: a.failure(m), Told: text,
		Method: a.text(member[members](m, "method"), "type"), Hyperparameters: a.hyperparameters(m),
	}
	for i, id := range job.ResultFiles {
		job.ResultFiles[i] = a.Mask(id)
	}
	for key, value := range member[members](m, "metadata") {
		var text string
		if json.Unmarshal(value, &text) == nil {
			if job.Metadata == nil {
				job.Metadata = map[string]string{}
			}
			job.Metadata[a.Mask(key)] = a.Mask(text)
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

// text is a member that is a text, without the key.
func (a *adapter) text(m members, name string) string { return a.Mask(member[string](m, name)) }

func (a *adapter) status(word string) service.Status {
	if s, ok := a.Endpoint().Statuses[word]; ok {
		return s
	}
	return service.Status(a.Mask(word))
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
func (a *adapter) failure(m members) *service.Failure {
	e := member[members](m, "error")
	f := service.Failure{Code: a.text(e, "code"), Message: a.text(e, "message"), Param: a.text(e, "param")}
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
func (a *adapter) hyperparameters(m members) map[string]string {
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
				told[a.Mask(name)] = a.Mask(word)
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

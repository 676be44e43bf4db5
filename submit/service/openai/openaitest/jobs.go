package openaitest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Job is a job as it was asked for, whatever its answers say.
type Job struct {
	ID           string
	Status       string
	TrainingFile string
	FileName     string            // the name of the training file
	Metadata     map[string]string // as sent, also where answers drop it
	Created      time.Time
}

type job struct {
	Job
	asked       jobRequest
	shown       map[string]string
	epochs      int64
	model       *string
	finished    *int64
	tokens      *int64
	failure     *jobFailure
	events      []event // oldest first
	checkpoints []checkpoint
	results     []string // ids of result files
}

// jobRequest is the body of the create call; what the service does not read
// is kept as it came.
type jobRequest struct {
	Model           string            `json:"model"`
	TrainingFile    string            `json:"training_file"`
	ValidationFile  *string           `json:"validation_file"`
	Suffix          string            `json:"suffix"`
	Seed            int64             `json:"seed"`
	Method          json.RawMessage   `json:"method"`
	Hyperparameters hyperparameters   `json:"hyperparameters"`
	Metadata        map[string]string `json:"metadata"`
}

type hyperparameters struct {
	Epochs     json.RawMessage `json:"n_epochs,omitempty"`
	Batch      json.RawMessage `json:"batch_size,omitempty"`
	Multiplier json.RawMessage `json:"learning_rate_multiplier,omitempty"`
}

type jobFailure struct {
	Code    string  `json:"code"`
	Message string  `json:"message"`
	Param   *string `json:"param"`
}

type jobAnswer struct {
	ID              string            `json:"id"`
	Object          string            `json:"object"`
	CreatedAt       int64             `json:"created_at"`
	Error           *jobFailure       `json:"error"`
	FineTunedModel  *string           `json:"fine_tuned_model"`
	FinishedAt      *int64            `json:"finished_at"`
	Hyperparameters hyperparameters   `json:"hyperparameters"`
	Model           string            `json:"model"`
	OrganizationID  string            `json:"organization_id"`
	ResultFiles     []string          `json:"result_files"`
	Status          string            `json:"status"`
	TrainedTokens   *int64            `json:"trained_tokens"`
	TrainingFile    string            `json:"training_file"`
	ValidationFile  *string           `json:"validation_file"`
	Seed            int64             `json:"seed"`
	Method          json.RawMessage   `json:"method,omitempty"`
	Metadata        map[string]string `json:"metadata"`
	TrainingType    string            `json:"trainingType,omitempty"`

	told map[string]json.RawMessage
}

// MarshalJSON writes the answer with the members that Options.Told replaces.
func (j jobAnswer) MarshalJSON() ([]byte, error) {
	type plain jobAnswer
	text, err := json.Marshal(plain(j))
	if err != nil || len(j.told) == 0 {
		return text, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, err
	}
	maps.Copy(members, j.told)
	return json.Marshal(members)
}

// Jobs returns every job ever created, oldest first.
func (s *Service) Jobs() []Job {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Job, len(s.jobs))
	for i, j := range s.jobs {
		all[i] = j.Job
	}
	return all
}

// Paid returns how many jobs were created for a tag: those with the tag as a
// value of their metadata, as it was sent, or in their training file's name.
func (s *Service) Paid(tag string) int {
	n := 0
	for _, j := range s.Jobs() {
		tagged := strings.Contains(j.FileName, tag)
		for _, v := range j.Metadata {
			tagged = tagged || v == tag
		}
		if tagged {
			n++
		}
	}
	return n
}

// AddJob puts in a job that somebody else has created, for a file of a name.
func (s *Service) AddJob(fileName string, metadata map[string]string) Job {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.addFile(&incoming{bytes: 1000, lines: 10}, fileName, "fine-tune")
	j := &job{
		asked: jobRequest{Model: s.options.Models[0].ID, TrainingFile: f.ID}, epochs: s.options.Epochs, shown: metadata,
		Job: Job{ID: s.newID("ftjob-"), Status: "validating_files", TrainingFile: f.ID, FileName: f.Name, Metadata: metadata, Created: time.Now()},
	}
	s.jobs = append(s.jobs, j)
	return j.Job
}

func (s *Service) createJob(r request) answer {
	var asked jobRequest
	if err := json.Unmarshal(r.body.text, &asked); err != nil {
		return invalid(err.Error())
	}
	if asked.Model == "" || asked.TrainingFile == "" {
		return invalid("'model' and 'training_file' are required properties")
	}
	if !slices.ContainsFunc(s.options.Models, func(m Model) bool { return m.ID == asked.Model }) {
		return invalid("Model " + asked.Model + " is not available for fine-tuning or does not exist.")
	}
	f := s.fileByID(asked.TrainingFile)
	if f == nil {
		return missing("File object", asked.TrainingFile)
	}
	if s.fileAnswer(f).Status != "processed" {
		return invalid("File '" + f.ID + "' is still being processed and is not ready to be used for fine-tuning. Please try again later.")
	}
	j := &job{asked: asked, epochs: s.epochs(asked), Job: Job{
		ID: s.newID("ftjob-"), Status: "validating_files", TrainingFile: f.ID,
		FileName: f.Name, Metadata: asked.Metadata, Created: time.Now(),
	}}
	if !s.options.DropMetadata {
		j.shown = asked.Metadata
	}
	s.jobs = append(s.jobs, j)
	s.say(j, "info", "Created fine-tuning job: "+j.ID)
	return result(s.jobAnswer(j))
}

// epochs resolves the asked number, wherever it stands, or Options.Epochs.
func (s *Service) epochs(asked jobRequest) int64 {
	var method map[string]json.RawMessage
	var kind string
	texts := []json.RawMessage{asked.Hyperparameters.Epochs}
	if json.Unmarshal(asked.Method, &method) == nil && json.Unmarshal(method["type"], &kind) == nil {
		var inner struct{ Hyperparameters hyperparameters }
		if json.Unmarshal(method[kind], &inner) == nil {
			texts = append(texts, inner.Hyperparameters.Epochs)
		}
	}
	for _, text := range texts {
		var n int64
		if json.Unmarshal(text, &n) == nil && n > 0 {
			return n
		}
	}
	return s.options.Epochs
}

func (s *Service) jobAnswer(j *job) jobAnswer {
	h := j.asked.Hyperparameters
	if j.Status != "validating_files" || len(h.Epochs) == 0 {
		h.Epochs = fmt.Append(nil, j.epochs)
	}
	return jobAnswer{
		ID: j.ID, Object: "fine_tuning.job", CreatedAt: j.Created.Unix(), Error: j.failure,
		FineTunedModel: j.model, FinishedAt: j.finished, Hyperparameters: h,
		Model: j.asked.Model, OrganizationID: "org-test", ResultFiles: append([]string{}, j.results...),
		Status: j.Status, TrainedTokens: j.tokens, TrainingFile: j.TrainingFile,
		ValidationFile: j.asked.ValidationFile, Seed: j.asked.Seed, Method: j.asked.Method,
		Metadata: j.shown, TrainingType: s.options.TrainingType, told: s.options.Told,
	}
}

func (s *Service) listJobs(r request) answer {
	var all []jobAnswer
	for i := len(s.jobs) - 1; i >= 0; i-- {
		j := s.jobs[i]
		if s.visible(j.Created) && (s.options.IgnoreFilter || matches(j, r)) {
			all = append(all, s.jobAnswer(j))
		}
	}
	list, err := page(all, func(j jobAnswer) string { return j.ID }, r.query.Get("after"), r.query.Get("limit"))
	if err != nil {
		return invalid(err.Error())
	}
	return result(list)
}

func matches(j *job, r request) bool {
	for name, values := range r.query {
		key, filter := strings.CutPrefix(name, "metadata[")
		if filter && j.shown[strings.TrimSuffix(key, "]")] != values[0] {
			return false
		}
	}
	return true
}

func (s *Service) jobByID(id string) *job {
	for _, j := range s.jobs {
		if j.ID == id {
			return j
		}
	}
	return nil
}

func (s *Service) oneJob(r request) answer {
	j := s.jobByID(r.id)
	if j == nil {
		return missing("fine-tuning job", r.id)
	}
	switch r.call {
	case ListEvents:
		return listNewest(j.events, func(e event) string { return e.ID }, r)
	case ListCheckpoints:
		return listNewest(j.checkpoints, func(c checkpoint) string { return c.ID }, r)
	case CancelJob:
		return s.move(j, "cancelled", "validating_files", "queued", "running", "paused")
	case PauseJob:
		return s.move(j, "paused", "queued", "running")
	case ResumeJob:
		return s.move(j, "queued", "paused")
	}
	return result(s.jobAnswer(j))
}

func listNewest[T any](oldest []T, id func(T) string, r request) answer {
	all := slices.Clone(oldest)
	slices.Reverse(all)
	list, err := page(all, id, r.query.Get("after"), r.query.Get("limit"))
	if err != nil {
		return invalid(err.Error())
	}
	return result(list)
}

func (s *Service) move(j *job, to string, from ...string) answer {
	if !slices.Contains(from, j.Status) {
		return invalid("Job has already ended or cannot change from status " + j.Status)
	}
	j.Status = to
	s.say(j, "info", "Fine-tuning job "+to)
	if to == "cancelled" {
		s.end(j)
	}
	return result(s.jobAnswer(j))
}

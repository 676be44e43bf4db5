package openaitest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"time"
)

type event struct {
	Object    string       `json:"object"`
	ID        string       `json:"id"`
	CreatedAt int64        `json:"created_at"`
	Level     string       `json:"level"`
	Message   string       `json:"message"`
	Type      string       `json:"type"`
	Data      *stepMetrics `json:"data,omitempty"`
}

type stepMetrics struct {
	Step              int64    `json:"step"`
	Total             int64    `json:"total_steps"`
	TrainLoss         float64  `json:"train_loss"`
	TrainAccuracy     float64  `json:"train_mean_token_accuracy"`
	FullValidLoss     *float64 `json:"full_valid_loss,omitempty"`
	FullValidAccuracy *float64 `json:"full_valid_mean_token_accuracy,omitempty"`
}

// stepsPerEpoch is how many steps an epoch has, whatever the file.
const stepsPerEpoch = 10

// progress is what each step of a job tells. The training loss falls with
// every step; the losses of the validation file stand at the ends of epochs.
func (s *Service) progress(j *job) []stepMetrics {
	total := j.epochs * stepsPerEpoch
	steps := make([]stepMetrics, total)
	for i := range steps {
		n := int64(i + 1)
		steps[i] = stepMetrics{Step: n, Total: total, TrainLoss: 20 / float64(n+9), TrainAccuracy: 1 - 5/float64(n+9)}
		if epoch := n / stepsPerEpoch; n%stepsPerEpoch == 0 && j.asked.ValidationFile != nil {
			losses := s.options.ValidLosses
			loss := losses[(epoch-1)%int64(len(losses))]
			accuracy := 1 - loss/4
			steps[i].FullValidLoss, steps[i].FullValidAccuracy = &loss, &accuracy
		}
	}
	return steps
}

// text is a step in the service's words.
func (m stepMetrics) text() string {
	text := fmt.Sprintf("Step %d/%d: training loss=%.2f", m.Step, m.Total, m.TrainLoss)
	if m.FullValidLoss != nil {
		text += fmt.Sprintf(", full validation loss=%.2f", *m.FullValidLoss)
	}
	return text
}

// resultFile is the table of a job's steps as the service hands it out: in
// base64.
func resultFile(steps []stepMetrics) []byte {
	table := []byte("step,train_loss,train_mean_token_accuracy,full_valid_loss,full_valid_mean_token_accuracy\n")
	for _, m := range steps {
		table = fmt.Appendf(table, "%d,%.5f,%.5f,", m.Step, m.TrainLoss, m.TrainAccuracy)
		if m.FullValidLoss != nil {
			table = fmt.Appendf(table, "%.5f,%.5f", *m.FullValidLoss, *m.FullValidAccuracy)
		} else {
			table = append(table, ',')
		}
		table = append(table, '\n')
	}
	return base64.StdEncoding.AppendEncode(nil, table)
}

type checkpoint struct {
	Object  string      `json:"object"`
	ID      string      `json:"id"`
	Created int64       `json:"created_at"`
	Model   string      `json:"fine_tuned_model_checkpoint"`
	Step    int64       `json:"step_number"`
	Metrics stepMetrics `json:"metrics"`
	JobID   string      `json:"fine_tuning_job_id"`
}

// Advance moves every unfinished job one step: from validating_files to
// queued (or failed, with fewer than 10 lines), to running, to succeeded.
// A job that succeeds has an event for each step, checkpoints of its last
// three epochs and a result file, and is billed one token for every four bytes
// and epoch.
func (s *Service) Advance() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.jobs {
		switch j.Status {
		case "validating_files":
			s.validate(j)
		case "queued":
			j.Status = "running"
			s.say(j, "info", "Fine-tuning job started")
		case "running":
			s.succeed(j)
		}
	}
}

// FailJob ends a job with an error, as the service does after training has
// begun. It does nothing when no job has the id.
func (s *Service) FailJob(id, code, message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j := s.jobByID(id); j != nil {
		s.fail(j, code, message)
	}
}

// Forget makes the service know nothing of a job any more.
func (s *Service) Forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jobs = slices.DeleteFunc(s.jobs, func(j *job) bool { return j.ID == id })
}

// SetStatus gives a job any status, also one the schema does not know. It does
// nothing when no job has the id.
func (s *Service) SetStatus(id, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j := s.jobByID(id); j != nil {
		j.Status = status
	}
}

func (s *Service) validate(j *job) {
	for _, f := range s.files {
		if f.ID == j.TrainingFile && f.Lines < 10 {
			s.fail(j, "invalid_n_examples", fmt.Sprintf(
				"Training file has %d example(s), but must have at least 10 examples", f.Lines))
			return
		}
	}
	j.Status = "queued"
	s.say(j, "info", "Files validated, moving job to queued state")
}

func (s *Service) fail(j *job, code, message string) {
	param := "training_file"
	j.Status, j.failure = "failed", &jobFailure{Code: code, Message: message, Param: &param}
	s.say(j, "error", message)
	s.end(j)
}

func (s *Service) end(j *job) {
	now := time.Now().Unix()
	j.finished = &now
}

func (s *Service) succeed(j *job) {
	var size int64
	for _, f := range s.files {
		if f.ID == j.TrainingFile {
			size = f.Bytes
		}
	}
	model := "ft:" + j.asked.Model + ":test::" + j.ID[len(j.ID)-5:]
	steps := s.progress(j)
	for _, m := range steps {
		s.say(j, "info", m.text())
		last := &j.events[len(j.events)-1]
		last.Type, last.Data = "metrics", &m
		if m.Step%stepsPerEpoch == 0 && m.Step > (j.epochs-3)*stepsPerEpoch {
			s.checkpoint(j, model, m)
		}
	}
	tokens := size / 4 * j.epochs
	if s.options.BillsInEvents {
		s.say(j, "info", fmt.Sprintf("Training tokens billed: %d", (tokens+999)/1000*1000))
		tokens *= 2
	}
	table := resultFile(steps)
	results := s.addFile(&incoming{kept: table, bytes: int64(len(table))}, "step_metrics.csv", "fine-tune-results")
	j.Status, j.model, j.tokens, j.results = "succeeded", &model, &tokens, []string{results.ID}
	s.say(j, "info", "The job has successfully completed")
	s.end(j)
}

func (s *Service) checkpoint(j *job, model string, m stepMetrics) {
	j.checkpoints = append(j.checkpoints, checkpoint{
		Object: "fine_tuning.job.checkpoint", ID: s.newID("ftckpt_"), Created: time.Now().Unix(),
		Model: fmt.Sprintf("%s:ckpt-step-%d", model, m.Step), Step: m.Step, Metrics: m, JobID: j.ID,
	})
}

func (s *Service) say(j *job, level, message string) {
	j.events = append(j.events, event{
		Object: "fine_tuning.job.event", ID: s.newID("ftevent-"), CreatedAt: time.Now().Unix(),
		Level: level, Message: message, Type: "message",
	})
}

type modelAnswer struct {
	ID       string  `json:"id"`
	Object   string  `json:"object"`
	Created  int64   `json:"created"`
	OwnedBy  string  `json:"owned_by"`
	Shutdown *string `json:"shutdown_date"`
}

func (m Model) answer() modelAnswer {
	a := modelAnswer{ID: m.ID, Object: "model", OwnedBy: "system"}
	if m.Shutdown != "" {
		a.Shutdown = &m.Shutdown
	}
	return a
}

func (s *Service) models(r request) answer {
	all := []modelAnswer{}
	for _, m := range s.options.Models {
		if r.call == RetrieveModel && m.ID == r.id {
			return result(m.answer())
		}
		all = append(all, m.answer())
	}
	if r.call == RetrieveModel {
		return refusal(http.StatusNotFound, "invalid_request_error", "The model '"+r.id+"' does not exist")
	}
	return result(struct {
		Object string        `json:"object"`
		Data   []modelAnswer `json:"data"`
	}{"list", all})
}

package openai

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	goopenai "github.com/sashabaranov/go-openai"

	"github.com/ftplan/ftplan/submit/metrics"
	"github.com/ftplan/ftplan/submit/service"
)

// jobPages yields what a list of one job holds.
func jobPages[T any](ctx context.Context, a *adapter, job, list string, id func(T) string) iter.Seq2[T, error] {
	if err := service.CheckJobID(job); err != nil {
		return func(yield func(T, error) bool) {
			var none T
			yield(none, err)
		}
	}
	return pages(ctx, a, "/fine_tuning/jobs/"+job+list, nil, id)
}

type eventAnswer struct {
	goopenai.FineTuneEvent
	ID   string          `json:"id"`
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

// Events yields a job's events, newest first.
func (a *adapter) Events(ctx context.Context, id string) iter.Seq2[service.Event, error] {
	answers := jobPages(ctx, a, id, "/events", func(e eventAnswer) string { return e.ID })
	return convert(answers, func(e eventAnswer) service.Event {
		event := service.Event{
			ID: a.Mask(e.ID), Time: time.Unix(e.CreatedAt, 0), Level: a.Mask(e.Level), Type: a.Mask(e.Type), Message: a.Mask(e.Message),
		}
		if step, ok := metrics.Read(e.Data); ok && step.Step > 0 {
			event.Step = &step
		}
		return event
	})
}

type checkpointAnswer struct {
	ID      string          `json:"id"`
	Created int64           `json:"created_at"`
	Model   string          `json:"fine_tuned_model_checkpoint"`
	Step    int64           `json:"step_number"`
	Metrics json.RawMessage `json:"metrics"`
}

// Checkpoints yields a job's checkpoints, newest first. The service keeps
// those of the last three epochs.
func (a *adapter) Checkpoints(ctx context.Context, id string) iter.Seq2[service.Checkpoint, error] {
	answers := jobPages(ctx, a, id, "/checkpoints", func(c checkpointAnswer) string { return c.ID })
	return convert(answers, func(c checkpointAnswer) service.Checkpoint {
		step, _ := metrics.Read(c.Metrics)
		step.Step = c.Step
		return service.Checkpoint{ID: a.Mask(c.ID), Time: time.Unix(c.Created, 0), Model: a.Mask(c.Model), Step: step}
	})
}

func convert[A, B any](from iter.Seq2[A, error], to func(A) B) iter.Seq2[B, error] {
	return func(yield func(B, error) bool) {
		for a, err := range from {
			if !yield(to(a), err) {
				return
			}
		}
	}
}

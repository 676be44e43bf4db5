package submit

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/ftplan/ftplan/submit/metrics"
	"github.com/ftplan/ftplan/submit/service"
)

// Progress is what a job tells of its training: its events and checkpoints,
// both newest first, and the figures of every step.
type Progress struct {
	Events      []service.Event
	Checkpoints []service.Checkpoint
	Curve       metrics.Curve
}

// ProgressOf asks for a job's events, checkpoints and result files. What cannot
// be had is left out: the error says what, beside what there is. An error of
// [service.ClassStopped] or [service.ClassKey] comes alone.
func ProgressOf(ctx context.Context, c *service.Client, job service.Job) (Progress, error) {
	var p Progress
	var missing error
	lack := func(what string, err error) bool {
		if err != nil {
			missing = errors.Join(missing, fmt.Errorf("the %s of %s cannot be read: %w", what, job.ID, err))
		}
		class := service.ClassOf(err)
		return class == service.ClassStopped || class == service.ClassKey
	}
	var err error
	if p.Events, err = collect(c.Events(ctx, job.ID)); lack("events", err) {
		return Progress{}, err
	}
	if p.Checkpoints, err = collect(c.Checkpoints(ctx, job.ID)); lack("checkpoints", err) {
		return Progress{}, err
	}
	var tables []metrics.Step
	for _, id := range job.ResultFiles {
		steps, err := results(ctx, c, id)
		if lack("result file "+service.Show(id, 80), err) {
			return Progress{}, err
		}
		tables = append(tables, steps...)
	}
	p.Curve = metrics.Merge(checkpointSteps(p.Checkpoints), eventSteps(p.Events), tables)
	return p, missing
}

// collect takes everything from a list, up to the first error.
func collect[T any](list iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for v, err := range list {
		if err != nil {
			return all, err
		}
		all = append(all, v)
	}
	return all, nil
}

// results reads the table of a result file; a file that holds none tells
// nothing.
func results(ctx context.Context, c *service.Client, id string) ([]metrics.Step, error) {
	text, err := c.Content(ctx, id)
	if err != nil {
		return nil, err
	}
	return metrics.ReadResults(text)
}

func eventSteps(events []service.Event) []metrics.Step {
	var steps []metrics.Step
	for _, e := range events {
		if e.Step != nil {
			steps = append(steps, *e.Step)
		}
	}
	return steps
}

func checkpointSteps(checkpoints []service.Checkpoint) []metrics.Step {
	steps := make([]metrics.Step, len(checkpoints))
	for i, c := range checkpoints {
		steps[i] = c.Step
	}
	return steps
}

// Best is a step with the lowest validation loss.
type Best struct {
	Step int64   `json:"step"`
	Loss float64 `json:"loss"`
	// Full says that the loss is of the whole validation file, not of a batch.
	Full bool `json:"full"`
	// Model is the checkpoint of that step, "" where there is none.
	Model string `json:"model,omitempty"`
}

// Best returns the step of the whole training with the lowest validation loss,
// nil where nothing was validated.
func (p Progress) Best() *Best { return bestOf(p.Curve, p.Checkpoints) }

// BestCheckpoint returns the checkpoint with the lowest validation loss, nil
// where no checkpoint was validated.
func (p Progress) BestCheckpoint() *Best {
	kept := map[int64]bool{}
	for _, c := range p.Checkpoints {
		kept[c.Step.Step] = true
	}
	var curve metrics.Curve
	for _, s := range p.Curve {
		if kept[s.Step] {
			curve = append(curve, s)
		}
	}
	return bestOf(curve, p.Checkpoints)
}

func bestOf(curve metrics.Curve, checkpoints []service.Checkpoint) *Best {
	s, ok := curve.Best()
	if !ok {
		return nil
	}
	loss, full := s.Loss()
	best := Best{Step: s.Step, Loss: *loss, Full: full}
	for _, c := range checkpoints {
		if c.Step.Step == s.Step {
			best.Model = c.Model
		}
	}
	return &best
}

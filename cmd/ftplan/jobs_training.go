package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/page"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/runs"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/metrics"
	"github.com/ftplan/ftplan/submit/service"
)

// A training is a job with what it tells of its progress.
type training struct {
	submit.Progress
	job service.Job
}

// training asks for a job's progress. What cannot be had is said on the world's err.
func (at account) training(ctx context.Context, c *common, id string) (training, error) {
	job, err := at.client.Job(ctx, id)
	if err != nil {
		return training{}, err
	}
	return at.trainingOf(ctx, c, job)
}

func (at account) trainingOf(ctx context.Context, c *common, job service.Job) (training, error) {
	progress, err := submit.ProgressOf(ctx, at.client, job)
	if class := service.ClassOf(err); err != nil && (class == service.ClassStopped || class == service.ClassKey) {
		return training{}, err
	}
	if err != nil {
		runs.Warn(c.err, err)
	}
	return training{progress, job}, nil
}

// view is what a picture of the training shows.
func (t training) view() runs.Training {
	v := runs.Training{JobID: t.job.ID, Curve: t.Curve}
	if t.job.Epochs != nil {
		v.Borders = t.Curve.Borders(*t.job.Epochs, t.job.Status.Ended())
	}
	return v
}

func listEvents(ctx context.Context, c *common, at account, o *jobsOptions, id string) error {
	t, err := at.training(ctx, c, id)
	if err != nil {
		return err
	}
	if err := c.remember(at, t); err != nil {
		return err
	}
	events := t.Events
	if o.limit > 0 {
		events = events[:min(len(events), int(o.limit))]
	}
	return runs.Events(c.out, o.format, events, t.view(), c.style())
}

func listCheckpoints(ctx context.Context, c *common, at account, o *jobsOptions, id string) error {
	t, err := at.training(ctx, c, id)
	if err != nil {
		return err
	}
	if err := c.remember(at, t); err != nil {
		return err
	}
	r := runs.CheckpointReport{Checkpoints: t.Checkpoints, Try: t.BestCheckpoint(), Lowest: t.Best()}
	if o.limit > 0 {
		r.Checkpoints = r.Checkpoints[:min(len(r.Checkpoints), int(o.limit))]
	}
	for i := range r.Checkpoints { // events and result files tell what a checkpoint leaves out
		for _, s := range t.Curve {
			if s.Step == r.Checkpoints[i].Step.Step {
				r.Checkpoints[i].Step = s
			}
		}
	}
	if r.Try != nil {
		r.Use = o.use(c.world, at, r.Try.Model)
	}
	return runs.Checkpoints(c.out, o.format, r, c.style())
}

// remember writes what is known of a job that has ended and was launched from here to the ledger, and keeps its curve for
// reports and comparisons: the service forgets both.
func (c *common) remember(at account, t training) error {
	if at.quote == nil || !t.job.Status.Ended() {
		return nil
	}
	_, err := c.bill(at, t)
	return err
}

func (at account) ending(c *common, t training) submit.Ending {
	return submit.Ending{Job: t.job, Quote: at.quote, Provider: at.provider, URL: at.endpoint.URL, Progress: t.Progress, Now: c.now()}
}

// bill writes the bill of a job to the ledger and returns it.
func (c *common) bill(at account, t training) (submit.Bill, error) {
	dir, err := c.stateFolder()
	if err != nil {
		return submit.Bill{}, err
	}
	bill := at.ending(c, t).Bill()
	if err := submit.WriteBill(dir, bill); err != nil {
		return bill, err
	}
	return bill, submit.KeepCurve(dir, submit.Curve{JobID: t.job.ID, Status: t.job.Status, Epochs: t.job.Epochs, Steps: t.Curve})
}

// A saved is a file to be written into the folder of results.
type saved struct {
	name, what string
	content    []byte
}

// resultFlags are the flags of jobs results.
func resultFlags(cmd *cobra.Command, o *jobsOptions) {
	cmd.Flags().StringVarP(&o.out, "output", "o", "", "the folder to write to; it is made where there is none")
	cmd.Flags().BoolVar(&o.force, "force", false, "replace the files there if there are any")
}

// writeResults downloads a job's result files, each as the table that it is, and draws the losses.
func writeResults(ctx context.Context, c *common, at account, o *jobsOptions, id string) error {
	if o.out == "" {
		return usage("add -o results", "jobs results wants a folder to write to")
	}
	t, err := at.training(ctx, c, id)
	if err != nil {
		return err
	}
	if len(t.job.ResultFiles) == 0 {
		return &plan.Refusal{Reason: fmt.Sprintf("%s has no result files (it is %s); a job has them once it has succeeded", id, t.job.Status),
			Hint: o.jobs("show", id)}
	}
	files, err := t.files(ctx, at.client)
	if err != nil {
		return err
	}
	if err := c.remember(at, t); err != nil {
		return err
	}
	r, err := o.save(files)
	if err != nil {
		return err
	}
	return runs.JobResults(c.out, o.format, r, t.view(), c.style())
}

// files are the result files and the picture of the losses, where there is anything to draw.
func (t training) files(ctx context.Context, client *service.Client) ([]saved, error) {
	var files []saved
	for _, id := range t.job.ResultFiles {
		content, err := client.Content(ctx, id)
		if err != nil {
			return nil, err
		}
		content = metrics.Decode(content)
		name, what := id, "as the service has it"
		if steps, err := metrics.ReadResults(content); err == nil {
			name, what = id+".csv", fmt.Sprintf("losses and accuracies of %d steps", len(steps))
		}
		files = append(files, saved{name, what, content})
	}
	var picture bytes.Buffer
	drawn, err := page.LossSVG(&picture, t.view())
	if drawn {
		files = append(files, saved{t.job.ID + ".svg", "the losses over all steps as a picture", picture.Bytes()})
	}
	return files, err
}

// save writes files into the folder. Either all of them appear, or none.
func (o *jobsOptions) save(files []saved) (r runs.Results, err error) {
	r.Folder = o.out
	if err := os.MkdirAll(o.out, 0o777); err != nil {
		return r, err
	}
	var drafts []*dataset.File
	defer func() {
		for _, d := range drafts {
			d.Discard()
		}
	}()
	create := dataset.Create
	if o.force {
		create = dataset.Replace
	}
	for _, f := range files {
		name := filepath.Join(o.out, f.name)
		draft, err := create(name)
		if err != nil {
			return r, err
		}
		drafts = append(drafts, draft)
		if _, err := draft.Write(f.content); err != nil {
			return r, err
		}
		r.Files = append(r.Files, runs.ResultFile{Name: name, Bytes: int64(len(f.content)), What: f.what})
	}
	return r, errors.Join(dataset.CommitAll(drafts...))
}

package main

import (
	"context"
	"fmt"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/runs"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

// cancelJob stops a job once a person, or --yes, has said so. A job that has ended is left as it is.
func cancelJob(ctx context.Context, c *common, at account, o *jobsOptions, id string) error {
	job, err := at.client.Job(ctx, id)
	if err != nil {
		return err
	}
	if job.Status.Ended() {
		return o.hadEnded(ctx, c, at, job, service.Cancel)
	}
	if !o.yes {
		if err := o.askToCancel(ctx, c, at, job); err != nil {
			return err
		}
	}
	job, err = at.client.Change(ctx, id, service.Cancel)
	if err != nil {
		return err
	}
	if job.Status.Ended() && job.Status != service.Cancelled {
		return o.hadEnded(ctx, c, at, job, service.Cancel)
	}
	return o.changed(ctx, c, at, job)
}

// askToCancel asks for the word yes, and says before what has been paid for as far as that is known.
func (o *jobsOptions) askToCancel(ctx context.Context, c *common, at account, job service.Job) error {
	if !c.person || o.format != "text" {
		return usage("add --yes to cancel without a question", "there is no terminal to ask on whether to cancel %s, which is %s", job.ID, job.Status)
	}
	fmt.Fprintf(c.out, "%s of %s is %s. Cancelling ends it for good; %s.\n",
		lint.Printable(job.ID), lint.Printable(job.Model), lint.Printable(string(job.Status)), submit.CancelledNote(at.method(job), at.provider.Billing))
	answer, err := c.ask(ctx, "Type yes to cancel it: ")
	if err != nil {
		return err
	}
	if answer != "yes" {
		return &plan.Refusal{Reason: "not cancelled: the answer was not the word yes; the job goes on", Hint: o.jobs("watch", job.ID) + " follows it"}
	}
	return nil
}

func pauseJob(ctx context.Context, c *common, at account, o *jobsOptions, id string) error {
	return o.change(ctx, c, at, id, service.Pause)
}

func resumeJob(ctx context.Context, c *common, at account, o *jobsOptions, id string) error {
	return o.change(ctx, c, at, id, service.Resume)
}

// change makes a call that changes a job, unless the job has ended.
func (o *jobsOptions) change(ctx context.Context, c *common, at account, id string, to service.Change) error {
	job, err := at.client.Job(ctx, id)
	if err != nil {
		return err
	}
	if !job.Status.Ended() {
		if job, err = at.client.Change(ctx, id, to); err != nil {
			return err
		}
	}
	if job.Status.Ended() {
		return o.hadEnded(ctx, c, at, job, to)
	}
	return o.changed(ctx, c, at, job)
}

// changed prints a job that a call has changed.
func (o *jobsOptions) changed(ctx context.Context, c *common, at account, job service.Job) error {
	report, err := o.report(ctx, c, at, job)
	if err != nil {
		return err
	}
	report.Next = o.jobs("show", job.ID)
	return runs.Job(c.out, o.format, report, c.style())
}

// hadEnded prints a job that had ended before it could be changed. To cancel it again is no mistake: it does not run, as was
// wanted. Pausing and resuming are refused.
func (o *jobsOptions) hadEnded(ctx context.Context, c *common, at account, job service.Job, to service.Change) error {
	report, err := o.report(ctx, c, at, job)
	if err != nil {
		return err
	}
	report.Note = fmt.Sprintf("%s had ended already (%s), there was nothing to %s", job.ID, job.Status, to)
	if err := runs.Job(c.out, o.format, report, c.style()); err != nil || to == service.Cancel {
		return err
	}
	return &plan.Refusal{Reason: report.Note}
}

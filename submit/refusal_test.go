package submit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// refusalTrial is a launch whose create call takes effect and is answered with
// a no, and what is done next.
type refusalTrial struct {
	answer openaitest.Fault
	late   time.Duration // how long the job is missing from the lists
	drop   bool          // metadata
	crash  int           // the point, counted from the create call, at which the first process dies
	next   string        // submit, resume or fence
	pause  time.Duration // before that
}

func (tr refusalTrial) String() string {
	return fmt.Sprintf("%d as kind %d with %q, lists late by %s, metadata dropped %v, crash at %d, then %s after %s",
		tr.answer.Status, tr.answer.Kind, tr.answer.Message, tr.late, tr.drop, tr.crash, tr.next, tr.pause)
}

// falseAnswers are the ways to say no to a call that took effect: in the API's
// words, in a gateway's, and as a page.
func falseAnswers() []openaitest.Fault {
	var all []openaitest.Fault
	for _, status := range []int{400, 401, 403, 404, 408, 409, 413, 415, 422, 425, 429, 500, 502, 503, 504} {
		for _, f := range []openaitest.Fault{
			{Kind: openaitest.Status},
			{Kind: openaitest.Bare, Message: `{"code":7,"message":"upstream says no"}`},
			{Kind: openaitest.Bare, Message: "<!doctype html><title>No</title>"},
		} {
			f.Call, f.Nth, f.Moment, f.Status = openaitest.CreateJob, 1, openaitest.After, status
			all = append(all, f)
		}
	}
	return all
}

// refusalTrials is the full matrix in a fixed order.
func refusalTrials() []refusalTrial {
	var all []refusalTrial
	for _, answer := range falseAnswers() {
		for late := time.Duration(0); late <= 110*time.Second; late += 5 * time.Second {
			for _, drop := range []bool{false, true} {
				tr := refusalTrial{answer: answer, late: late, drop: drop}
				for _, tr.next = range []string{"submit", "resume", "fence"} {
					for _, tr.pause = range []time.Duration{0, 3 * time.Second, 50 * time.Second} {
						all = append(all, tr)
					}
					tr.pause = 0
					for _, tr.crash = range []int{2, 3, 4, 5, 7, 9} {
						all = append(all, tr)
					}
					tr.crash = 0
				}
			}
		}
	}
	return all
}

// A create call that took effect is answered with a no. Whatever is done next,
// there is no second job, and the user is told of the first.
func TestARefusalThatWasNone(t *testing.T) {
	all := refusalTrials()
	stride := 1
	if *matrix != "full" {
		stride = len(all)/180 + 1
	}
	if testing.Short() {
		stride *= 3
	}
	base := fastDir(t)
	ends := map[service.Class]int{}
	runs := 0
	for i := 0; i < len(all); i += stride {
		runs++
		dir := filepath.Join(base, fmt.Sprint(i))
		synctest.Test(t, func(t *testing.T) {
			class, err := all[i].run(dir)
			if ends[class]++; err != nil {
				t.Errorf("trial %d (%s): %v", i, all[i], err)
			}
		})
		os.RemoveAll(dir)
	}
	t.Logf("%d of %d trials; classes of the first run: %v", runs, len(all), ends)
}

func (tr refusalTrial) run(dir string) (service.Class, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, err
	}
	w, err := newSimulation(dir, openaitest.Options{DropMetadata: tr.drop, ListDelay: tr.late})
	if err != nil {
		return 0, err
	}
	defer w.close()
	w.svc.Script(tr.answer)
	w.creating, w.crashAt = tr.crash > 0, tr.crash
	job, err := w.submit()
	class := service.ClassOf(err)
	if err := w.told(job, err); err != nil {
		return class, fmt.Errorf("first: %w", err)
	}
	w.creating, w.crashAt = false, 0
	time.Sleep(tr.pause)
	for _, next := range []string{tr.next, "submit"} {
		if job, err = w.command(next); err == nil {
			break
		}
		if err := w.told(job, err); err != nil {
			return class, fmt.Errorf("%s: %w", next, err)
		}
	}
	if err != nil || w.svc.Paid(testID) != 1 || job.ID != w.jobs()[0].ID {
		return class, fmt.Errorf("at last job %q of %d paid ones: %w", job.ID, w.svc.Paid(testID), err)
	}
	return class, w.leaks()
}

// command does what a command of that name does.
func (w *simulation) command(name string) (service.Job, error) {
	switch {
	case name == "fence" && (w.state() == StateUnknown || w.state() == StateCreateIntent):
		return w.fence()
	case name == "resume":
		return w.process(func(ctx context.Context, c *service.Client, l Launch, j *Journal) (service.Job, error) {
			alone := Record{Submission: l.ID, Quote: l.Quote, Dataset: l.Training.SHA256, Model: l.Model}.Launch()
			if job, decided, err := Look(ctx, c, alone, j); decided {
				return job, err
			}
			return Submit(ctx, c, l, j)
		})
	}
	return w.submit()
}

// told checks the end of a run: no second job, and where one is paid the user
// has its id, or hears that it may exist.
func (w *simulation) told(job service.Job, err error) error {
	paid := w.svc.Paid(testID)
	if paid > 1 {
		return fmt.Errorf("%d paid jobs", paid)
	}
	if paid == 0 || errors.Is(err, errCrash) || job.ID != "" && err == nil {
		return nil
	}
	var classed *service.Error
	if errors.As(err, &classed) && (classed.Class == service.ClassUnknown || strings.Contains(classed.Hint, "a job may still appear")) {
		return nil
	}
	return fmt.Errorf("a job is paid, and the user hears only: %w", err)
}

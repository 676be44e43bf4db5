package submit

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ftplan/ftplan/submit/metrics"
	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// launched returns the id of a job that a simulation's launch has made.
func launched(t *testing.T, w *simulation) string {
	t.Helper()
	job, err := w.submit()
	if err != nil {
		t.Fatal(err)
	}
	return job.ID
}

func TestWatchFollowsAJobThroughAnHourWithoutNetwork(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
		id := launched(t, w)
		var seen []service.Status
		var away int
		began := time.Now()
		for job, err := range Watch(t.Context(), c, id) {
			switch {
			case err != nil:
				if away++; service.ClassOf(err) != service.ClassTemporary || job.Status == "" {
					t.Fatalf("after %s: %+v, %v", time.Since(began), job, err)
				}
				if time.Since(began) > time.Hour {
					w.refuse = nil
				}
				continue
			case len(seen) == 0 || seen[len(seen)-1] != job.Status:
				seen = append(seen, job.Status)
			}
			if w.svc.Advance(); job.Status == service.Queued && away == 0 {
				c.Close()
				w.refuse = everyDial()
			}
		}
		want := []service.Status{service.ValidatingFiles, service.Queued, service.Running, service.Succeeded}
		if !reflect.DeepEqual(seen, want) || away < 10 {
			t.Errorf("saw %v with %d errors, want %v", seen, away, want)
		}
	})
}

func everyDial() map[int]bool {
	all := map[int]bool{}
	for i := range 1000 {
		all[i] = true
	}
	return all
}

func TestWatchEndsWithTheContextAndLeavesTheJob(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
		id := launched(t, w)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var last error
		for _, last = range Watch(ctx, c, id) {
			stop()
		}
		if service.ClassOf(last) != service.ClassStopped || w.jobs()[0].Status != "validating_files" {
			t.Errorf("%v, job %+v", last, w.jobs()[0])
		}
	})
}

func TestWatchOfAnUnknownJobEnds(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
		for _, id := range []string{"ftjob-none", "../../models", ""} {
			n := 0
			for _, err := range Watch(t.Context(), c, id) {
				if n++; err == nil {
					t.Errorf("%q: no error", id)
				}
			}
			if n != 1 {
				t.Errorf("%q: %d looks, want 1", id, n)
			}
		}
	})
}

func TestUnknownStatusIsNotTheEnd(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
		id := launched(t, w)
		w.svc.SetStatus(id, "resting")
		job, err := c.Job(t.Context(), id)
		if err != nil || job.Status != "resting" || job.Status.Ended() || job.Outcome() != nil {
			t.Errorf("%+v, %v", job, err)
		}
		e := c.Endpoint()
		e.Statuses = map[string]service.Status{"resting": service.Cancelled}
		w.endpoint = &e
		if c, err = w.client(); err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if job, err = c.Job(t.Context(), id); err != nil || service.ClassOf(job.Outcome()) != service.ClassEnded {
			t.Errorf("translated: %+v, %v", job, err)
		}
	})
}

func TestAJobTellsWhyItFailed(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
		id := launched(t, w)
		if job, err := c.Job(t.Context(), id); err != nil || job.Failure != nil || job.TrainedTokens != nil || job.Finished != nil {
			t.Errorf("a running job: %+v, %v", job, err)
		}
		w.svc.FailJob(id, "invalid_training_file", "Example 3, message 2")
		job, err := c.Job(t.Context(), id)
		want := &service.Failure{Code: "invalid_training_file", Message: "Example 3, message 2", Param: "training_file"}
		if err != nil || !reflect.DeepEqual(job.Failure, want) {
			t.Errorf("got %+v, %v; want %+v", job.Failure, err, want)
		}
		if got := job.Outcome(); service.ClassOf(got) != service.ClassEnded || got.Error() != "job "+id+" failed: Example 3, message 2" {
			t.Errorf("%v", got)
		}
	})
}

// Whatever the cancel call answers, the true end is reported.
func TestCancelLooksAfterwards(t *testing.T) {
	for name, fault := range map[string]openaitest.Fault{
		"no fault":       {Kind: openaitest.None},
		"answer lost":    {Kind: openaitest.Reset, Moment: openaitest.After},
		"request lost":   {Kind: openaitest.Reset, Moment: openaitest.Before},
		"truncated":      {Kind: openaitest.Truncated, Moment: openaitest.After},
		"HTML, effect":   {Kind: openaitest.HTML, Moment: openaitest.After},
		"503 and effect": {Kind: openaitest.Status, Status: 503, Moment: openaitest.After},
	} {
		bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
			id := launched(t, w)
			if fault.Kind != openaitest.None {
				fault.Call = openaitest.CancelJob
				w.svc.Script(fault)
			}
			for range 2 {
				if job, err := c.Change(t.Context(), id, service.Cancel); err != nil || job.Status != service.Cancelled {
					t.Errorf("%s: %+v, %v", name, job, err)
				}
			}
		})
	}
}

func TestCancelOfAFinishedJobReportsItsEnd(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
		id := launched(t, w)
		for range 3 {
			w.svc.Advance()
		}
		if job, err := c.Change(t.Context(), id, service.Cancel); err != nil || job.Status != service.Succeeded {
			t.Errorf("%+v, %v", job, err)
		}
	})
}

func TestPauseAndResume(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
		id := launched(t, w)
		if job, err := c.Change(t.Context(), id, service.Pause); service.ClassOf(err) != service.ClassRefused || job.Status != service.ValidatingFiles {
			t.Errorf("too early: %+v, %v", job, err)
		}
		w.svc.Advance()
		if job, err := c.Change(t.Context(), id, service.Pause); err != nil || job.Status != service.Paused {
			t.Errorf("pause: %+v, %v", job, err)
		}
		if job, err := c.Change(t.Context(), id, service.Resume); err != nil || job.Status != service.Queued {
			t.Errorf("resume: %+v, %v", job, err)
		}
	})
}

func TestListsArePaged(t *testing.T) {
	bubble(t, openaitest.Options{Epochs: 250}, func(t *testing.T, w *simulation, c *service.Client) {
		w.launch.Body = func(training, _ string) ([]byte, error) {
			return []byte(`{"model":"` + testModel + `","training_file":"` + training + `"}`), nil
		}
		id := launched(t, w)
		for range 3 {
			w.svc.Advance()
		}
		steps, checkpoints, jobs := 0, 0, 0
		for event, err := range c.Events(t.Context(), id) {
			if err != nil {
				t.Fatal(err)
			}
			if event.Step != nil {
				steps++
			}
		}
		for _, err := range c.Checkpoints(t.Context(), id) {
			if err != nil {
				t.Fatal(err)
			}
			checkpoints++
		}
		for _, err := range c.Jobs(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			jobs++
		}
		if steps != 2500 || checkpoints != 3 || jobs != 2 {
			t.Errorf("%d steps, %d checkpoints, %d jobs; want 2500, 3 and 2", steps, checkpoints, jobs)
		}
	})
}

func TestLedgerKeepsTheLastBillOfEachJob(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	if bills, err := Bills(dir); err != nil || bills != nil {
		t.Errorf("no ledger: %v, %v", bills, err)
	}
	tokens := int64(300)
	cost := "0.0075"
	first := Bill{JobID: "ftjob-1", Status: service.Running}
	second := Bill{JobID: "ftjob-2", QuotedTokens: &tokens, QuotedUSD: &cost}
	last := Bill{JobID: "ftjob-1", Status: service.Succeeded, BilledTokens: &tokens}
	for _, b := range []Bill{first, second, last} {
		if err := WriteBill(dir, b); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Bills(dir)
	if want := []Bill{last, second}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	var damaged *DamageError
	if bills, err := readBills([]byte("{\"job\":\"a\"}\nx\n")); !errors.As(err, &damaged) || damaged.Line != 2 {
		t.Errorf("damaged: %v, %v", bills, err)
	}
	if bills, err := readBills([]byte("{\"job\":\"a\"}\n{\"jo")); err != nil || len(bills) != 1 {
		t.Errorf("torn: %v, %v", bills, err)
	}
}

func TestWhatIsNoIDIsNeverSent(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
		for _, id := range []string{"", "..", "../../files", "file-1", "ftjob-1/cancel", "ftjob-1?x", "ftjob-é", "ft" + strings.Repeat("x", 65)} {
			_, shown := c.Job(t.Context(), id)
			_, cancelled := c.Change(t.Context(), id, service.Cancel)
			got := []error{shown, cancelled}
			for _, err := range c.Events(t.Context(), id) {
				got = append(got, err)
			}
			for _, err := range c.Checkpoints(t.Context(), id) {
				got = append(got, err)
			}
			for i, err := range got {
				if service.ClassOf(err) != service.ClassLocal {
					t.Errorf("call %d with the id %q: %v", i, id, err)
				}
			}
			if len(got) != 4 {
				t.Errorf("the id %q: %d errors, want 4", id, len(got))
			}
		}
		if n := w.dials; n != 0 {
			t.Errorf("%d connections were made, want none", n)
		}
	})
}

func TestTrainingNotAvailableHasItsOwnHint(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
		w.svc.Script(openaitest.Fault{
			Call: openaitest.CreateJob, Kind: openaitest.Status, Status: 403, Code: "training_not_available", Message: "winding down",
		})
		_, err := w.submit()
		var classed *service.Error
		if !errors.As(err, &classed) || classed.Class != service.ClassRefused || !strings.Contains(classed.Hint, "another provider") {
			t.Errorf("%v", err)
		}
		if w.state() != StateRefused {
			t.Errorf("state %s, want REFUSED", w.state())
		}
	})
}

// The answer to each call of a launch is cut at every byte (in a sample, at
// every seventh): the launch ends with its one job, at once or when resumed.
func TestAnswersCutAtEveryByte(t *testing.T) {
	for _, call := range []openaitest.Call{openaitest.CreateFile, openaitest.RetrieveFile, openaitest.CreateJob} {
		step := 7
		if *matrix == "full" {
			step = 1
		}
		for at := 1; at < 1000; at += step {
			synctest.Test(t, func(t *testing.T) {
				w := testSimulation(t, openaitest.Options{})
				defer w.close()
				w.svc.Script(openaitest.Fault{Call: call, Kind: openaitest.Truncated, Moment: openaitest.After, Cut: at})
				job, err := w.submit()
				if err := w.judge(job, err); err != nil {
					t.Errorf("%s cut at byte %d: %v", call, at, err)
				}
				if _, err := w.submit(); err != nil || len(w.jobs()) != 1 || len(w.files()) != 1 {
					t.Errorf("%s cut at byte %d, resumed: %d jobs, %d files, %v", call, at, len(w.jobs()), len(w.files()), err)
				}
			})
		}
	}
}

// A result file is handed out as it is; a page of a proxy is none.
func TestContentOfAResultFile(t *testing.T) {
	bubble(t, openaitest.Options{Epochs: 3}, func(t *testing.T, w *simulation, c *service.Client) {
		id := launched(t, w)
		for range 3 {
			w.svc.Advance()
		}
		job, err := c.Job(t.Context(), id)
		if err != nil || len(job.ResultFiles) != 1 {
			t.Fatalf("%+v, %v", job, err)
		}
		text, err := c.Content(t.Context(), job.ResultFiles[0])
		if err != nil {
			t.Fatal(err)
		}
		if steps, err := metrics.ReadResults(text); err != nil || len(steps) < 10 {
			t.Errorf("%d steps, %v", len(steps), err)
		}
		w.svc.Script(openaitest.Fault{Call: openaitest.DownloadFile, Kind: openaitest.HTML, Moment: openaitest.After})
		if text, err := c.Content(t.Context(), job.ResultFiles[0]); err == nil {
			t.Errorf("a page: got %q", text)
		}
		for _, id := range []string{"", "../models", "file-none"} {
			if text, err := c.Content(t.Context(), id); err == nil {
				t.Errorf("%q: got %q", id, text)
			}
		}
	})
}

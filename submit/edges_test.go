package submit

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// What the service made of a job otherwise than it was sent is said at every
// run, with the command that cancels, until a person accepts it.
func TestDifferencesAreSaidUntilTheyAreAccepted(t *testing.T) {
	for name, test := range map[string]struct {
		told  string
		costs bool
	}{
		"n_epochs":        {`{"method":{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":3}}}}`, true},
		"batch_size":      {`{"method":{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":2,"batch_size":1}}}}`, true},
		"method":          {`{"method":{"type":"dpo"}}`, true},
		"model":           {`{"model":"gpt-4o-2024-08-06"}`, true},
		"validation_file": {`{"validation_file":"file-other"}`, true},
		"trainingType":    {`{"trainingType":"Standard"}`, true},
		"suffix":          {`{"user_provided_suffix":"other"}`, false},
		"seed":            {`{"seed":8}`, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			var told map[string]json.RawMessage
			if err := json.Unmarshal([]byte(test.told), &told); err != nil {
				t.Fatal(err)
			}
			w := testSimulation(t, openaitest.Options{Told: told})
			defer w.close()
			w.launch.Body = func(training, _ string) ([]byte, error) {
				return []byte(`{"model":"` + testModel + `","training_file":"` + training + `","validation_file":"file-v","trainingType":"Global",
					"suffix":"mine","seed":7,"method":{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":2,"batch_size":64,"learning_rate_multiplier":"auto"}}},
					"metadata":{"ftplan_submission":"` + testID + `"}}`), nil
			}
			for run := range 2 {
				job, err := w.submit()
				var classed *service.Error
				if !errors.As(err, &classed) || classed.Class != service.ClassDiffers || job.ID == "" || !strings.Contains(err.Error(), name+" is ") ||
					strings.Contains(err.Error(), "can change what it costs") != test.costs || !strings.Contains(classed.Hint, "cancel "+job.ID) {
					t.Fatalf("%s, run %d: %+v, %v", name, run, job, err)
				}
			}
		})
	}
}

func TestAcceptedDifferencesAreSaidNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := map[string]json.RawMessage{"seed": json.RawMessage("8")}
		w := testSimulation(t, openaitest.Options{Told: told})
		defer w.close()
		w.launch.Body = func(training, _ string) ([]byte, error) {
			return []byte(`{"model":"` + testModel + `","training_file":"` + training + `","seed":7}`), nil
		}
		if _, err := w.submit(); service.ClassOf(err) != service.ClassDiffers {
			t.Fatal(err)
		}
		w.launch.Accept = true
		if _, err := w.submit(); err != nil || w.state() != StateCreated {
			t.Fatalf("accepting: %v in state %s", err, w.state())
		}
		w.launch.Accept = false
		if _, err := w.submit(); err != nil {
			t.Errorf("accepted: %v", err)
		}
		told["seed"] = json.RawMessage("9")
		if _, err := w.submit(); service.ClassOf(err) != service.ClassDiffers {
			t.Errorf("another difference: %v", err)
		}
	})
}

// The disk is full from the entry after the create call on: what was paid is
// not hidden behind that.
func TestADiskThatIsFullAfterTheCreateCallIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		w.svc.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Reset, Moment: openaitest.After})
		c, err := w.client()
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		full := errors.New("no space left on device")
		j, err := openJournal(filepath.Join(w.dir, "state"), w.launch, disk{step: func(effect string, n int) (int, error) {
			if effect == "write" && w.svc.Paid(testID) > 0 {
				return 0, full
			}
			return n, nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		if _, err := Submit(t.Context(), c, w.launch, j); service.ClassOf(err) != service.ClassUnknown || !errors.Is(err, full) {
			t.Errorf("class %d, %v", service.ClassOf(err), err)
		}
	})
}

func TestACancelledRunOfAFinishedLaunchHidesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		id := launched(t, w)
		job, err := w.process(func(ctx context.Context, c *service.Client, l Launch, j *Journal) (service.Job, error) {
			ctx, stop := context.WithCancel(ctx)
			stop()
			return Submit(ctx, c, l, j)
		})
		if err != nil || job.ID != id {
			t.Errorf("%+v, %v", job, err)
		}
	})
}

// A call that was refused, and a run that is stopped while it looks for its job.
func TestARunThatIsStoppedWhileItLooksIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{ListDelay: time.Minute})
		defer w.close()
		w.svc.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Status, Status: 403, Moment: openaitest.After})
		if _, err := w.submit(); service.ClassOf(err) != service.ClassRefused {
			t.Fatal(err)
		}
		_, err := w.process(func(ctx context.Context, c *service.Client, l Launch, j *Journal) (service.Job, error) {
			ctx, stop := context.WithTimeout(ctx, 10*time.Second)
			defer stop()
			return Submit(ctx, c, l, j)
		})
		if service.ClassOf(err) != service.ClassUnknown || w.state() != StateRefused {
			t.Errorf("class %d in state %s, %v", service.ClassOf(err), w.state(), err)
		}
	})
}

// A refusal that is one is final, and after its cause is gone the launch goes on
// when the window is over, with the wait and its reason shown.
func TestAfterARefusalTheWindowPassesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		w.svc.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Status, Status: 403, Message: "not yours"})
		if _, err := w.submit(); service.ClassOf(err) != service.ClassRefused {
			t.Fatal(err)
		}
		began := time.Now()
		launched(t, w)
		if took := time.Since(began); took < 115*time.Second || took > 3*time.Minute {
			t.Errorf("the second call came %s after the first was over", took)
		}
		if said := strings.Join(w.notices, "\n"); !strings.Contains(said, "403 Forbidden: not yours; its job may still appear, so nothing is sent before") {
			t.Errorf("the wait is not explained: %s", said)
		}
	})
}

// The window is measured by the clock that says least.
func TestAClockThatJumpsEndsNoWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		c, err := w.client()
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		r := newRun(c, w.launch, nil)
		now := time.Now()
		for name, k := range map[string]known{
			"this machine's clock was set back":    {left: now.Add(time.Hour), leftServer: now.Add(-time.Hour)},
			"this machine's clock was set forward": {left: now.Add(-time.Hour), leftServer: now.Add(-time.Second)},
		} {
			if got := r.passed(k); got > time.Second {
				t.Errorf("%s: %s of the window are over", name, got)
			}
		}
	})
}

// A quote whose job the account knows is launched already, whatever the state
// folder says.
func TestTheAccountIsAskedForJobsOfTheQuote(t *testing.T) {
	for _, ignore := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			w := testSimulation(t, openaitest.Options{IgnoreFilter: ignore})
			defer w.close()
			w.launch.Quoted = time.Now()
			job := w.svc.AddJob("elsewhere.jsonl", map[string]string{service.TagKey: strings.Repeat("d", 32), service.QuoteKey: w.launch.Quote})
			_, err := w.submit()
			if service.ClassOf(err) != service.ClassGuard || !strings.Contains(err.Error(), job.ID) || len(w.files()) != 1 {
				t.Errorf("filter ignored %v: %v with %d files", ignore, err, len(w.files()))
			}
		})
	}
}

func TestFourStateFoldersMakeOneJob(t *testing.T) {
	svc, server := loopbackService(t, openaitest.Options{})
	dir := t.TempDir()
	data := trainingData(12)
	launch := testLaunch(filepath.Join(dir, "train.jsonl"), data)
	if err := os.WriteFile(launch.Training.Path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ends := make(chan error)
	for i := range 4 {
		go func() {
			j, err := OpenJournal(filepath.Join(dir, string(rune('a'+i))), launch)
			if err == nil {
				_, err = Submit(context.Background(), loopbackClient(t, server.URL, quick()), launch, j)
				j.Close()
			}
			ends <- err
		}()
	}
	for range 4 {
		if err := <-ends; err != nil && service.ClassOf(err) != service.ClassGuard {
			t.Error(err)
		}
	}
	if got := svc.Paid(testID); got != 1 {
		t.Errorf("%d paid jobs, want 1", got)
	}
}

// A folder that anybody can write holds anybody's word.
func TestFoldersOfOthersAreRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs modes")
	}
	for _, mode := range []os.FileMode{0o770, 0o707, 0o722} {
		dir := filepath.Join(t.TempDir(), "state")
		if err := errors.Join(os.Mkdir(dir, 0o700), os.Chmod(dir, mode)); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenJournal(dir, testLaunch("none", nil)); service.ClassOf(err) != service.ClassLocal || !strings.Contains(err.Error(), "can be written by others") {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
	if os.Getuid() == 0 {
		dir := filepath.Join(t.TempDir(), "state")
		if err := errors.Join(os.Mkdir(dir, 0o700), os.Chown(dir, 12345, -1)); err != nil {
			t.Skip(err)
		}
		if _, err := OpenJournal(dir, testLaunch("none", nil)); service.ClassOf(err) != service.ClassLocal || !strings.Contains(err.Error(), "another user") {
			t.Errorf("another user's folder: %v", err)
		}
	}
}

// What lies in the place of a lock or a journal and is none stays as it is.
func TestLocksFollowNoLinkAndKeepWhatTheyDidNotMake(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs symbolic links")
	}
	launch := testLaunch("none", nil)
	for name, place := range map[string]func(dir, precious string) string{
		"a link as the lock":    func(dir, _ string) string { return filepath.Join(dir, "quote-"+launch.Quote[:32]+".lock") },
		"a link as the journal": func(dir, _ string) string { return journalPath(dir, launch.ID) },
	} {
		dir := t.TempDir()
		precious := filepath.Join(dir, "precious")
		if err := errors.Join(os.WriteFile(precious, []byte("precious"), 0o600), os.Symlink(precious, place(dir, precious))); err != nil {
			t.Fatal(err)
		}
		if j, err := OpenJournal(dir, launch); err == nil {
			j.Close()
			t.Errorf("%s was followed", name)
		}
		if text, err := os.ReadFile(precious); err != nil || string(text) != "precious" {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "quote-"+launch.Quote[:32]+".lock")
	if err := os.WriteFile(path, []byte("somebody's notes"), 0o600); err != nil {
		t.Fatal(err)
	}
	if j, err := OpenJournal(dir, launch); err == nil {
		j.Close()
		t.Error("notes were taken for a lock")
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "somebody's notes" {
		t.Errorf("the notes became %q, %v", text, err)
	}
}

// A journal that cannot be used blocks what may be its launch, and nothing else.
func TestABadJournalBlocksItsOwnLaunchOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		launched(t, w)
		first := w.launch
		text, err := os.ReadFile(w.journalPath())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(w.journalPath(), append(text, "garbage\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
		w.launch.ID, w.launch.Quote, w.launch.Again = strings.Repeat("e", 32), strings.Repeat("cd", 32), true
		w.launch.Body = testBody(w.launch.ID)
		if _, err := w.submit(); err != nil {
			t.Errorf("another quote beside a bad journal: %v", err)
		}
		w.launch = first
		w.launch.ID = strings.Repeat("d", 32)
		if _, err := w.submit(); service.ClassOf(err) != service.ClassLocal {
			t.Errorf("the same quote under another approval: %v", err)
		}
		if err := os.WriteFile(journalPath(filepath.Join(w.dir, "state"), strings.Repeat("f", 32)), []byte("garbage\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		w.launch.ID, w.launch.Quote, w.launch.Again = strings.Repeat("a", 32), strings.Repeat("ef", 32), true
		if _, err := w.submit(); service.ClassOf(err) != service.ClassLocal || !strings.Contains(err.Error(), strings.Repeat("f", 32)) {
			t.Errorf("beside a journal that may be of any quote: %v", err)
		}
		records, err := Records(filepath.Join(w.dir, "state"))
		bad := 0
		for _, r := range records {
			if r.Err != nil {
				bad++
			}
		}
		if err != nil || bad != 2 || len(records) != 3 {
			t.Errorf("%d bad ones of %d records, %v", bad, len(records), err)
		}
	})
}

// A journal of a newer program is named as such.
func TestAJournalOfANewerProgramIsNamed(t *testing.T) {
	line, _, err := encodeEntry(Entry{Seq: 1, State: StateNew, Version: journalVersion + 1, Submission: testID, Quote: strings.Repeat("ab", 32)})
	if err != nil {
		t.Fatal(err)
	}
	var newer *NewerError
	if _, _, err := ReadJournal(line); !errors.As(err, &newer) || newer.Version != journalVersion+1 {
		t.Errorf("got %v", err)
	}
	line, _, err = encodeEntry(Entry{Seq: 1, State: StateNew, Version: 1})
	if entries, _, failed := ReadJournal(line); err != nil || failed != nil || len(entries) != 1 {
		t.Errorf("the first version: %v, %v", failed, err)
	}
	dir := t.TempDir()
	line, _, _ = encodeEntry(Entry{Seq: 1, State: StateNew, Version: journalVersion + 1})
	if err := os.WriteFile(journalPath(dir, testID), line, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = OpenJournal(dir, testLaunch("none", nil))
	var classed *service.Error
	if !errors.As(err, &classed) || !strings.Contains(err.Error(), "newer ftplan") || strings.Contains(classed.Hint, "move") {
		t.Errorf("got %v", err)
	}
}

// A file is waited for until the service is done with it, and a call that comes
// too early is made again.
func TestAFileIsWaitedFor(t *testing.T) {
	for name, test := range map[string]struct {
		processing, patience time.Duration
		creates              int
		class                service.Class
	}{
		"soon":                       {30 * time.Second, 0, 1, service.ClassOther},
		"after patience has ended":   {time.Minute, time.Second, 2, service.ClassOther},
		"never while this run lives": {time.Hour, time.Second, 3, service.ClassTemporary},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := testSimulation(t, openaitest.Options{Processing: test.processing})
			defer w.close()
			w.setting.Processing = test.patience
			_, err := w.submit()
			creates := 0
			for _, r := range w.svc.Requests() {
				if r.Call == openaitest.CreateJob {
					creates++
				}
			}
			if creates != test.creates || service.ClassOf(err) != test.class || (err == nil) != (w.svc.Paid(testID) == 1) {
				t.Errorf("%s: %d create calls, %d jobs, %v", name, creates, w.svc.Paid(testID), err)
			}
			if said := strings.Join(w.notices, "\n"); !strings.Contains(said, "still processing the training file") {
				t.Errorf("%s: the wait is not said", name)
			}
		})
	}
}

// The person who fences is asked right before the new call.
func TestAFenceAsksBeforeTheNewCall(t *testing.T) {
	no := service.Guard("no", "")
	for _, answer := range []error{nil, no} {
		synctest.Test(t, func(t *testing.T) {
			w := testSimulation(t, openaitest.Options{})
			defer w.close()
			w.svc.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Reset, Moment: openaitest.Before})
			if _, err := w.submit(); service.ClassOf(err) != service.ClassUnknown {
				t.Fatal(err)
			}
			asked := ""
			w.launch.Confirm = func(_ context.Context, text string) error { asked = text; return answer }
			_, err := w.fence()
			if !strings.Contains(asked, "remains possible") || (err == nil) != (answer == nil) || w.svc.Paid(testID) != map[bool]int{true: 1}[answer == nil] {
				t.Errorf("asked %q, answered %v: %v with %d jobs", asked, answer, err, w.svc.Paid(testID))
			}
		})
	}
}

// A job that appears within five seconds of a refusal is the answer of the run
// that was refused.
func TestARefusalIsLookedAfter(t *testing.T) {
	for late, class := range map[time.Duration]service.Class{
		0: service.ClassOther, 4 * time.Second: service.ClassOther, 6 * time.Second: service.ClassRefused,
	} {
		synctest.Test(t, func(t *testing.T) {
			w := testSimulation(t, openaitest.Options{ListDelay: late})
			defer w.close()
			w.svc.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Status, Status: 403, Moment: openaitest.After})
			job, err := w.submit()
			said := strings.Join(w.notices, "\n")
			if service.ClassOf(err) != class || (err == nil) != strings.Contains(said, "yet job "+job.ID+" exists: adopted") {
				t.Errorf("listed after %s: %+v, %v, said %s", late, job, err, said)
			}
		})
	}
}

// A create call that never left this machine is made again at once.
func TestACallThatNeverLeftIsWaitedForByNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		const create = 8 // the dial of the create call: each call has one of its own
		w.refuse[create] = true
		began := time.Now()
		launched(t, w)
		entries, err := w.journal()
		if took := time.Since(began); err != nil || took > 10*time.Second || !entries[4].NotSent {
			t.Errorf("%v after %s, %+v", err, took, entries)
		}
	})
}

package submit

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestSubmitLaunchesOnceAndReturnsTheSameJobAfterwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		job, err := w.submit()
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.submit()
		if err != nil || again.ID != job.ID || job.ID == "" {
			t.Fatalf("the second run returned %q, %v; want %q", again.ID, err, job.ID)
		}
		if got := w.svc.Paid(testID); got != 1 {
			t.Errorf("%d paid jobs, want 1", got)
		}
		if got := w.files()[0].SHA256; got != w.launch.Training.SHA256 {
			t.Errorf("the service holds %s, want %s", got, w.launch.Training.SHA256)
		}
	})
}

func TestAFinishedSubmissionNeedsNoNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		id := launched(t, w)
		w.refuse = everyDial()
		if job, err := w.submit(); err != nil || job.ID != id {
			t.Errorf("%+v, %v; want %s", job, err, id)
		}
	})
}

func TestRequestsFitTheSchemaAndTheCreateCallIsPlain(t *testing.T) {
	schema := jsonschema.NewCompiler()
	text, err := os.ReadFile(filepath.Join("service", "openai", "openaitest", "testdata", "schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err == nil {
		err = schema.AddResource("api.json", document)
	}
	if err != nil {
		t.Fatal(err)
	}
	shapes := map[openaitest.Call]string{
		openaitest.CreateJob: "CreateFineTuningJobRequest", openaitest.CreateUpload: "CreateUploadRequest",
		openaitest.CompleteUpload: "CompleteUploadRequest",
	}
	for _, partsAbove := range []int64{1 << 20, 500} {
		synctest.Test(t, func(t *testing.T) {
			w := testSimulation(t, openaitest.Options{})
			defer w.close()
			w.setting.PartsAbove, w.setting.PartBytes = partsAbove, 400
			launched(t, w)
			for _, r := range w.svc.Requests() {
				if name := shapes[r.Call]; name != "" {
					instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(r.Body))
					if err == nil {
						err = schema.MustCompile("api.json#/$defs/" + name).Validate(instance)
					}
					if err != nil {
						t.Errorf("%s does not fit %s: %v", r.Body, name, err)
					}
				}
				if key := r.Header.Get("Idempotency-Key"); key != "" {
					t.Errorf("%s has an Idempotency-Key, with which net/http repeats calls", r.Call)
				}
				if r.Call == openaitest.CreateJob && r.Header.Get("Connection") != "close" {
					t.Errorf("the create call shares its connection: %v", r.Header)
				}
			}
		})
	}
}

// What keeps a launch from sending a byte of data.
func TestGuards(t *testing.T) {
	late := time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) // the bubble's clock begins in 2000
	for name, test := range map[string]struct {
		options openaitest.Options
		change  func(w *simulation) error
		class   service.Class
		want    string
	}{
		"other content of the same size": {change: func(w *simulation) error {
			data := trainingData(12)
			data[100] ^= 1
			return os.WriteFile(w.launch.Training.Path, data, 0o600)
		}, class: service.ClassGuard, want: "stale quote"},
		"longer": {change: func(w *simulation) error {
			return os.WriteFile(w.launch.Training.Path, trainingData(13), 0o600)
		}, class: service.ClassGuard, want: "stale quote"},
		"missing": {change: func(w *simulation) error { return os.Remove(w.launch.Training.Path) }, class: service.ClassLocal, want: "cannot read the data"},
		"a folder": {change: func(w *simulation) error {
			w.launch.Training.Path = w.dir
			return nil
		}, class: service.ClassLocal, want: "not a regular file"},
		"the approval": {change: func(w *simulation) error {
			w.launch.Guard = func(time.Time) error { return service.Guard("the quote expired", "quote again") }
			return nil
		}, class: service.ClassGuard, want: "the quote expired"},
		"too large": {change: func(w *simulation) error {
			w.launch.Training.Bytes = 9_000_000_000
			return nil
		}, class: service.ClassGuard, want: "at most 8000000000 bytes"},
		"model unknown":   {options: openaitest.Options{Models: []openaitest.Model{{ID: "other"}}}, class: service.ClassGuard, want: "does not list the model"},
		"model shut down": {options: openaitest.Options{Models: []openaitest.Model{{ID: testModel, Shutdown: late}}}, class: service.ClassGuard, want: "was shut down on 1999-12-31"},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := testSimulation(t, test.options)
			defer w.close()
			if test.change != nil {
				if err := test.change(w); err != nil {
					t.Fatal(err)
				}
			}
			_, err := w.submit()
			if service.ClassOf(err) != test.class || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: %v (class %d), want %q in class %d", name, err, service.ClassOf(err), test.want, test.class)
			}
			for _, r := range w.svc.Requests() {
				if r.Method != "GET" {
					t.Errorf("%s: %s %s was sent", name, r.Method, r.Path)
				}
			}
		})
	}
}

func TestTheGuardIsAskedAgainBeforeTheCreateCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		asked := 0
		w.launch.Guard = func(time.Time) error {
			if asked++; asked == 2 {
				return service.Guard("the quote expired", "")
			}
			return nil
		}
		if _, err := w.submit(); service.ClassOf(err) != service.ClassGuard || w.svc.Paid(testID) != 0 || len(w.files()) != 1 {
			t.Errorf("%v, %d jobs, %d files", err, w.svc.Paid(testID), len(w.files()))
		}
	})
}

func TestAQuoteBuysOneJobWhateverApprovesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		id := launched(t, w)
		w.launch.ID = strings.Repeat("d", 32)
		w.launch.Again = true
		if _, err := w.submit(); service.ClassOf(err) != service.ClassGuard || !strings.Contains(err.Error(), id) {
			t.Errorf("got %v, want a guard that names %s", err, id)
		}
	})
}

// An approval that rested while another one of its quote was launched does not
// launch any more, wherever it rested.
func TestAnApprovalThatRestedFindsTheQuoteUsed(t *testing.T) {
	for name, fault := range map[string]openaitest.Fault{
		"NEW":     {Call: openaitest.ListModels, Kind: openaitest.Status, Status: 403},
		"REFUSED": {Call: openaitest.CreateJob, Kind: openaitest.Status, Status: 403},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := testSimulation(t, openaitest.Options{})
			defer w.close()
			w.svc.Script(fault)
			first, second := w.launch, w.launch
			if _, err := w.submit(); err == nil || string(w.state()) != name {
				t.Fatalf("%s: %v in state %s", name, err, w.state())
			}
			second.ID = strings.Repeat("d", 32)
			second.Body = testBody(second.ID)
			w.launch = second
			launched(t, w)
			w.launch = first
			if _, err := w.submit(); service.ClassOf(err) != service.ClassGuard || len(w.jobs()) != 1 {
				t.Errorf("%s: %v with %d jobs", name, err, len(w.jobs()))
			}
		})
	}
}

func TestTheSameDataLatelyNeedsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		id := launched(t, w)
		w.launch.ID, w.launch.Quote = strings.Repeat("d", 32), strings.Repeat("cd", 32)
		if _, err := w.submit(); service.ClassOf(err) != service.ClassGuard || !strings.Contains(err.Error(), id) {
			t.Errorf("got %v, want a guard that names %s", err, id)
		}
		w.launch.Again = true
		if job, err := w.submit(); err != nil || job.ID == id {
			t.Errorf("told again: %+v, %v", job, err)
		}
	})
}

func TestASubmissionStaysWhereItBegan(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, c *service.Client) {
		w.svc.Script(openaitest.Fault{Call: openaitest.CreateFile, Kind: openaitest.Status, Status: 403})
		if _, err := w.submit(); service.ClassOf(err) != service.ClassRefused {
			t.Fatal(err)
		}
		elsewhere, err := openai.New(service.Endpoint{URL: "https://elsewhere.invalid/v1"}, testKey(), service.Settings{})
		if err != nil {
			t.Fatal(err)
		}
		j, err := OpenJournal(filepath.Join(w.dir, "state"), w.launch)
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		if _, err := Submit(t.Context(), elsewhere, w.launch, j); service.ClassOf(err) != service.ClassGuard {
			t.Errorf("got %v, want a guard", err)
		}
	})
}

func TestSeveralJobsAreShownAndNoneIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		first := launched(t, w)
		time.Sleep(time.Hour)
		if err := os.Remove(w.journalPath()); err != nil {
			t.Fatal(err)
		}
		// Another machine launches the same quote: nothing can keep it from that.
		c, err := w.client()
		if err != nil {
			t.Fatal(err)
		}
		body, err := w.launch.Body(w.files()[0].ID, "")
		if err != nil {
			t.Fatal(err)
		}
		outcome := c.Create(t.Context(), service.Request{Body: body, TrainingFile: w.files()[0].ID})
		second := outcome.Job
		c.Close()
		for range 2 {
			job, err := w.submit()
			var classed *service.Error
			if !errors.As(err, &classed) || classed.Class != service.ClassUnknown || job.ID != first ||
				!strings.Contains(classed.Hint, "ftplan jobs cancel "+second.ID) || outcome.Proof != service.ProvesCreated {
				t.Errorf("%+v, %v", job, err)
			}
		}
		for _, j := range w.jobs() {
			if j.Status != "validating_files" {
				t.Errorf("job %+v was touched", j)
			}
		}
	})
}

func TestReadBack(t *testing.T) {
	for kind, class := range map[string]service.Class{"": service.ClassOther, "GlobalStandard": service.ClassOther, "Standard": service.ClassDiffers} {
		synctest.Test(t, func(t *testing.T) {
			w := testSimulation(t, openaitest.Options{TrainingType: kind})
			defer w.close()
			w.launch.Body = func(training, _ string) ([]byte, error) {
				return []byte(`{"model":"` + testModel + `","training_file":"` + training + `","trainingType":"GlobalStandard"}`), nil
			}
			job, err := w.submit()
			if job.ID == "" || service.ClassOf(err) != class || class == service.ClassOther && err != nil {
				t.Errorf("%q: %+v, %v, want class %d", kind, job, err, class)
			}
		})
	}
}

func TestTheServicesLimitOnRequestsIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		fault := openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Status, Status: 429, RetryAfter: "60", Moment: openaitest.Before}
		w.svc.Script(fault, fault)
		began := time.Now()
		if _, err := w.submit(); err != nil || time.Since(began) < 2*time.Minute || w.svc.Paid(testID) != 1 {
			t.Errorf("%v after %s with %d jobs", err, time.Since(began), w.svc.Paid(testID))
		}
		w.launch.ID, w.launch.Quote, w.launch.Again = strings.Repeat("d", 32), strings.Repeat("cd", 32), true
		w.svc.Script(fault, fault, fault)
		if _, err := w.submit(); service.ClassOf(err) != service.ClassTemporary {
			t.Errorf("three times 429: %v, want service.ClassTemporary", err)
		}
	})
}

func TestFirstInterruptDuringTheCreateCallWaitsForTheAnswer(t *testing.T) {
	for name, test := range map[string]struct {
		answer time.Duration // for each byte
		class  service.Class
	}{"in time": {time.Millisecond, service.ClassOther}, "too late": {time.Second, service.ClassUnknown}} {
		synctest.Test(t, func(t *testing.T) {
			w := testSimulation(t, openaitest.Options{})
			defer w.close()
			w.svc.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Slow, Moment: openaitest.After, Delay: test.answer})
			began := time.Now()
			job, err := w.process(func(ctx context.Context, c *service.Client, l Launch, j *Journal) (service.Job, error) {
				ctx, stop := context.WithCancel(ctx)
				defer stop()
				go func() {
					for !c.Creating() {
						time.Sleep(time.Microsecond)
					}
					stop()
				}()
				return Submit(ctx, c, l, j)
			})
			if service.ClassOf(err) != test.class || (err == nil) != (job.ID != "") || time.Since(began) > 31*time.Second {
				t.Errorf("%s: %+v, %v after %s", name, job, err, time.Since(began))
			}
			if job, err := w.submit(); err != nil || w.svc.Paid(testID) != 1 {
				t.Errorf("%s, resumed: %+v, %v", name, job, err)
			}
		})
	}
}

func TestAnInterruptDuringTheUploadLeavesNoFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		w.svc.Script(openaitest.Fault{Call: openaitest.CreateFile, Kind: openaitest.Hang, Moment: openaitest.Early})
		_, err := w.process(func(ctx context.Context, c *service.Client, l Launch, j *Journal) (service.Job, error) {
			ctx, stop := context.WithCancel(ctx)
			defer stop()
			time.AfterFunc(time.Second, stop)
			return Submit(ctx, c, l, j)
		})
		if service.ClassOf(err) != service.ClassStopped || len(w.files()) != 0 {
			t.Errorf("%v with %d files", err, len(w.files()))
		}
	})
}

// Parts that arrived are not sent again when the launch is resumed.
func TestPartsAreResumed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		w.setting.PartsAbove, w.setting.PartBytes, w.setting.Parallel, w.setting.Tries = 500, 100, 1, 1
		parts := int((w.launch.Training.Bytes + 99) / 100)
		w.svc.Script(openaitest.Fault{Call: openaitest.AddUploadPart, Nth: parts - 1, Kind: openaitest.Reset})
		if _, err := w.submit(); service.ClassOf(err) != service.ClassTemporary {
			t.Fatal(err)
		}
		launched(t, w)
		sent := 0
		for _, r := range w.svc.Requests() {
			if r.Call == openaitest.AddUploadPart {
				sent++
			}
		}
		if got := w.files()[0].SHA256; sent != parts+1 || got != w.launch.Training.SHA256 {
			t.Errorf("%d parts were sent and made %s; want %d and %s", sent, got, parts+1, w.launch.Training.SHA256)
		}
	})
}

func TestPartsOfAnExpiredUploadAreSentAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		w.setting.PartsAbove, w.setting.PartBytes, w.setting.Tries = 500, 400, 1
		w.svc.Script(openaitest.Fault{Call: openaitest.CompleteUpload, Kind: openaitest.Reset})
		if _, err := w.submit(); service.ClassOf(err) != service.ClassTemporary {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Hour)
		launched(t, w)
		if got := w.files(); len(got) != 1 || got[0].SHA256 != w.launch.Training.SHA256 {
			t.Errorf("%+v", got)
		}
	})
}

func TestAValidationFileIsUploadedToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		data := trainingData(11)
		f := testLaunch(filepath.Join(w.dir, "valid.jsonl"), data).Training
		if err := os.WriteFile(f.Path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		w.launch.Validation = &f
		w.launch.Body = func(training, validation string) ([]byte, error) {
			return []byte(`{"model":"` + testModel + `","training_file":"` + training + `","validation_file":"` + validation + `"}`), nil
		}
		job, err := w.submit()
		files := w.files()
		if err != nil || len(files) != 2 || job.ValidationFile != files[1].ID || files[1].SHA256 != f.SHA256 {
			t.Errorf("%+v, %v, files %+v", job, err, files)
		}
	})
}

func TestAFileTheServiceCannotUseIsNotLaunched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		w.svc.Script(openaitest.Fault{Call: openaitest.RetrieveFile, Kind: openaitest.Status, Status: 403})
		if _, err := w.submit(); service.ClassOf(err) != service.ClassRefused {
			t.Fatal(err)
		}
		w.svc.FailFile(w.files()[0].ID, "line 3 is no JSON")
		if _, err := w.submit(); service.ClassOf(err) != service.ClassRefused || !strings.Contains(err.Error(), "line 3 is no JSON") {
			t.Errorf("%v", err)
		}
	})
}

func TestPreviewIsWhatSubmitSends(t *testing.T) {
	for _, partsAbove := range []int64{1 << 20, 500} {
		bubble(t, openaitest.Options{}, func(t *testing.T, w *simulation, _ *service.Client) {
			w.setting.PartsAbove, w.setting.PartBytes = partsAbove, 100_000
			c, err := w.client()
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			calls, err := Preview(c, w.launch)
			if err != nil {
				t.Fatal(err)
			}
			launched(t, w)
			var want, got []string
			for _, r := range w.svc.Requests() {
				path := r.Path
				for _, f := range w.files() {
					path = strings.ReplaceAll(path, f.ID, "{training_file}")
				}
				if i := strings.Index(path, "/upload_"); i >= 0 {
					path = "/v1/uploads/{upload}" + path[i+len("/upload_test10001"):]
				}
				want = append(want, r.Method+" "+path)
			}
			for _, call := range calls {
				path, _, _ := strings.Cut(strings.TrimPrefix(call.URL, "http://127.0.0.1"), "?")
				got = append(got, call.Method+" "+path)
				if call.Header.Get("Authorization") != "Bearer [key]" {
					t.Errorf("%v", call.Header)
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("previewed %q, sent %q", got, want)
			}
		})
	}
}

func TestOnlyAnUnknownOutcomeCanBeFenced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		if _, err := w.fence(); service.ClassOf(err) != service.ClassGuard {
			t.Errorf("nothing begun: %v, want a guard", err)
		}
		id := launched(t, w)
		if job, err := w.fence(); err != nil || job.ID != id || w.svc.Paid(testID) != 1 {
			t.Errorf("finished: %+v, %v", job, err)
		}
	})
}

// The create call arrives only after the fence: it finds no file and makes no
// job beside the new one.
func TestAFenceKeepsALateCreateCallOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{DropMetadata: true})
		defer w.close()
		w.svc.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Late, Delay: time.Hour})
		if _, err := w.submit(); service.ClassOf(err) != service.ClassUnknown {
			t.Fatalf("got %v, want service.ClassUnknown", err)
		}
		if _, err := w.fence(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Hour)
		if got := w.svc.Paid(testID); got != 1 || w.svc.Pending() != 0 {
			t.Errorf("%d paid jobs, want 1", got)
		}
	})
}

func TestRecordsTellWhatAFolderHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		id := launched(t, w)
		got, err := Records(filepath.Join(w.dir, "state"))
		want := []Record{{
			Submission: testID, Quote: w.launch.Quote, Dataset: w.launch.Training.SHA256, Model: testModel,
			URL: "http://127.0.0.1/v1", Provider: "test", Path: w.journalPath(), State: StateCreated, JobID: id, calls: 1,
		}}
		if len(got) == 1 {
			want[0].Time = got[0].Time
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
	})
}

// bubble runs f with a simulation whose launch has not begun.
func bubble(t *testing.T, options openaitest.Options, f func(t *testing.T, w *simulation, c *service.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, options)
		defer w.close()
		c, err := w.client()
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		f(t, w, c)
	})
}

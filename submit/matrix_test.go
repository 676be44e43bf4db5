package submit

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// The full matrix is run by
//
//	go test ./submit -run TestFaultMatrix -matrix full
//
// and a sample of it by every test.
var matrix = flag.String("matrix", "sample", "how much of the fault matrix to run: sample or full")

// mishap is one way to fail that a run can meet.
type mishap struct {
	name   string
	fault  openaitest.Fault
	refuse int // a dial that is refused, instead of a fault
}

// kinds are the ways to fail, for any call.
func kinds() []openaitest.Fault {
	var all []openaitest.Fault
	both := []openaitest.Fault{
		{Kind: openaitest.Reset}, {Kind: openaitest.EOF}, {Kind: openaitest.Hang},
		{Kind: openaitest.HTML}, {Kind: openaitest.Empty}, {Kind: openaitest.Bomb}, {Kind: openaitest.Redirect},
		{Kind: openaitest.Bare, Status: 502},
	}
	for _, status := range []int{408, 409, 500, 503} {
		both = append(both, openaitest.Fault{Kind: openaitest.Status, Status: status})
	}
	for _, f := range both {
		for _, f.Moment = range []openaitest.Moment{openaitest.Before, openaitest.After} {
			all = append(all, f)
		}
	}
	return append(all,
		openaitest.Fault{Kind: openaitest.Reset, Moment: openaitest.Early},
		openaitest.Fault{Kind: openaitest.Hang, Moment: openaitest.Early},
		openaitest.Fault{Kind: openaitest.Status, Moment: openaitest.Early, Status: 413},
		openaitest.Fault{Kind: openaitest.Truncated, Moment: openaitest.After},
		openaitest.Fault{Kind: openaitest.Slow, Moment: openaitest.After, Delay: time.Second},
		// A service that says 400 or 429 has created nothing: only before.
		openaitest.Fault{Kind: openaitest.Status, Moment: openaitest.Before, Status: 400},
		openaitest.Fault{Kind: openaitest.Status, Moment: openaitest.Before, Status: 401},
		openaitest.Fault{Kind: openaitest.Status, Moment: openaitest.Before, Status: 403, Code: "training_not_available"},
		openaitest.Fault{Kind: openaitest.Status, Moment: openaitest.Before, Status: 404},
		openaitest.Fault{Kind: openaitest.Status, Moment: openaitest.Before, Status: 429, RetryAfter: "7"},
		openaitest.Fault{Kind: openaitest.Status, Moment: openaitest.Before, Status: 429, RetryAfter: "900"},
		openaitest.Fault{Kind: openaitest.Status, Moment: openaitest.Before, Status: 429, Code: "insufficient_quota"},
		openaitest.Fault{Kind: openaitest.Late, Delay: 20 * time.Second},
		openaitest.Fault{Kind: openaitest.Late, Delay: 10 * time.Minute},
	)
}

// stop is a call of a launch at which a mishap can happen.
type stop struct {
	call openaitest.Call
	nth  int
}

func wholeStops() []stop {
	return []stop{
		{openaitest.ListModels, 1}, {openaitest.ListJobs, 1}, {openaitest.CreateFile, 1}, {openaitest.ListFiles, 1},
		{openaitest.RetrieveFile, 1}, {openaitest.ListJobs, 2}, {openaitest.CreateJob, 1}, {openaitest.ListJobs, 3},
	}
}

func partStops() []stop {
	return []stop{
		{openaitest.CreateUpload, 1}, {openaitest.AddUploadPart, 1}, {openaitest.AddUploadPart, 3},
		{openaitest.CompleteUpload, 1}, {openaitest.CreateJob, 1},
	}
}

// mishaps are every kind at every stop, and each of the first dials refused.
func mishaps(stops []stop) []mishap {
	var all []mishap
	for _, at := range stops {
		for _, f := range kinds() {
			f.Call, f.Nth = at.call, at.nth
			name := fmt.Sprintf("%s#%d kind %d at %d status %d %s", f.Call, f.Nth, f.Kind, f.Moment, f.Status, f.Code)
			all = append(all, mishap{name: name, fault: f})
		}
	}
	for dial := 1; dial <= 8; dial++ {
		all = append(all, mishap{name: fmt.Sprintf("dial %d refused", dial), refuse: dial})
	}
	return all
}

// trial is one run of the matrix.
type trial struct {
	mishaps []mishap
	crashAt int
	again   int  // the point at which the second process dies
	power   bool // the crash is a power cut
	parts   bool
	drop    bool // metadata
	ignore  bool // the metadata filter
	late    time.Duration
}

func (tr trial) String() string {
	text := ""
	for _, b := range tr.mishaps {
		text += b.name + "; "
	}
	return fmt.Sprintf("%scrash at %d and %d, power cut %v, parts %v, metadata dropped %v, filter ignored %v, lists late by %s",
		text, tr.crashAt, tr.again, tr.power, tr.parts, tr.drop, tr.ignore, tr.late)
}

// services are the kinds of service that a fault is tried against.
func services(tr trial) []trial {
	var all []trial
	for i := range 6 {
		v := tr
		v.drop, v.ignore = i&1 == 1, i == 4
		v.late = []time.Duration{0, 0, 4 * time.Second, 4 * time.Second, 0, 5 * time.Minute}[i]
		all = append(all, v)
	}
	return all
}

// trials is the full matrix in a fixed order.
func trials() []trial {
	var all []trial
	for _, parts := range []bool{false, true} {
		stops := wholeStops()
		if parts {
			stops = partStops()
		}
		single := mishaps(stops)
		for i, b := range single {
			for _, v := range services(trial{mishaps: []mishap{b}, parts: parts}) {
				all = append(all, v)
				for crash := 1 + i%4; crash <= 36; crash += 4 {
					v.crashAt, v.power = crash, crash%2 == 0
					v.again = []int{0, 0, 1 + crash*5%17}[crash%3]
					all = append(all, v)
				}
			}
		}
		all = append(all, pairs(single, parts)...)
	}
	return all
}

// pairs are two mishaps in one run: every fourth pair, and of the uploads in
// parts every eighth. Which service and which crash they meet goes round.
func pairs(single []mishap, parts bool) []trial {
	var all []trial
	for i, a := range single {
		for k, b := range single {
			if (i+k)%4 != 0 || parts && (i+k)%8 != 0 {
				continue
			}
			if b.refuse == 0 && a.fault.Call == b.fault.Call && a.fault.Nth == b.fault.Nth {
				b.fault.Nth++ // the call that is made again
			}
			v := services(trial{mishaps: []mishap{a, b}, parts: parts})[(i+k)/4%6]
			if (i*7+k)%3 == 0 {
				v.crashAt, v.power = 1+(i*31+k)%36, k%2 == 0
			}
			all = append(all, v)
		}
	}
	return all
}

func TestFaultMatrix(t *testing.T) {
	all := trials()
	stride := 1
	if *matrix != "full" {
		stride = len(all)/250 + 1
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
	t.Logf("%d of %d trials; classes after the faults: %v", runs, len(all), ends)
}

// run meets the mishaps, then heals the service and goes on until the end. It
// returns the class of the first run's end.
func (tr trial) run(dir string) (service.Class, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, err
	}
	w, err := newSimulation(dir, openaitest.Options{DropMetadata: tr.drop, IgnoreFilter: tr.ignore, ListDelay: tr.late})
	if err != nil {
		return 0, err
	}
	defer w.close()
	if tr.parts {
		w.setting.PartsAbove, w.setting.PartBytes, w.setting.Parallel = 500, 400, 2
	}
	for _, b := range tr.mishaps {
		if b.refuse > 0 {
			w.refuse[b.refuse] = true
		} else {
			w.svc.Script(b.fault)
		}
	}
	w.crashAt, w.power = tr.crashAt, tr.power
	job, err := w.submit()
	class := service.ClassOf(err)
	if err := w.judge(job, err); err != nil {
		return class, err
	}
	for _, w.crashAt = range []int{tr.again, 0} {
		job, err = w.submit()
		if err := w.judge(job, err); err != nil {
			return class, fmt.Errorf("resumed: %w", err)
		}
	}
	return class, w.settle(tr, err)
}

// judge checks what must hold after any process, however it ended.
func (w *simulation) judge(job service.Job, err error) error {
	paid := w.svc.Paid(testID)
	switch class := service.ClassOf(err); {
	case paid > 1:
		return fmt.Errorf("%d paid jobs", paid)
	case err == errCrash:
	case err == nil && (paid != 1 || job.ID != w.jobs()[0].ID || w.state() != StateCreated):
		return fmt.Errorf("success with %q, %d paid jobs and state %s", job.ID, paid, w.state())
	case err != nil && paid == 1 && class != service.ClassUnknown:
		return fmt.Errorf("a job is paid, but the run ended with class %d: %w", class, err)
	case err != nil && class == service.ClassOther:
		return fmt.Errorf("an error without a class: %w", err)
	case class == service.ClassUnknown && w.state() != StateUnknown:
		return fmt.Errorf("unknown, but the state is %s", w.state())
	}
	for _, f := range w.files() {
		if f.SHA256 != w.launch.Training.SHA256 {
			return fmt.Errorf("the service holds a file with other content: %+v", f)
		}
	}
	if _, err := w.journal(); err != nil && !os.IsNotExist(err) {
		return err
	}
	return w.leaks()
}

// settle heals the service, lets everything late arrive, and sees that one job
// and its record come together: or, where no call ever had an effect, that
// this stays unknown until it is fenced.
func (w *simulation) settle(tr trial, last error) error {
	w.svc.Heal()
	w.refuse = map[int]bool{}
	if service.ClassOf(last) == service.ClassUnknown && w.svc.Paid(testID) == 0 && tr.late < time.Minute {
		if _, err := w.fence(); err != nil {
			return fmt.Errorf("fenced: %w", err)
		}
	}
	time.Sleep(15 * time.Minute)
	job, err := w.submit()
	if err := w.judge(job, err); err != nil {
		return fmt.Errorf("healed: %w", err)
	}
	if err == nil {
		return nil
	}
	if service.ClassOf(err) != service.ClassUnknown || w.svc.Paid(testID) != 0 {
		return fmt.Errorf("healed, with %d paid jobs, but still: %w", w.svc.Paid(testID), err)
	}
	if job, err = w.fence(); err != nil {
		return fmt.Errorf("fenced at last: %w", err)
	}
	return w.judge(job, nil)
}

//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// moments is how many launches TestSignalsAndPipesAtRandomMoments disturbs; FTPLAN_SIGNAL_MOMENTS says another number.
func moments(t *testing.T) int {
	n := 12
	if text := os.Getenv("FTPLAN_SIGNAL_MOMENTS"); text != "" {
		if _, err := fmt.Sscan(text, &n); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// executable is this test binary by the name under which it is the program.
func executable(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "ftplan")
	if err := os.Symlink(self, name); err != nil {
		t.Fatal(err)
	}
	return name
}

// A paidWorld is a folder with an approved quote and a fake service that takes its time, both for one launch by a real
// process.
type paidWorld struct {
	t      *testing.T
	fake   *openaitest.Service
	dir    string
	binary string
}

func newPaidWorld(t *testing.T, binary string, pause time.Duration) *paidWorld {
	w := &paidWorld{t: t, fake: openaitest.New(openaitest.Options{}), dir: t.TempDir(), binary: binary}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		time.Sleep(pause)
		w.fake.ServeHTTP(rw, r)
	}))
	t.Cleanup(func() { w.fake.Close(); server.Close() })
	data, err := os.ReadFile("../../testdata/support.jsonl")
	if err == nil {
		err = os.WriteFile(filepath.Join(w.dir, "a.jsonl"), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.must("quote", "a.jsonl", "--base-url", server.URL+"/v1", "-o", "quote.json")
	w.must("approve", "quote.json", "--limit", "1", "--by", "Ada")
	return w
}

func (w *paidWorld) command(args ...string) *exec.Cmd {
	cmd := exec.Command(w.binary, args...)
	cmd.Dir = w.dir
	cmd.Env = []string{
		"FTPLAN_API_KEY=sk-test-0123456789", "HOME=" + w.dir, "TMPDIR=" + w.dir, "CLOCK=" + scriptClock, "PATH=" + os.Getenv("PATH"),
	}
	return cmd
}

func (w *paidWorld) must(args ...string) string {
	w.t.Helper()
	out, err := w.command(args...).CombinedOutput()
	if err != nil {
		w.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// disturb starts a launch whose output goes into a pipe, closes the pipe or not, and sends a signal or none, both at a
// random moment. It returns the exit code.
func (w *paidWorld) disturb(r *rand.Rand, within time.Duration) (what string, code int) {
	read, write, err := os.Pipe()
	if err != nil {
		w.t.Fatal(err)
	}
	cmd := w.command("submit", "quote.json", "--debug")
	cmd.Stdout, cmd.Stderr = write, write
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	write.Close()
	time.Sleep(time.Duration(r.Int64N(int64(within))))
	what = "an open pipe"
	if r.IntN(3) > 0 {
		read.Close()
		what = "a closed pipe"
	} else {
		defer read.Close()
	}
	signals := []os.Signal{nil, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE}
	if signal := signals[r.IntN(len(signals))]; signal != nil {
		what += " and " + signal.String()
		cmd.Process.Signal(signal)
	}
	cmd.Wait()
	return what, cmd.ProcessState.ExitCode()
}

// Whatever becomes of the terminal of a launch, the next run knows the job that was paid, and there is one.
func TestSignalsAndPipesAtRandomMoments(t *testing.T) {
	binary := executable(t)
	seed := uint64(time.Now().UnixNano())
	for i := range moments(t) {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		w := newPaidWorld(t, binary, 5*time.Millisecond)
		what, code := w.disturb(r, 150*time.Millisecond)
		paid := len(w.fake.Jobs())
		if code < 0 && paid > 0 {
			t.Errorf("moment %d of seed %d, %s: the process was killed with %d paid jobs", i, seed, what, paid)
		}
		out := w.must("submit", "quote.json")
		if jobs := w.fake.Jobs(); len(jobs) != 1 || !strings.Contains(out, jobs[0].ID) {
			t.Errorf("moment %d of seed %d, %s, exit code %d with %d paid jobs: then %d jobs, and the next run says\n%s",
				i, seed, what, code, paid, len(jobs), out)
		}
	}
}

// The reader of a launch's output goes away, then somebody presses Ctrl-C, while the create call is on its way: the answer
// is waited for and written down.
func TestAClosedPipeDuringTheCreateCall(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGHUP, syscall.SIGTERM} {
		w := newPaidWorld(t, executable(t), 0)
		w.fake.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Slow, Moment: openaitest.After, Delay: time.Millisecond})
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		cmd := w.command("submit", "quote.json")
		cmd.Stdout, cmd.Stderr = write, write
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		write.Close()
		read.Close()
		ended := make(chan struct{})
		go func() {
			cmd.Wait()
			close(ended)
		}()
		for alive := true; alive && len(w.fake.Jobs()) == 0; {
			select {
			case <-ended:
				alive = false
			case <-time.After(time.Millisecond):
			}
		}
		cmd.Process.Signal(signal)
		<-ended
		records := w.must("submit", "quote.json")
		if code := cmd.ProcessState.ExitCode(); code != exitIO || len(w.fake.Jobs()) != 1 || !strings.Contains(records, w.fake.Jobs()[0].ID) {
			t.Errorf("%s: exit code %d, %d jobs, then\n%s", signal, code, len(w.fake.Jobs()), records)
		}
	}
}

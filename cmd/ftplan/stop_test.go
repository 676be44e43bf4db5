package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// A launch in the presence of a service that can be broken, and of a person who presses Ctrl-C when it answers a call.
type launching struct {
	t       *testing.T
	service *openaitest.Service
	url     string
	signal  os.Signal // sent when a call comes in
	at      string    // its method and path
	state   string    // the folder of journals
	typed   string    // what the person types; "" = there is none to ask

	cancel atomic.Pointer[context.CancelCauseFunc] // of the command that runs
}

func newLaunching(t *testing.T) *launching {
	t.Setenv("TMPDIR", t.TempDir())
	l := &launching{t: t, service: openaitest.New(openaitest.Options{})}
	server := httptest.NewServer(l)
	t.Cleanup(func() { l.service.Close(); server.Close() })
	l.url = server.URL + "/v1"
	data, err := os.ReadFile("../../testdata/support.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	l.state = filepath.Join(dir, "state")
	if err := os.WriteFile("a.jsonl", data, 0o600); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *launching) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if l.at != "" && strings.HasPrefix(r.Method+" "+r.URL.Path, l.at) {
		(*l.cancel.Load())(stopped{l.signal})
	}
	l.service.ServeHTTP(w, r)
}

// A lockedBuffer can be read while a goroutine that was left behind still writes.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// run runs a command and returns its exit code and what it says.
func (l *launching) run(args ...string) (code int, out, errs string) {
	ctx, cancel := context.WithCancelCause(l.t.Context())
	defer cancel(nil)
	l.cancel.Store(&cancel)
	var stdout bytes.Buffer
	var stderr lockedBuffer
	env := map[string]string{"FTPLAN_API_KEY": "sk-test-0123456789", "XDG_STATE_HOME": l.state}
	w := world{in: strings.NewReader(""), out: &stdout, err: &stderr, getenv: func(name string) string { return env[name] }, now: testClock}
	if l.typed != "" {
		w.in, w.person = strings.NewReader(l.typed), true
	}
	code = run(ctx, w, args)
	return code, stdout.String(), stderr.String()
}

// approved makes an approved quote.
func (l *launching) approved() {
	l.t.Helper()
	for _, args := range [][]string{
		{"quote", "a.jsonl", "--base-url", l.url, "-o", "quote.json"},
		{"approve", "quote.json", "--limit", "1", "--by", "Ada"},
	} {
		if code, _, errs := l.run(args...); code != exitOK {
			l.t.Fatalf("%v: exit code %d, %s", args, code, errs)
		}
	}
}

func TestASignalDuringTheCreateCall(t *testing.T) {
	l := newLaunching(t)
	l.approved()
	l.service.Script(openaitest.Fault{Call: openaitest.CreateJob, Kind: openaitest.Late, Delay: time.Hour})
	l.at, l.signal = "POST /v1/fine_tuning/jobs", os.Interrupt
	code, out, errs := l.run("submit", "quote.json")
	if code != exitUnknown || !strings.Contains(errs, "a paid job may exist") || strings.Contains(errs, "nothing was left") || out != "" {
		t.Errorf("exit code %d, %q and %q, want %d and that a paid job may exist", code, out, errs, exitUnknown)
	}
	if want := "`ftplan resume quote.json` looks again"; !strings.Contains(errs, want) {
		t.Errorf("got %s\nwant %q", errs, want)
	}
}

func TestASignalWhileWatching(t *testing.T) {
	for signal, want := range map[os.Signal]int{os.Interrupt: exitInterrupted, syscall.SIGTERM: exitTerminated} {
		t.Run(signal.String(), func(t *testing.T) {
			l := newLaunching(t)
			l.approved()
			l.at, l.signal = "GET /v1/fine_tuning/jobs/ft", signal
			code, _, errs := l.run("submit", "quote.json", "--watch", "--poll", "1h")
			id := l.service.Jobs()[0].ID
			if code != want || !strings.Contains(errs, "job "+id+" goes on") || !strings.Contains(errs, "hint: ftplan jobs watch "+id) {
				t.Errorf("exit code %d and %q, want %d and that job %s goes on", code, errs, want, id)
			}
		})
	}
}

func TestASignalWhileWaiting(t *testing.T) {
	l := newLaunching(t)
	l.service.Script(openaitest.Fault{Call: openaitest.ListJobs, Kind: openaitest.Hang})
	l.at, l.signal = "GET /v1/fine_tuning/jobs", os.Interrupt
	code, _, errs := l.run("jobs", "list", "--base-url", l.url)
	if code != exitInterrupted || !strings.Contains(errs, "interrupted; nothing was left half done") {
		t.Errorf("exit code %d and %q, want %d", code, errs, exitInterrupted)
	}
}

// What is read may never end: the signal does not wait for it.
func TestASignalWhileReadingStandardInput(t *testing.T) {
	for _, args := range [][]string{
		{"lint", "-"}, {"tokens", "-"}, {"show", "-", "--line", "9"}, {"fix", "-", "-o", "out.jsonl"}, {"fix", "-", "--diff"},
		{"convert", "-", "-o", "out.jsonl"}, {"diff", "-", "a.jsonl"}, {"jobs", "list", "--key-stdin", "--base-url", "http://127.0.0.1:1/v1"},
	} {
		for signal, want := range map[os.Signal]int{os.Interrupt: exitInterrupted, syscall.SIGTERM: exitTerminated} {
			t.Run(strings.Join(args, " ")+" "+signal.String(), func(t *testing.T) {
				newLaunching(t)
				t.Setenv("TMPDIR", t.TempDir())
				in, typing := io.Pipe()
				ctx, cancel := context.WithCancelCause(t.Context())
				go func() {
					io.WriteString(typing, "{")
					cancel(stopped{signal})
				}()
				defer time.AfterFunc(10*time.Second, func() {
					t.Error("the command still waits for its input")
					typing.Close()
				}).Stop()
				var stdout, stderr lockedBuffer
				w := world{in: in, out: &stdout, err: &stderr, getenv: func(string) string { return "" }, now: testClock}
				code := run(ctx, w, args)
				if errs := stderr.String(); code != want || !strings.Contains(errs, "interrupted; nothing was left half done") || stdout.String() != "" {
					t.Errorf("exit code %d, %q and %q, want %d", code, stdout.String(), errs, want)
				}
				for _, dir := range []string{".", os.TempDir()} {
					files, err := filepath.Glob(filepath.Join(dir, "*"))
					if files = slices.DeleteFunc(files, func(name string) bool { return name == "a.jsonl" }); err != nil || len(files) > 0 {
						t.Errorf("%q is left in %s (%v)", files, dir, err)
					}
				}
			})
		}
	}
}

// The words after "next:" have to work as they are: a job is looked for where it was launched to.
func TestAJobIsLookedForWhereItWasLaunchedTo(t *testing.T) {
	l := newLaunching(t)
	l.approved()
	if code, out, errs := l.run("submit", "quote.json"); code != exitOK {
		t.Fatalf("submit: exit code %d, %s%s", code, out, errs)
	}
	id := l.service.Jobs()[0].ID
	for _, words := range []string{"show", "events", "checkpoints", "cancel --yes"} {
		if code, out, errs := l.run(slices.Concat([]string{"jobs"}, strings.Fields(words), []string{id})...); code != exitOK {
			t.Errorf("jobs %s: exit code %d, %s%s", words, code, out, errs)
		}
	}
	code, out, errs := l.run("jobs", "watch", id, "--poll", "1ms")
	if code != exitEnded || !strings.Contains(out, "cancelled") || strings.Count(errs, id+"  cancelled") != 1 {
		t.Errorf("jobs watch: exit code %d, %q and %q, want %d and the state once", code, out, errs, exitEnded)
	}
}

// said returns the command that stands between two texts, and fails where there is none.
func said(t *testing.T, text, before, after string) []string {
	t.Helper()
	_, rest, found := strings.Cut(text, before+"ftplan ")
	command, _, ended := strings.Cut(rest, after)
	if !found || !ended {
		t.Fatalf("no command is said after %q in\n%s", before, text)
	}
	return words(command)
}

func TestNextCommandsComeToTheSameService(t *testing.T) {
	l := newLaunching(t)
	if err := os.WriteFile("a key", []byte("sk-test-9876543210\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	id := l.service.AddJob("elsewhere.jsonl", nil).ID // so that no journal here knows it
	code, out, errs := l.run("jobs", "cancel", "--yes", "--base-url", l.url, "--key-file", "a key", id)
	if code != exitOK {
		t.Fatalf("jobs cancel: exit code %d, %s", code, errs)
	}
	next := said(t, out, "next: ", "\n")
	if want := []string{"jobs", "show", id, "--base-url", l.url, "--key-file", "a key"}; !slices.Equal(next, want) {
		t.Errorf("got the next command %q, want %q", next, want)
	}
	if code, _, errs := l.run(next...); code != exitOK {
		t.Errorf("the next command: exit code %d, %s", code, errs)
	}
}

func TestADamagedJournalSaysWhereToLook(t *testing.T) {
	l := newLaunching(t)
	l.approved()
	if code, _, errs := l.run("submit", "quote.json"); code != exitOK {
		t.Fatalf("submit: exit code %d, %s", code, errs)
	}
	journals, err := filepath.Glob(filepath.Join(l.state, "ftplan", "*.jsonl"))
	if err != nil || len(journals) != 1 {
		t.Fatalf("got the journals %q and the error %v, want one", journals, err)
	}
	if err := os.WriteFile(journals[0], []byte("{}\n{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, errs := l.run("resume", "quote.json")
	look := said(t, errs, "look for the job with `", "`")
	if want := []string{"jobs", "list", "--base-url", l.url}; code != exitIO || !slices.Equal(look, want) {
		t.Errorf("got exit code %d and the command %q, want %d and %q", code, look, exitIO, want)
	}
	if code, out, errs := l.run(look...); code != exitOK || !strings.Contains(out, "ftjob") {
		t.Errorf("the command: exit code %d, %s%s", code, out, errs)
	}
}

func TestAFinishedLaunchWithoutTheService(t *testing.T) {
	l := newLaunching(t)
	l.approved()
	if code, _, errs := l.run("submit", "quote.json"); code != exitOK {
		t.Fatalf("submit: exit code %d, %s", code, errs)
	}
	l.service.Script(openaitest.Fault{Call: openaitest.RetrieveJob, Kind: openaitest.HTML})
	code, out, errs := l.run("submit", "quote.json")
	if code != exitOK || !strings.Contains(out, l.service.Jobs()[0].ID) || !strings.Contains(out, "not known") || !strings.Contains(errs, "cannot be read") {
		t.Errorf("exit code %d, %q and %q, want the job and why its state is not known", code, out, errs)
	}
}

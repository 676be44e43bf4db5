package submit

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// The tests of this file use sockets of the loopback interface, where a reset
// is a real one and a killed process is really gone.

// quick are settings whose pauses a test can wait for.
func quick() service.Settings {
	return service.Settings{
		BackoffMin: time.Millisecond, BackoffMax: 5 * time.Millisecond,
		Idle: time.Second, Looks: []time.Duration{0, 5 * time.Millisecond, 20 * time.Millisecond},
	}
}

func testKey() service.Key {
	key, err := service.KeyFromReader(strings.NewReader(canaryKey))
	if err != nil {
		panic(err)
	}
	return key
}

func loopbackClient(t *testing.T, url string, s service.Settings) *service.Client {
	t.Helper()
	c, err := openai.New(service.Endpoint{Name: "test", URL: url, MaxParts: 8_000_000_000}, testKey(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func loopbackService(t *testing.T, options openaitest.Options) (*openaitest.Service, *httptest.Server) {
	t.Helper()
	options.Key = canaryKey
	svc := openaitest.New(options)
	server := httptest.NewServer(svc)
	t.Cleanup(server.Close)
	t.Cleanup(svc.Close)
	return svc, server
}

// Every kind of fault at the create call over real sockets; a peer that hangs,
// which takes a second each, once.
func TestCreateFaultsOverSockets(t *testing.T) {
	for _, fault := range kinds() {
		if fault.Kind == openaitest.Hang && fault.Moment != openaitest.After {
			continue
		}
		svc, server := loopbackService(t, openaitest.Options{})
		fault.Call = openaitest.CreateJob
		fault.Delay = min(fault.Delay, 2*time.Millisecond)
		svc.Script(fault)
		dir := t.TempDir()
		data := trainingData(12)
		launch := testLaunch(filepath.Join(dir, "train.jsonl"), data)
		if err := os.WriteFile(launch.Training.Path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		settings := quick()
		settings.LongestWait = time.Millisecond
		var last error
		for range 3 {
			c := loopbackClient(t, server.URL, settings)
			j, err := OpenJournal(filepath.Join(dir, "state"), launch)
			if err != nil {
				t.Fatal(err)
			}
			_, last = Submit(context.Background(), c, launch, j)
			j.Close()
		}
		paid := svc.Paid(testID)
		if paid > 1 || paid == 1 && last != nil || paid == 0 && service.ClassOf(last) != service.ClassUnknown {
			t.Errorf("%+v: %d paid jobs, then %v", fault, paid, last)
		}
	}
}

// A process is killed at every request it makes, before and after its effect;
// the next one finds or makes the one job.
func TestSIGKILLAtEveryRequest(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs SIGKILL")
	}
	for at := 1; at <= 6; at++ {
		for _, after := range []bool{false, true} {
			killAt(t, at, after)
		}
	}
}

func killAt(t *testing.T, at int, after bool) {
	t.Helper()
	svc := openaitest.New(openaitest.Options{Key: canaryKey})
	defer svc.Close()
	var seen atomic.Int32
	var cmd *exec.Cmd
	started := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-started
		deadly := int(seen.Add(1)) == at
		if deadly && !after {
			io.Copy(io.Discard, r.Body)
			cmd.Process.Kill()
			return
		}
		if deadly {
			svc.ServeHTTP(httptest.NewRecorder(), r)
			cmd.Process.Kill()
			return
		}
		svc.ServeHTTP(w, r)
	}))
	defer server.Close()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "train.jsonl"), trainingData(12), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd = childProcess(dir, server.URL)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	close(started)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		t.Fatalf("request %d: the process was not killed: %v", at, err)
	}
	launch := testLaunch(filepath.Join(dir, "train.jsonl"), trainingData(12))
	c := loopbackClient(t, server.URL, quick())
	j, err := OpenJournal(filepath.Join(dir, "state"), launch)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if _, err = Submit(context.Background(), c, launch, j); service.ClassOf(err) == service.ClassUnknown {
		_, err = Fence(context.Background(), c, launch, j)
	}
	if err != nil || svc.Paid(testID) != 1 {
		t.Errorf("killed at request %d, after its effect %v: %d paid jobs, %v", at, after, svc.Paid(testID), err)
	}
}

func TestTwoProcessesWithOneQuoteMakeOneJob(t *testing.T) {
	svc := openaitest.New(openaitest.Options{Key: canaryKey})
	defer svc.Close()
	held := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-held // the first process holds the quote until the second has ended
		svc.ServeHTTP(w, r)
	}))
	defer server.Close()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "train.jsonl"), trainingData(12), 0o600); err != nil {
		t.Fatal(err)
	}
	codes := make(chan int, 2)
	for range 2 {
		cmd := childProcess(dir, server.URL)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		go func() { cmd.Wait(); codes <- cmd.ProcessState.ExitCode() }()
	}
	loser := <-codes
	close(held)
	if winner := <-codes; loser != 5 || winner != 0 || svc.Paid(testID) != 1 {
		t.Errorf("exit codes %d and %d with %d paid jobs, want 5, 0 and 1", loser, winner, svc.Paid(testID))
	}
}

// A file that is swapped, grown or shrunk while it is sent never becomes a
// whole file at the service.
func TestAFileThatChangesWhileItIsSentIsNeverWhole(t *testing.T) {
	data := []byte(strings.Repeat("{\"a\":1}\n", 1<<20))
	changes := map[string]func(*os.File) error{
		"one byte": func(f *os.File) error { _, err := f.WriteAt([]byte("2"), int64(len(data)-3)); return err },
		"grown":    func(f *os.File) error { _, err := f.WriteAt([]byte("{}\n"), int64(len(data))); return err },
		"shrunk":   func(f *os.File) error { return f.Truncate(int64(len(data) - 8)) },
	}
	for name, change := range changes {
		for _, partsAbove := range []int64{1 << 30, 1 << 20} {
			svc := openaitest.New(openaitest.Options{Key: canaryKey})
			f := testLaunch(filepath.Join(t.TempDir(), "train.jsonl"), data).Training
			if err := os.WriteFile(f.Path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			var once atomic.Bool
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				sending := r.URL.Path == "/files" && r.Method == "POST" || strings.HasSuffix(r.URL.Path, "/parts")
				if sending && once.CompareAndSwap(false, true) {
					file, err := os.OpenFile(f.Path, os.O_RDWR, 0)
					if err == nil {
						err = errors.Join(change(file), file.Close())
					}
					if err != nil {
						t.Error(err)
					}
				}
				svc.ServeHTTP(w, r)
			}))
			settings := quick()
			settings.PartsAbove, settings.PartBytes, settings.Parallel = partsAbove, 1<<20, 1
			launch := testLaunch(f.Path, data)
			c := loopbackClient(t, server.URL, settings)
			j, err := OpenJournal(t.TempDir(), launch)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Submit(context.Background(), c, launch, j)
			grownInParts := name == "grown" && partsAbove == 1<<20 // the parts are the quoted bytes
			if service.ClassOf(err) != service.ClassGuard && !grownInParts {
				t.Errorf("%s, parts above %d: %v, want a guard", name, partsAbove, err)
			}
			for _, got := range svc.Files() {
				if got.SHA256 != f.SHA256 {
					t.Errorf("%s, parts above %d: the service has a whole wrong file", name, partsAbove)
				}
			}
			j.Close()
			server.Close()
			svc.Close()
		}
	}
}

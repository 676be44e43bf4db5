package submit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
	"github.com/ftplan/ftplan/submit/service/servicetest"
)

// The canaries must turn up in no output, journal or URL.
const (
	canaryKey  = "sk-canary-4f9a1c7e2b8d6053-ftplan"
	canaryText = "the heron stands where nobody looks"
	testModel  = "gpt-4.1-nano-2025-04-14"
	testID     = "0123456789abcdef0123456789abcdef"
	keyPiece   = 8 // no piece of the key of this many bytes is shown
)

// errCrash is what everything answers in a process that is dead.
var errCrash = errors.New("crashed")

// simulation is a service, a disk and the network between, in which the process
// that launches can die at any point.
type simulation struct {
	svc     *openaitest.Service
	server  *http.Server
	network *servicetest.Network
	dir     string
	launch  Launch
	setting service.Settings
	// endpoint is where the client goes; nil is the plain service.
	endpoint *service.Endpoint

	mu      sync.Mutex
	points  int // journal effects, requests and answers so far
	crashAt int // the point at which the process dies; 0 is never
	// creating says that the points are counted from the arrival of the create
	// call, which has not come yet.
	creating bool
	dead     bool
	dials    int
	refuse   map[int]bool // dials, counted from 1, that are refused
	conns    []net.Conn
	notices  []string

	power  bool  // a crash also takes what was not synced
	synced int64 // bytes of the journal that a power cut leaves
	folder bool  // the journal's name is on the disk
}

func newSimulation(dir string, options openaitest.Options) (*simulation, error) {
	options.Key = canaryKey
	w := &simulation{svc: openaitest.New(options), network: servicetest.NewNetwork(), dir: dir, refuse: map[int]bool{}}
	w.server = &http.Server{Handler: http.HandlerFunc(w.serve)}
	go w.server.Serve(w.network)
	w.svc.AddJob("somebody-elses.jsonl", map[string]string{service.TagKey: strings.Repeat("9", 32)})
	data := trainingData(12)
	path := filepath.Join(dir, "train.jsonl")
	w.launch = testLaunch(path, data)
	return w, os.WriteFile(path, data, 0o600)
}

func trainingData(lines int) []byte {
	var b bytes.Buffer
	for i := range lines {
		fmt.Fprintf(&b, `{"messages":[{"role":"user","content":"%d"},{"role":"assistant","content":"%s"}]}`+"\n", i, canaryText)
	}
	return b.Bytes()
}

func testLaunch(path string, data []byte) Launch {
	hash := sha256.Sum256(data)
	digest := hex.EncodeToString(hash[:])
	return Launch{
		ID: testID, Quote: strings.Repeat("ab", 32), Model: testModel,
		Training: service.File{Path: path, Bytes: int64(len(data)), SHA256: digest},
		Body:     testBody(testID),
	}
}

// testBody is a job's body of a submission.
func testBody(id string) func(string, string) ([]byte, error) {
	return func(training, validation string) ([]byte, error) {
		return json.Marshal(map[string]json.RawMessage{
			"model": inJSON(testModel), "training_file": inJSON(training),
			"method":   json.RawMessage(`{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":2}}}`),
			"metadata": json.RawMessage(`{"ftplan_submission":"` + id + `"}`),
		})
	}
}

func inJSON(text string) json.RawMessage { return fmt.Appendf(nil, "%q", text) }

// arrive counts the arrival of a request.
func (w *simulation) arrive(r *http.Request) {
	w.mu.Lock()
	if w.creating && r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/fine_tuning/jobs") {
		w.points, w.creating = 0, false
	}
	w.mu.Unlock()
	w.point()
}

// point counts an event and says whether the process is dead after it.
func (w *simulation) point() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.points++; w.points == w.crashAt && !w.creating {
		w.dead = true
		for _, conn := range w.conns {
			conn.Close()
		}
	}
	return w.dead
}

func (w *simulation) step(effect string, n int) (int, error) {
	if w.isDead() {
		return 0, errCrash
	}
	if w.point() {
		return n / 2, errCrash
	}
	switch effect {
	case "fsync":
		if info, err := os.Stat(w.journalPath()); err == nil {
			w.synced = info.Size()
		}
	case "fsync folder":
		w.folder = true
	}
	return n, nil
}

func (w *simulation) journalPath() string {
	return journalPath(filepath.Join(w.dir, "state"), w.launch.ID)
}

// cut takes from the disk what a power cut would take.
func (w *simulation) cut() error {
	if !w.power {
		return nil
	}
	if !w.folder {
		return os.RemoveAll(w.journalPath())
	}
	return os.Truncate(w.journalPath(), w.synced)
}

func (w *simulation) isDead() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.dead
}

// serve counts a request as it arrives and its answer as it leaves.
func (w *simulation) serve(rw http.ResponseWriter, r *http.Request) {
	w.arrive(r)
	w.svc.ServeHTTP(&leaving{ResponseWriter: rw, w: w}, r)
}

type leaving struct {
	http.ResponseWriter
	w    *simulation
	once sync.Once
}

func (l *leaving) Unwrap() http.ResponseWriter { return l.ResponseWriter }

func (l *leaving) WriteHeader(status int) {
	l.once.Do(func() { l.w.point() })
	l.ResponseWriter.WriteHeader(status)
}

func (w *simulation) dial(context.Context, string, string) (net.Conn, error) {
	w.mu.Lock()
	w.dials++
	dead, refused := w.dead, w.refuse[w.dials]
	w.mu.Unlock()
	if dead {
		return nil, errCrash
	}
	if refused {
		return nil, errors.New("connection refused")
	}
	conn, err := w.network.Dial()
	if err == nil {
		w.mu.Lock()
		w.conns = append(w.conns, conn)
		w.mu.Unlock()
	}
	return conn, err
}

func (w *simulation) client() (*service.Client, error) {
	settings := w.setting
	settings.Transport = &http.Transport{DialContext: w.dial, DisableKeepAlives: len(w.refuse) > 0}
	note := func(line string) { w.notices = append(w.notices, line) }
	settings.Debug = note
	settings.Report = func(n service.Notice) { note(n.Text) }
	endpoint := service.Endpoint{Name: "test", URL: "http://127.0.0.1/v1", MaxParts: 8_000_000_000}
	if w.endpoint != nil {
		endpoint = *w.endpoint
	}
	return openai.New(endpoint, testKey(), settings)
}

// process is one process from start to end, or to its death.
func (w *simulation) process(f func(context.Context, *service.Client, Launch, *Journal) (service.Job, error)) (service.Job, error) {
	w.mu.Lock()
	w.dead, w.conns, w.points = false, nil, 0
	w.mu.Unlock()
	c, err := w.client()
	if err != nil {
		return service.Job{}, err
	}
	defer c.Close()
	j, err := openJournal(filepath.Join(w.dir, "state"), w.launch, disk{step: w.step})
	if err != nil {
		return service.Job{}, err
	}
	defer j.Close()
	job, err := f(context.Background(), c, w.launch, j)
	if w.isDead() {
		if err := w.cut(); err != nil {
			return service.Job{}, err
		}
		return service.Job{}, errCrash
	}
	return job, err
}

func (w *simulation) submit() (service.Job, error) { return w.process(Submit) }

func (w *simulation) fence() (service.Job, error) { return w.process(Fence) }

func (w *simulation) close() {
	w.svc.Close()
	w.server.Close()
	w.network.Close()
}

func (w *simulation) journal() ([]Entry, error) {
	text, err := os.ReadFile(w.journalPath())
	if err != nil {
		return nil, err
	}
	entries, _, err := ReadJournal(text)
	return entries, err
}

func (w *simulation) state() State {
	entries, err := w.journal()
	if err != nil || len(entries) == 0 {
		return StateNone
	}
	return sum(entries).state
}

// jobs and files are those of the launch, without somebody else's.
func (w *simulation) jobs() []openaitest.Job { return w.svc.Jobs()[1:] }

func (w *simulation) files() []openaitest.File { return w.svc.Files()[1:] }

// leaks returns where a canary turned up.
func (w *simulation) leaks() error {
	for _, line := range w.notices {
		if err := leak("a notice", line); err != nil {
			return err
		}
	}
	for _, r := range w.svc.Requests() {
		if err := leak("a URL", r.Path+r.Query); err != nil {
			return err
		}
	}
	files, err := filepath.Glob(filepath.Join(w.dir, "state", "*"))
	if err != nil {
		return err
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := leak(name, string(text)); err != nil {
			return err
		}
	}
	return nil
}

func leak(where, text string) error {
	if strings.Contains(text, canaryText) {
		return fmt.Errorf("%s holds the data: %s", where, text)
	}
	for i := 0; i+keyPiece <= len(canaryKey); i++ {
		if strings.Contains(text, canaryKey[i:i+keyPiece]) {
			return fmt.Errorf("%s holds a piece of the key: %s", where, text)
		}
	}
	return nil
}

// fastDir is a folder in memory where the system has one.
func fastDir(t *testing.T) string {
	t.Helper()
	if info, err := os.Stat("/dev/shm"); err != nil || !info.IsDir() {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp("/dev/shm", "submit")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// testSimulation is a simulation for one test, which must run in a synctest bubble.
func testSimulation(t *testing.T, options openaitest.Options) *simulation {
	t.Helper()
	w, err := newSimulation(fastDir(t), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.leaks(); err != nil {
			t.Error(err)
		}
	})
	return w
}

package openai

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
	"github.com/ftplan/ftplan/submit/service/servicetest"
)

// canaryKey must turn up in no output.
const canaryKey = "sk-canary-4f9a1c7e2b8d6053-ftplan"

func testKey() service.Key {
	key, err := service.KeyFromReader(strings.NewReader(canaryKey))
	if err != nil {
		panic(err)
	}
	return key
}

// quick are settings whose pauses a test can wait for.
func quick() service.Settings {
	return service.Settings{
		BackoffMin: time.Millisecond, BackoffMax: 5 * time.Millisecond,
		Idle: time.Second, Looks: []time.Duration{0, 5 * time.Millisecond, 20 * time.Millisecond},
	}
}

func loopbackClient(t *testing.T, url string, s service.Settings) *adapter {
	t.Helper()
	a, err := newAdapter(service.Endpoint{Name: "test", URL: url, MaxParts: 8_000_000_000}, testKey(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
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

// bubble runs f with a service in a synctest bubble.
func bubble(t *testing.T, options openaitest.Options, f func(t *testing.T, svc *openaitest.Service, c *adapter)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		options.Key = canaryKey
		svc, network := openaitest.New(options), servicetest.NewNetwork()
		server := &http.Server{Handler: svc}
		go server.Serve(network)
		defer func() { svc.Close(); server.Close(); network.Close() }()
		dial := func(context.Context, string, string) (net.Conn, error) { return network.Dial() }
		c, err := newAdapter(service.Endpoint{Name: "test", URL: "http://127.0.0.1/v1"}, testKey(), service.Settings{Transport: &http.Transport{DialContext: dial}})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		f(t, svc, c)
	})
}

func TestWhatAnEndpointAddsIsOnEveryRequest(t *testing.T) {
	var got []*http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r)
		w.Write([]byte(`{"object":"list","data":[],"id":"file-1"}`))
	}))
	defer server.Close()
	c, err := newAdapter(service.Endpoint{
		URL: server.URL + "/openai/v1/", AuthHeader: "api-key",
		Headers: map[string]string{"X-Provider": "p"}, Query: map[string]string{"api-version": "preview"},
	}, testKey(), quick())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.models(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.StoredFile(t.Context(), "file-1"); err != nil {
		t.Fatal(err)
	}
	for _, r := range got {
		if r.Header.Get("api-key") != canaryKey || r.Header.Get("Authorization") != "" ||
			r.Header.Get("X-Provider") != "p" || r.URL.Query().Get("api-version") != "preview" ||
			!strings.HasPrefix(r.URL.Path, "/openai/v1/") || strings.Contains(r.URL.Path, "//") {
			t.Errorf("%s %v", r.URL, r.Header)
		}
	}
}

// What each answer to a free call leads to: how often it is made, how long it
// takes and the class of the end.
func TestAnswersToFreeCalls(t *testing.T) {
	status := func(code int) openaitest.Fault { return openaitest.Fault{Kind: openaitest.Status, Status: code} }
	limited := func(after, code string) openaitest.Fault {
		return openaitest.Fault{Kind: openaitest.Status, Status: 429, RetryAfter: after, Code: code}
	}
	for name, test := range map[string]struct {
		fault openaitest.Fault
		calls int
		least time.Duration
		class service.Class
	}{
		"reset":           {openaitest.Fault{Kind: openaitest.Reset}, 5, 0, service.ClassTemporary},
		"EOF":             {openaitest.Fault{Kind: openaitest.EOF}, 5, 0, service.ClassTemporary},
		"hang":            {openaitest.Fault{Kind: openaitest.Hang}, 5, 5 * time.Minute, service.ClassTemporary},
		"truncated":       {openaitest.Fault{Kind: openaitest.Truncated, Moment: openaitest.After}, 5, 0, service.ClassTemporary},
		"408":             {status(408), 5, 0, service.ClassTemporary},
		"409":             {status(409), 5, 0, service.ClassTemporary},
		"500":             {status(500), 5, 0, service.ClassTemporary},
		"bare 502":        {openaitest.Fault{Kind: openaitest.Bare, Status: 502}, 5, 0, service.ClassTemporary},
		"429 for 7 s":     {limited("7", ""), 5, 28 * time.Second, service.ClassTemporary},
		"429 for 900 s":   {limited("900", ""), 1, 0, service.ClassTemporary},
		"429 for a quota": {limited("", "insufficient_quota"), 1, 0, service.ClassRefused},
		"400":             {status(400), 1, 0, service.ClassRefused},
		"401":             {status(401), 1, 0, service.ClassKey},
		"403":             {status(403), 1, 0, service.ClassRefused},
		"404":             {status(404), 1, 0, service.ClassRefused},
		"HTML":            {openaitest.Fault{Kind: openaitest.HTML}, 1, 0, service.ClassTemporary},
		"{}":              {openaitest.Fault{Kind: openaitest.Empty}, 1, 0, service.ClassTemporary},
		"bomb":            {openaitest.Fault{Kind: openaitest.Bomb}, 1, 0, service.ClassTemporary},
		"redirect":        {openaitest.Fault{Kind: openaitest.Redirect}, 1, 0, service.ClassRefused},
	} {
		bubble(t, openaitest.Options{}, func(t *testing.T, svc *openaitest.Service, c *adapter) {
			test.fault.Call = openaitest.ListModels
			for range 6 {
				svc.Script(test.fault)
			}
			began := time.Now()
			_, err := c.models(t.Context())
			took := time.Since(began)
			if calls := len(svc.Requests()); calls != test.calls || service.ClassOf(err) != test.class || took < test.least {
				t.Errorf("%s: %d calls in %s, %v (class %d); want %d calls in %s, class %d",
					name, calls, took, err, service.ClassOf(err), test.calls, test.least, test.class)
			}
		})
	}
}

func TestASlowAnswerIsReadToItsEnd(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, svc *openaitest.Service, c *adapter) {
		svc.Script(openaitest.Fault{Call: openaitest.ListModels, Kind: openaitest.Slow, Moment: openaitest.After, Delay: 100 * time.Millisecond})
		models, err := c.models(t.Context())
		if err != nil || len(models) != 5 || len(svc.Requests()) != 1 {
			t.Errorf("%v, %v", models, err)
		}
	})
}

// A body of one byte a second moves, and yet ends.
func TestACallHasATotalTime(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, svc *openaitest.Service, c *adapter) {
		for range 6 {
			svc.Script(openaitest.Fault{Call: openaitest.ListModels, Kind: openaitest.Slow, Moment: openaitest.After, Delay: time.Second})
		}
		began := time.Now()
		_, err := c.models(t.Context())
		if took := time.Since(began); service.ClassOf(err) != service.ClassTemporary || !strings.Contains(err.Error(), "too long as a whole") || took > 15*time.Minute {
			t.Errorf("%v after %s", err, took)
		}
	})
}

func TestAnswerThatEchoesTheKeyIsMasked(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, svc *openaitest.Service, c *adapter) {
		svc.Script(openaitest.Fault{
			Call: openaitest.ListModels, Kind: openaitest.Status, Status: 401,
			Message: "Incorrect API key provided: " + canaryKey + "\x1b[2J\u202e of " + canaryKey[3:15],
		})
		_, err := c.models(t.Context())
		for i := 0; i+8 <= len(canaryKey); i++ {
			if strings.Contains(err.Error(), canaryKey[i:i+8]) {
				t.Errorf("a piece of the key is in %q", err)
			}
		}
		if strings.ContainsAny(err.Error(), "\x1b\u202e") || !strings.Contains(err.Error(), `provided: [key]\u001b[2J\u202e of [key]`) {
			t.Errorf("%q", err)
		}
	})
}

func TestABadCertificateStopsAtOnce(t *testing.T) {
	calls := 0
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls++ }))
	defer server.Close()
	c := loopbackClient(t, server.URL, quick())
	_, err := c.models(t.Context())
	var classed *service.Error
	if !errors.As(err, &classed) || classed.Class != service.ClassTemporary || !strings.Contains(classed.Hint, "certificate") || calls != 0 {
		t.Errorf("%d calls, %v", calls, err)
	}
	outcome := c.Create(t.Context(), service.Request{Body: []byte("{}"), TrainingFile: "file-1"}).Proof
	if outcome != service.ProvesNotSent {
		t.Errorf("a create call without a trusted peer has outcome %d, want not sent", outcome)
	}
}

// A 2xx answer proves a job only when it is one, for the file that was sent.
func TestWhatACreateAnswerProves(t *testing.T) {
	job := func(id, object, file string) string {
		return fmt.Sprintf(`{"id":%q,"object":%q,"status":"queued","training_file":%q}`, id, object, file)
	}
	envelope := `{"error":{"message":"no","type":"invalid_request_error","param":null,"code":null}}`
	reasonless := `{"error":{"message":"no","type":"t","param":null,"code":null}}`
	broken := `{"error":{"message":"no","type":"server_error","param":null,"code":"invalid_value"}}`
	soon := `{"error":{"message":"File 'file-1' is still being processed and is not ready to be used.","type":"invalid_request_error"}}`
	for _, test := range []struct {
		status int
		answer string
		want   service.Proof
	}{
		{200, job("ftjob-1", "fine_tuning.job", "file-1"), service.ProvesCreated},
		{201, job("ftjob-1", "fine_tuning.job", "file-1"), service.ProvesCreated},
		{200, job("ftjob-1", "fine_tuning.job", "file-2"), service.ProvesNothing},
		{200, job("ftjob-1", "file", "file-1"), service.ProvesNothing},
		{200, job("job/1", "fine_tuning.job", "file-1"), service.ProvesNothing},
		{200, "{}", service.ProvesNothing}, {200, "", service.ProvesNothing}, {204, "", service.ProvesNothing},
		{400, envelope, service.ProvesRefused}, {401, envelope, service.ProvesRefused}, {403, envelope, service.ProvesRefused},
		{404, envelope, service.ProvesRefused}, {413, envelope, service.ProvesRefused}, {415, envelope, service.ProvesRefused},
		{422, envelope, service.ProvesRefused}, {429, envelope, service.ProvesLimited},
		{400, "{}", service.ProvesNothing}, {403, "<html>", service.ProvesNothing}, {429, "", service.ProvesNothing},
		{408, envelope, service.ProvesNothing}, {409, envelope, service.ProvesNothing},
		{425, envelope, service.ProvesNothing}, {500, envelope, service.ProvesNothing}, {503, envelope, service.ProvesNothing},
		{307, envelope, service.ProvesNothing},
		{400, reasonless, service.ProvesNothing}, {403, broken, service.ProvesNothing}, {429, reasonless, service.ProvesNothing},
		{402, envelope, service.ProvesRefused}, {400, soon, service.ProvesLimited}, {404, soon, service.ProvesRefused},
		{400, `{"error":{"code":"quotaExceeded","message":"no"}}`, service.ProvesRefused},
	} {
		calls := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			calls++
			w.WriteHeader(test.status)
			if test.status != 204 {
				w.Write([]byte(test.answer))
			}
		}))
		c := loopbackClient(t, server.URL, quick())
		if got := c.Create(t.Context(), service.Request{Body: []byte("{}"), TrainingFile: "file-1"}).Proof; got != test.want || calls != 1 {
			t.Errorf("%d %s: outcome %d after %d calls, want %d", test.status, test.answer, got, calls, test.want)
		}
		server.Close()
	}
}

func FuzzAnswers(f *testing.F) {
	f.Add(`{"id":"ftjob-1","object":"fine_tuning.job","status":"failed","error":{"code":null},"trained_tokens":null}`)
	f.Add(`{"id":"ftjob-1","object":"fine_tuning.job","method":{"type":"dpo","dpo":{"hyperparameters":{"n_epochs":"auto"}}}}`)
	f.Add(`{"error":{"message":["a","b"],"type":"t","code":429}}`)
	f.Add(`{"object":"list","data":[{"id":"ftjob-1","object":"fine_tuning.job"}],"has_more":true}`)
	for _, status := range []int{200, 400, 429} {
		f.Add(fmt.Sprint(status))
	}
	var text string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status := 200
		if strings.HasSuffix(r.URL.Path, "/files") {
			status = 429
		}
		w.WriteHeader(status)
		w.Write([]byte(text))
	}))
	f.Cleanup(server.Close)
	settings := quick()
	settings.Tries, settings.Looks = 1, []time.Duration{0}
	c, err := newAdapter(service.Endpoint{URL: server.URL}, testKey(), settings)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		text = answer
		ctx := context.Background()
		job, err := c.ReadJob(ctx, "ftjob-1")
		if err == nil && (job.ID != "ftjob-1" || job.Created.IsZero()) {
			t.Fatalf("%q became %+v", answer, job)
		}
		for _, err := range c.Jobs(ctx) {
			if err != nil {
				break
			}
		}
		if _, _, err := c.FindUpload(ctx, service.Upload{Name: "n", File: service.File{Bytes: 1}}, time.Now()); err == nil {
			t.Fatalf("429 with %q is no error", answer)
		}
		if outcome := c.Create(ctx, service.Request{Body: []byte("{}"), TrainingFile: "file-1"}).Proof; outcome == service.ProvesNotSent || outcome == service.ProvesRefused {
			t.Fatalf("200 with %q has outcome %d", answer, outcome)
		}
	})
}

// What a provider writes in another way is left empty and hides no job.
func TestReadJob(t *testing.T) {
	tokens, epochs := int64(300), int64(4)
	c := &adapter{Caller: &service.Caller{}}
	for text, want := range map[string]*service.Job{
		`{"id":"ftjob-1","object":"fine_tuning.job","status":"running"}`: {ID: "ftjob-1", Status: service.Running},
		`{"id":"ftjob-1","object":"fine_tuning.job","status":"succeeded","trained_tokens":300,"error":{},
			"hyperparameters":{"n_epochs":4},"metadata":{"a":"b","c":5},"validation_file":null}`: {
			ID: "ftjob-1", Status: service.Succeeded, TrainedTokens: &tokens, Epochs: &epochs, Metadata: map[string]string{"a": "b"},
			Hyperparameters: map[string]string{"n_epochs": "4"},
		},
		`{"id":"ftjob-1","object":"fine_tuning.job","status":"failed","error":{"code":"c","message":"m","param":7},
			"method":{"type":"dpo","dpo":{"hyperparameters":{"n_epochs":4}}},"hyperparameters":{"n_epochs":"auto"}}`: {
			ID: "ftjob-1", Status: service.Failed, Epochs: &epochs, Failure: &service.Failure{Code: "c", Message: "m"},
			Method: "dpo", Hyperparameters: map[string]string{"n_epochs": "4"},
		},
		`{"id":"ftjob-1","object":"fine_tuning.job","status":"queued","error":{"code":null,"message":null},
			"metadata":"none","created_at":"yesterday","result_files":{},"trained_tokens":"many","method":[]}`: {ID: "ftjob-1", Status: service.Queued},
		`{"id":"ftjob-1","object":"file","status":"queued"}`:                 nil,
		`{"id":"job-1","object":"fine_tuning.job","status":"queued"}`:        nil,
		`{"id":"ftjob-1/../x","object":"fine_tuning.job","status":"queued"}`: nil,
		`{}`: nil,
		`[]`: nil,
	} {
		got, ok := c.readJob([]byte(text))
		if got.Told = nil; want != nil {
			want.Created = time.Unix(0, 0)
		}
		if ok != (want != nil) || ok && !reflect.DeepEqual(got, *want) {
			t.Errorf("%s: got %+v, %v; want %+v", text, got, ok, want)
		}
	}
}
func TestTooLargeIsSeenWhileWriting(t *testing.T) {
	_, server := loopbackService(t, openaitest.Options{MaxFile: 1 << 20})
	f := writeData(t, []byte(strings.Repeat("{}\n", 8<<20)))
	c := loopbackClient(t, server.URL, quick())
	_, err := c.uploadWhole(context.Background(), "x.jsonl", f)
	err = c.Classify(err)
	var classed *service.Error
	if !errors.As(err, &classed) || classed.Class != service.ClassRefused || !strings.Contains(classed.Hint, "512 MB") {
		t.Errorf("got %v, want a refusal that names 512 MB", err)
	}
}

func TestAnUploadNeedsLittleMemory(t *testing.T) {
	svc, server := loopbackService(t, openaitest.Options{KeepBytes: 1})
	f := writeData(t, []byte(strings.Repeat("{}\n", 16<<20)))
	c := loopbackClient(t, server.URL, service.Settings{})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := c.uploadWhole(context.Background(), "x.jsonl", f); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 8 {
		t.Errorf("%d MiB were allocated for a file of 48 MiB, want at most 8", got)
	}
	if got := svc.Files()[0].SHA256; got != f.SHA256 {
		t.Errorf("the service has %s, want %s", got, f.SHA256)
	}
}

// The upload breaks off at every byte of a small body: no file appears, and
// the next run uploads it once.
func TestUploadCutAtEveryByte(t *testing.T) {
	svc, server := loopbackService(t, openaitest.Options{})
	f := writeData(t, []byte(`{"messages":[{"role":"user","content":"1"},{"role":"assistant","content":"a"}]}`+"\n"))
	for n := 1; ; n++ {
		settings := quick()
		settings.Tries = 1
		settings.Transport = &http.Transport{DialContext: cutAfter(n), DisableKeepAlives: true}
		c := loopbackClient(t, server.URL, settings)
		_, err := c.uploadWhole(context.Background(), "x.jsonl", f)
		if err == nil {
			break
		}
		// Only the CR LF behind the closing boundary may be missing from a form.
		if whole := len(svc.Files()); whole > 2 {
			t.Fatalf("cut at byte %d: %d whole files", n, whole)
		}
	}
	for _, got := range svc.Files() {
		if got.SHA256 != f.SHA256 {
			t.Errorf("a cut upload left a file with other content: %+v", got)
		}
	}
}

// cutAfter dials connections that die when n bytes were written.
func cutAfter(n int) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &cutConn{Conn: conn, left: n}, nil
	}
}

func writeData(t *testing.T, data []byte) service.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "train.jsonl")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	hash := sha256.Sum256(data)
	return service.File{Path: path, Bytes: int64(len(data)), SHA256: hex.EncodeToString(hash[:])}
}

type cutConn struct {
	net.Conn
	left int
}

func (c *cutConn) Write(b []byte) (int, error) {
	if len(b) <= c.left {
		c.left -= len(b)
		return c.Conn.Write(b)
	}
	n, err := c.Conn.Write(b[:c.left])
	c.Close()
	return n, errors.Join(err, net.ErrClosed)
}

// A list that does not end, or repeats itself, is no proof that a job is not in
// it.
func TestAListWithoutEndIsNotKnown(t *testing.T) {
	job := func(n int) string {
		return fmt.Sprintf(`{"id":"ftjob-%d","object":"fine_tuning.job","status":"queued","created_at":%d,"training_file":"file-x"}`, n, time.Now().Unix())
	}
	page := func(more bool, jobs ...string) string {
		return fmt.Sprintf(`{"object":"list","data":[%s],"has_more":%v}`, strings.Join(jobs, ","), more)
	}
	for name, test := range map[string]struct {
		page  func(n int) string // of the n-th call, from 1
		calls int
		known bool
	}{
		"two pages":                 {func(n int) string { return page(n < 2, job(n)) }, 2, true},
		"200 pages":                 {func(n int) string { return page(n < 200, job(n)) }, 200, true},
		"201 pages":                 {func(n int) string { return page(n < 201, job(n)) }, 200, false},
		"the same page again":       {func(n int) string { return page(true, job(7)) }, 2, false},
		"two pages in turn":         {func(n int) string { return page(true, job(n%2)) }, 3, false},
		"more, and nothing in it":   {func(n int) string { return page(true) }, 1, false},
		"more, behind what is none": {func(n int) string { return page(true, job(n), `{}`) }, 1, false},
	} {
		calls := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			calls++
			fmt.Fprint(w, test.page(calls))
		}))
		c := loopbackClient(t, server.URL, quick())
		_, err := c.Find(t.Context(), service.Search{Submission: strings.Repeat("0", 32), Quoted: time.Now()})
		if (err == nil) != test.known || err != nil && service.ClassOf(err) != service.ClassTemporary || calls != test.calls {
			t.Errorf("%s: %v after %d calls, want known %v after %d", name, err, calls, test.known, test.calls)
		}
		server.Close()
	}
}

// Whatever holds the key, it is not handed out.
func TestTheKeyIsInNoAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(strings.ReplaceAll(`{"object":"list","data":[{"id":"KEY","level":"KEY","type":"KEY","message":"with KEY","fine_tuned_model_checkpoint":"KEY"}],
			"id":"ftjob-1","status":"KEY","model":"KEY","fine_tuned_model":"KEY","error":{"code":"KEY","message":"KEY","param":"KEY"},"metadata":{"KEY":"KEY"}}`, "KEY", canaryKey)))
	}))
	defer server.Close()
	c := loopbackClient(t, server.URL, quick())
	said := ""
	for event, err := range c.Events(t.Context(), "ftjob-1") {
		said += fmt.Sprintf("%+v %v", event, err)
	}
	for checkpoint, err := range c.Checkpoints(t.Context(), "ftjob-1") {
		said += fmt.Sprintf("%+v %v", checkpoint, err)
	}
	text := strings.ReplaceAll(`{"object":"fine_tuning.job","id":"ftjob-1","status":"KEY","model":"KEY","fine_tuned_model":"KEY",
		"error":{"code":"KEY","message":"KEY","param":"KEY"},"metadata":{"KEY":"KEY"},"method":{"type":"KEY"},"training_file":"KEY",
		"validation_file":"KEY","result_files":["KEY"],"hyperparameters":{"x":"KEY"}}`, "KEY", canaryKey)
	job, ok := c.readJob([]byte(text))
	job.Told = nil
	if said += fmt.Sprintf("%+v %+v", job, job.Failure); strings.Contains(said, canaryKey) || !ok || strings.Count(said, "[key]") < 18 {
		t.Errorf("%s", said)
	}
}

// What a call settles is compared wherever it stands, and what was left open is
// not.
func TestDifferences(t *testing.T) {
	c := &adapter{Caller: &service.Caller{}}
	for _, test := range []struct{ sent, told, list, untold string }{
		{`{"model":"gpt-4o","seed":7}`, `{"model":"gpt-4o-2024-08-06","seed":7.0}`, "", ""},
		{`{"model":"gpt-4o"}`, `{"model":"gpt-4o-mini-2024-07-18"}`, `model is "gpt-4o-mini-2024-07-18", "gpt-4o" was sent`, ""},
		{`{"model":"m"}`, `{}`, "", "model"},
		{`{"seed":7,"suffix":"s"}`, `{}`, "", ""},
		{`{"method":{"type":"dpo","dpo":{"hyperparameters":{"n_epochs":2,"beta":0.1,"batch_size":"auto"}}}}`,
			`{"method":{"type":"dpo","dpo":{"hyperparameters":{"n_epochs":"auto","beta":0.2,"batch_size":4}}},"hyperparameters":{"n_epochs":3}}`,
			"beta is 0.2, 0.1 was sent; n_epochs is 3, 2 was sent", ""},
		{`{"hyperparameters":{"lora":true,"context_length":8192}}`, `{"hyperparameters":{"lora":false,"context_length":8192}}`, "lora is false, true was sent", ""},
		{`{"metadata":{"a":"b"},"integrations":[1],"validation_file":null}`, `{"validation_file":"f"}`, "", ""},
	} {
		d := c.Differences([]byte(test.sent), service.Job{Told: []byte(test.told)})
		if d.String() != test.list || strings.Join(d.Untold, " ") != test.untold {
			t.Errorf("%s\n%s: got %q and %q untold", test.sent, test.told, d, d.Untold)
		}
	}
}

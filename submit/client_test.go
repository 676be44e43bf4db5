package submit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ftplan/ftplan/submit/openaitest"
)

func TestTheKeyIsNeverPrinted(t *testing.T) {
	type holder struct {
		name string
		key  Key
	}
	key := testKey()
	text, err := json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	h := holder{"x", key}
	for _, shown := range []string{
		fmt.Sprint(key), fmt.Sprintf("%v %+v %#v %s %q %x", key, key, key, key, key, key),
		fmt.Sprintf("%v %+v %#v", h, &h, h), string(text),
	} {
		if err := leak("a print", shown); err != nil {
			t.Error(err)
		}
	}
}

func TestMask(t *testing.T) {
	key := testKey()
	short := "abc"
	for _, test := range []struct {
		key        Key
		text, want string
	}{
		{key, "nothing here", "nothing here"},
		{key, "key " + canaryKey + ".", "key [key]."},
		{key, canaryKey + canaryKey, "[key][key]"},
		{key, "sk-canar", "[key]"},
		{key, "sk-cana", "sk-cana"},
		{key, "a " + canaryKey[5:14] + " b " + canaryKey[20:] + " c", "a [key] b [key] c"},
		{Key{secret: &short}, "xabcx", "x[key]x"},
		{Key{}, "text", "text"},
	} {
		if got := test.key.Mask(test.text); got != test.want {
			t.Errorf("Mask(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestKeySources(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	env := func(values map[string]string) func(string) string {
		return func(name string) string { return values[name] }
	}
	for _, test := range []struct {
		name string
		read func() (Key, error)
		want string // "" = an error
	}{
		{"environment", func() (Key, error) { return KeyFromEnv(env(map[string]string{"B": "k2"}), "A", "B") }, "k2"},
		{"empty environment", func() (Key, error) { return KeyFromEnv(env(nil), "A", "B") }, ""},
		{"two words", func() (Key, error) { return KeyFromEnv(env(map[string]string{"A": "k k"}), "A") }, ""},
		{"file", func() (Key, error) { return KeyFromFile(write("a", "k3\nrest", 0o600)) }, "k3"},
		{"no file", func() (Key, error) { return KeyFromFile(filepath.Join(dir, "none")) }, ""},
		{"empty file", func() (Key, error) { return KeyFromFile(write("b", "\n", 0o600)) }, ""},
		{"input", func() (Key, error) { return KeyFromReader(strings.NewReader("  k4\r\n")) }, "k4"},
		{"control characters", func() (Key, error) { return KeyFromReader(strings.NewReader("k\x1b[1m\n")) }, ""},
	} {
		key, err := test.read()
		if got := key.reveal(); got != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
		}
		if err != nil && ClassOf(err) != ClassKey {
			t.Errorf("%s: %v has class %d, want ClassKey", test.name, err, ClassOf(err))
		}
	}
	open := write("open", "k", 0o600)
	if err := os.Chmod(open, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := KeyFromFile(open); runtime.GOOS != "windows" && ClassOf(err) != ClassKey {
		t.Errorf("a file that others may read: %v, want an error", err)
	}
}

func TestEndpointURLs(t *testing.T) {
	for to, ok := range map[string]bool{
		"https://api.openai.com/v1":       true,
		"https://api.openai.com/v1/":      true,
		"http://127.0.0.1:8080/v1":        true,
		"http://[::1]/v1":                 true,
		"http://localhost/v1":             true,
		"http://api.openai.com/v1":        false,
		"http://127.0.0.1.evil.example/v": false,
		"ftp://127.0.0.1/":                false,
		"https://user:pass@host/v1":       false,
		"https://host/v1?x=1":             false,
		"/v1":                             false,
		"":                                false,
	} {
		if _, err := NewClient(Endpoint{URL: to}, testKey(), Settings{}); (err == nil) != ok {
			t.Errorf("%q: %v, want accepted %v", to, err, ok)
		}
	}
}

func TestTheProxyIsNamed(t *testing.T) {
	proxy, err := url.Parse("http://proxy.example:3128")
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewClient(Endpoint{URL: "https://api.openai.com/v1"}, testKey(), Settings{
		Transport: &http.Transport{Proxy: http.ProxyURL(proxy)},
	})
	if err != nil || c.Proxy() != "proxy.example:3128" {
		t.Errorf("got %q, %v", c.Proxy(), err)
	}
}

func TestWhatAnEndpointAddsIsOnEveryRequest(t *testing.T) {
	var got []*http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r)
		w.Write([]byte(`{"object":"list","data":[],"id":"file-1"}`))
	}))
	defer server.Close()
	c, err := NewClient(Endpoint{
		URL: server.URL + "/openai/v1/", AuthHeader: "api-key",
		Headers: map[string]string{"X-Provider": "p"}, Query: map[string]string{"api-version": "preview"},
	}, testKey(), quick())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Models(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.file(t.Context(), "file-1"); err != nil {
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

// bubble runs f with a world whose launch has not begun.
func bubble(t *testing.T, options openaitest.Options, f func(t *testing.T, w *world, c *Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := testWorld(t, options)
		defer w.close()
		c, err := w.client()
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		f(t, w, c)
	})
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
		class Class
	}{
		"reset":           {openaitest.Fault{Kind: openaitest.Reset}, 5, 0, ClassTemporary},
		"EOF":             {openaitest.Fault{Kind: openaitest.EOF}, 5, 0, ClassTemporary},
		"hang":            {openaitest.Fault{Kind: openaitest.Hang}, 5, 5 * time.Minute, ClassTemporary},
		"truncated":       {openaitest.Fault{Kind: openaitest.Truncated, Moment: openaitest.After}, 5, 0, ClassTemporary},
		"408":             {status(408), 5, 0, ClassTemporary},
		"409":             {status(409), 5, 0, ClassTemporary},
		"500":             {status(500), 5, 0, ClassTemporary},
		"bare 502":        {openaitest.Fault{Kind: openaitest.Bare, Status: 502}, 5, 0, ClassTemporary},
		"429 for 7 s":     {limited("7", ""), 5, 28 * time.Second, ClassTemporary},
		"429 for 900 s":   {limited("900", ""), 1, 0, ClassTemporary},
		"429 for a quota": {limited("", "insufficient_quota"), 1, 0, ClassRefused},
		"400":             {status(400), 1, 0, ClassRefused},
		"401":             {status(401), 1, 0, ClassKey},
		"403":             {status(403), 1, 0, ClassRefused},
		"404":             {status(404), 1, 0, ClassRefused},
		"HTML":            {openaitest.Fault{Kind: openaitest.HTML}, 1, 0, ClassTemporary},
		"{}":              {openaitest.Fault{Kind: openaitest.Empty}, 1, 0, ClassTemporary},
		"bomb":            {openaitest.Fault{Kind: openaitest.Bomb}, 1, 0, ClassTemporary},
		"redirect":        {openaitest.Fault{Kind: openaitest.Redirect}, 1, 0, ClassRefused},
	} {
		bubble(t, openaitest.Options{}, func(t *testing.T, w *world, c *Client) {
			test.fault.Call = openaitest.ListModels
			for range 6 {
				w.svc.Script(test.fault)
			}
			began := time.Now()
			_, err := c.Models(t.Context())
			took := time.Since(began)
			if calls := len(w.svc.Requests()); calls != test.calls || ClassOf(err) != test.class || took < test.least {
				t.Errorf("%s: %d calls in %s, %v (class %d); want %d calls in %s, class %d",
					name, calls, took, err, ClassOf(err), test.calls, test.least, test.class)
			}
		})
	}
}

func TestASlowAnswerIsReadToItsEnd(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *world, c *Client) {
		w.svc.Script(openaitest.Fault{Call: openaitest.ListModels, Kind: openaitest.Slow, Moment: openaitest.After, Delay: 50 * time.Second})
		models, err := c.Models(t.Context())
		if err != nil || len(models) != 5 {
			t.Errorf("%v, %v", models, err)
		}
	})
}

func TestAnswerThatEchoesTheKeyIsMasked(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *world, c *Client) {
		w.svc.Script(openaitest.Fault{
			Call: openaitest.ListModels, Kind: openaitest.Status, Status: 401,
			Message: "Incorrect API key provided: " + canaryKey + "\x1b[2J\u202e of " + canaryKey[3:15],
		})
		_, err := c.Models(t.Context())
		if err := leak("the error", err.Error()); err != nil {
			t.Error(err)
		}
		if strings.ContainsAny(err.Error(), "\x1b\u202e") || !strings.Contains(err.Error(), `provided: [key]\u001b[2J\u202e of [key]`) {
			t.Errorf("%q", err)
		}
	})
}

func TestTrainingNotAvailableHasItsOwnHint(t *testing.T) {
	bubble(t, openaitest.Options{}, func(t *testing.T, w *world, c *Client) {
		w.svc.Script(openaitest.Fault{
			Call: openaitest.CreateJob, Kind: openaitest.Status, Status: 403, Code: "training_not_available", Message: "winding down",
		})
		_, err := w.submit()
		var classed *Error
		if !errors.As(err, &classed) || classed.Class != ClassRefused || !strings.Contains(classed.Hint, "another provider") {
			t.Errorf("%v", err)
		}
		if w.state() != StateRefused {
			t.Errorf("state %s, want REFUSED", w.state())
		}
	})
}

func TestABadCertificateStopsAtOnce(t *testing.T) {
	calls := 0
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls++ }))
	defer server.Close()
	c := loopbackClient(t, server.URL, quick())
	_, err := c.Models(t.Context())
	var classed *Error
	if !errors.As(err, &classed) || classed.Class != ClassTemporary || !strings.Contains(classed.Hint, "certificate") || calls != 0 {
		t.Errorf("%d calls, %v", calls, err)
	}
	_, outcome, _ := c.create(t.Context(), []byte("{}"), "file-1")
	if outcome != outcomeNotSent {
		t.Errorf("a create call without a trusted peer has outcome %d, want not sent", outcome)
	}
}

// A 2xx answer proves a job only when it is one, for the file that was sent.
func TestWhatACreateAnswerProves(t *testing.T) {
	job := func(id, object, file string) string {
		return fmt.Sprintf(`{"id":%q,"object":%q,"status":"queued","training_file":%q}`, id, object, file)
	}
	envelope := `{"error":{"message":"no","type":"t","param":null,"code":null}}`
	for _, test := range []struct {
		status int
		answer string
		want   outcome
	}{
		{200, job("ftjob-1", "fine_tuning.job", "file-1"), outcomeCreated},
		{201, job("ftjob-1", "fine_tuning.job", "file-1"), outcomeCreated},
		{200, job("ftjob-1", "fine_tuning.job", "file-2"), outcomeUnknown},
		{200, job("ftjob-1", "file", "file-1"), outcomeUnknown},
		{200, job("job/1", "fine_tuning.job", "file-1"), outcomeUnknown},
		{200, "{}", outcomeUnknown}, {200, "", outcomeUnknown}, {204, "", outcomeUnknown},
		{400, envelope, outcomeRefused}, {401, envelope, outcomeRefused}, {403, envelope, outcomeRefused},
		{404, envelope, outcomeRefused}, {413, envelope, outcomeRefused}, {415, envelope, outcomeRefused},
		{422, envelope, outcomeRefused}, {429, envelope, outcomeLimited},
		{400, "{}", outcomeUnknown}, {403, "<html>", outcomeUnknown}, {429, "", outcomeUnknown},
		{402, envelope, outcomeUnknown}, {408, envelope, outcomeUnknown}, {409, envelope, outcomeUnknown},
		{425, envelope, outcomeUnknown}, {500, envelope, outcomeUnknown}, {503, envelope, outcomeUnknown},
		{307, envelope, outcomeUnknown},
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
		if _, got, _ := c.create(t.Context(), []byte("{}"), "file-1"); got != test.want || calls != 1 {
			t.Errorf("%d %s: outcome %d after %d calls, want %d", test.status, test.answer, got, calls, test.want)
		}
		server.Close()
	}
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
				w := testWorld(t, openaitest.Options{})
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
	c, err := NewClient(Endpoint{URL: server.URL}, testKey(), settings)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		text = answer
		ctx := context.Background()
		job, err := c.Job(ctx, "ftjob-1")
		if err == nil && (job.ID != "ftjob-1" || job.Created.IsZero()) {
			t.Fatalf("%q became %+v", answer, job)
		}
		for _, err := range c.Jobs(ctx) {
			if err != nil {
				break
			}
		}
		if _, _, err := c.findFile(ctx, "n", 1, time.Now()); err == nil {
			t.Fatalf("429 with %q is no error", answer)
		}
		if _, outcome, _ := c.create(ctx, []byte("{}"), "file-1"); outcome == outcomeNotSent || outcome == outcomeRefused {
			t.Fatalf("200 with %q has outcome %d", answer, outcome)
		}
	})
}

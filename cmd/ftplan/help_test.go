package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// exampleCodes are the exit codes of examples that show how a command fails. All others end with 0.
var exampleCodes = map[string]int{
	"ftplan fix --diff testdata/broken.jsonl":                                 exitFindings, // no safe fix cures it all
	"ftplan fix testdata/broken.jsonl -o fixed.jsonl --rejects rejects.jsonl": exitFindings, // what is left has one
}

// statusBefore is what a command wants of the job that it is about; others take any.
var statusBefore = map[string]string{"ftplan jobs pause": "queued", "ftplan jobs resume": "paused", "ftplan jobs results": "running"}

// placeholderJob is what examples call a job.
const placeholderJob = "ftjob-abc123"

// helped yields the commands that are ours to explain: all but those that cobra adds.
func helped(root *cobra.Command) []*cobra.Command {
	var list []*cobra.Command
	for cmd := range commands(root) {
		if path := cmd.CommandPath(); !strings.HasPrefix(path, "ftplan completion") && path != "ftplan help" {
			list = append(list, cmd)
		}
	}
	return list
}

// exampleLines are the lines of a command's examples.
func exampleLines(cmd *cobra.Command) []string {
	var lines []string
	for line := range strings.Lines(cmd.Example) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

// Every command explains itself, and what its help shows works: each example runs in a folder with the example files, an
// approved quote and a job of the fake service.
func TestExamplesInHelpRun(t *testing.T) {
	testdata, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, cmd := range helped(newRoot(plainWorld())) {
		if len(exampleLines(cmd)) == 0 {
			t.Errorf("%s has no example in its help", cmd.CommandPath())
		}
		for _, line := range exampleLines(cmd) {
			shown[line] = true
			t.Run(line, func(t *testing.T) { runExample(t, testdata, cmd, line) })
		}
	}
	for line := range exampleCodes {
		if !shown[line] {
			t.Errorf("%q has an exit code and is nobody's example", line)
		}
	}
}

func runExample(t *testing.T, testdata string, cmd *cobra.Command, line string) {
	t.Chdir(t.TempDir())
	furnish(t, testdata)
	args := words(line)
	if args[0] != "ftplan" {
		t.Fatal("an example starts with ftplan")
	}
	w := exampleWorld(t)
	if slices.Contains(args, "quote.json") && cmd.Name() != "quote" {
		w.launchable(t, cmd.Name() != "approve" || slices.Contains(args, "--sign-with"))
	}
	w.person = cmd.Name() == "approve"
	job, home := w.job(statusBefore[cmd.CommandPath()]), withKey(t)
	for i, arg := range args {
		args[i] = strings.NewReplacer(placeholderJob, job, "~", home).Replace(arg)
	}
	if cmd.Flags().Lookup("poll") != nil {
		args = append(args, "--poll", "1ms")
	}
	var out, errs bytes.Buffer
	w.out, w.err = &out, &errs
	if got, want := run(t.Context(), w.world, args[1:]), exampleCodes[line]; got != want {
		t.Errorf("got the exit code %d, want %d; it prints\n%s%s", got, want, out.String(), errs.String())
	}
}

// furnish puts the files that examples name into the working folder.
func furnish(t *testing.T, testdata string) {
	t.Helper()
	if err := errors.Join(os.CopyFS("testdata", onlyExamples(testdata)), os.Mkdir("data", 0o777)); err != nil {
		t.Fatal(err)
	}
	examples, err := os.ReadFile(filepath.Join("testdata", "support.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"qwen.tiktoken": []byte(smallVocabulary()),
		"data/a.jsonl":  examples,
		"faq.csv":       []byte("Question,Answer\nWhere?,Here.\n"),
	} {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// withKey returns a home folder with an ssh key in it.
func withKey(t *testing.T) string {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, ".ssh"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, ".ssh", "id_ed25519"), pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(home)
}

// plainWorld is a world without a terminal, an environment and a network.
func plainWorld() world {
	var none bytes.Buffer
	return world{in: strings.NewReader(""), out: &none, err: &none, getenv: func(string) string { return "" }, now: testClock}
}

// A servedWorld is a world whose every connection ends at a fake service, whatever its address.
type servedWorld struct {
	world
	fake *openaitest.Service
	job  func(status string) string // adds a job and returns its id
}

func exampleWorld(t *testing.T) servedWorld {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	return worldOf(t, openaitest.New(openaitest.Options{}))
}

// worldOf is the world in which every connection ends at a fake service.
func worldOf(t *testing.T, fake *openaitest.Service) servedWorld {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = strings.TrimPrefix(r.URL.Path, "/openai") // as Azure's begins
		if r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/fine_tuning/jobs/ft") {
			fake.Advance()
		}
		fake.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		fake.Close()
		server.Close()
	})
	w := plainWorld()
	w.in = strings.NewReader("yes\n")
	environment := map[string]string{"FTPLAN_API_KEY": "sk-test-0123456789abcdef", "XDG_STATE_HOME": t.TempDir(), "USER": "tester"}
	w.getenv = func(name string) string { return environment[name] }
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	w.settings = service.Settings{Transport: &http.Transport{DialContext: dial, DialTLSContext: dial}}
	return servedWorld{world: w, fake: fake, job: func(status string) string {
		job := fake.AddJob("support.jsonl", nil)
		if status != "" {
			fake.SetStatus(job.ID, status)
		}
		return job.ID
	}}
}

// launchable writes quote.json, and its approval beside it where that is wanted.
func (w servedWorld) launchable(t *testing.T, approved bool) {
	t.Helper()
	commands := [][]string{{"quote", "testdata/support.jsonl", "-o", "quote.json"}, {"approve", "quote.json", "--limit", "25", "--by", "tester"}}
	if !approved {
		commands = commands[:1]
	}
	for _, args := range commands {
		var errs bytes.Buffer
		w.out, w.err = new(bytes.Buffer), &errs
		if code := run(t.Context(), w.world, args); code != 0 {
			t.Fatal(errs.String())
		}
	}
}

// words divides a command line as a shell does that knows blanks and single quotes.
func words(line string) []string {
	var list []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			list = append(list, part)
			continue
		}
		list = append(list, strings.Fields(part)...)
	}
	return list
}

// What a name completes to is what the command takes.
func TestCompletedFormatsAreTaken(t *testing.T) {
	root := newRoot(plainWorld())
	for _, cmd := range helped(root) {
		complete, found := cmd.GetFlagCompletionFunc("format")
		if cmd.Flags().Lookup("format") == nil {
			continue
		}
		if !found {
			t.Errorf("%s does not complete its formats", cmd.CommandPath())
			continue
		}
		values, _ := complete(cmd, nil, "")
		for _, value := range values {
			if err := checkFormat(string(value), values); err != nil || value == "" || strings.ContainsAny(value, " \t") {
				t.Errorf("%s completes the format %q", cmd.CommandPath(), value)
			}
		}
	}
}

func TestInterruptSaysWhatWasDone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := plainWorld()
	var out, errs bytes.Buffer
	w.out, w.err = &out, &errs
	w.in = stopping{strings.NewReader(strings.Repeat("{}\n", 1<<20)), cancel}
	if code := run(ctx, w, []string{"lint", "-"}); code != exitInterrupted {
		t.Errorf("got the exit code %d, want %d", code, exitInterrupted)
	}
	start, end := "ftplan: interrupted; nothing was left half done; ", " of standard input had been read\n"
	if got := errs.String(); !strings.HasPrefix(got, start) || !strings.HasSuffix(got, end) || len(got) > len(start+"1.0 MB"+end) {
		t.Errorf("got %q, want %q, how much, and %q", got, start, end)
	}
	if out.Len() > 0 {
		t.Errorf("half an answer was printed: %q", out.String())
	}
}

// stopping is an input during whose reading, once something was read, the user presses Ctrl-C.
type stopping struct {
	*strings.Reader
	stop func()
}

func (s stopping) Read(p []byte) (int, error) {
	if int64(s.Len()) < s.Size() {
		s.stop()
	}
	return s.Reader.Read(p[:min(len(p), 3)])
}

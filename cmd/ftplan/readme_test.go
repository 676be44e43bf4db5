package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ftplan/ftplan/plan/money"
)

var update = flag.Bool("update", false, "write what the commands print into the README")

// What the README shows: a command's output, a session of commands in one folder, the guide's figures.
var (
	shown   = regexp.MustCompile("(?s)<!-- output of: (ftplan [^\n]*) -->\n```text\n.*?```\n")
	session = regexp.MustCompile("(?s)<!-- session -->\n```console\n(.*?)```\n")
	guide   = regexp.MustCompile("(?s)<!-- guide -->\n.*?\n\n")
)

// TestREADME runs the commands whose output the README shows, and holds the README to it.
func TestREADME(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("the README's pipes want a shell")
	}
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	got := written(t, shown, readme, func(parts [][]byte) string {
		output := runQuietly(t, strings.Fields(string(parts[1]))[1:])
		return fmt.Sprintf("<!-- output of: %s -->\n```text\n%s```\n", parts[1], output)
	})
	got = written(t, guide, got, func([][]byte) string { return "<!-- guide -->\n" + guideTable(t) + "\n" })
	got = written(t, session, got, func(parts [][]byte) string {
		return "<!-- session -->\n```console\n" + runSession(t, string(parts[1])) + "```\n"
	})
	if *update {
		if err := os.WriteFile("README.md", got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(got, readme) {
		t.Errorf("the README shows something else than the commands print; go test ./cmd/ftplan -run README -update writes it anew")
	}
}

// written replaces every block of a kind, of which there has to be one.
func written(t *testing.T, kind *regexp.Regexp, readme []byte, block func(parts [][]byte) string) []byte {
	t.Helper()
	blocks := 0
	got := kind.ReplaceAllFunc(readme, func(found []byte) []byte {
		blocks++
		return []byte(block(kind.FindSubmatch(found)))
	})
	if blocks == 0 {
		t.Fatalf("the README shows nothing like %s", kind)
	}
	return got
}

// runQuietly runs a command in a world without a terminal and returns what it prints.
func runQuietly(t *testing.T, args []string) string {
	t.Helper()
	var out, errs bytes.Buffer
	w := world{in: strings.NewReader(""), out: &out, err: &errs, getenv: func(string) string { return "" }, now: testClock}
	if code := run(t.Context(), w, args); code != 0 {
		t.Fatalf("ftplan %s ends with %d: %s", strings.Join(args, " "), code, errs.String())
	}
	return out.String()
}

// screen is a terminal: what is typed on it is shown, and so is what is printed.
type screen struct {
	bytes.Buffer
	typed io.Reader
}

func (s *screen) Read(p []byte) (int, error) {
	n, err := s.typed.Read(p)
	s.Write(p[:n])
	return n, err
}

// runSession runs the commands of a session, one after the other, in a folder with the example files, and returns what a
// person sees who answers every question with yes. Besides ftplan it takes what a shell does.
func runSession(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, onlyExamples("testdata")); err != nil {
		t.Fatal(err)
	}
	back, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	defer t.Chdir(back)
	service := fakeService(cleanup{t})
	var all strings.Builder
	for _, line := range strings.Split(strings.ReplaceAll(text, "\\\n> ", continued), "\n") {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			all.WriteString(strings.ReplaceAll(line, continued, "\\\n> ") + "\n" + runTyped(t, strings.ReplaceAll(command, continued, ""), service))
		}
	}
	return all.String()
}

// A cleanup runs functions when its test ends.
type cleanup struct{ *testing.T }

// Defer has f run when the test ends.
func (c cleanup) Defer(f func()) { c.Cleanup(f) }

// shownService is the address by which sessions show the fake service, and sessionEnv what they are run with.
const shownService = "http://127.0.0.1:8080/v1"

var sessionEnv = map[string]string{"USER": "ada", "FTPLAN_API_KEY": testKey}

// continued stands for the end of a line at which a command goes on.
const continued = "\x00"

// runTyped runs one command of a session, whose output may go through a pipe.
func runTyped(t *testing.T, command, service string) string {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	home, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	command, pipe, piped := strings.Cut(command, " | ")
	words := strings.Fields(strings.ReplaceAll(command, shownService, service))
	if words[0] != "ftplan" {
		return runShell(t, command, nil)
	}
	s := &screen{typed: strings.NewReader("yes\n")}
	w := world{in: s, out: s, err: s, person: true, width: 80,
		getenv: func(name string) string {
			if name == "HOME" {
				return home
			}
			return sessionEnv[name]
		},
		now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }}
	run(t.Context(), w, words[1:])
	readSteps(t, s.String())
	plain := strings.ReplaceAll(s.String(), service, shownService)
	s.Reset()
	s.WriteString(plain)
	if piped {
		return runShell(t, pipe, &s.Buffer)
	}
	return s.String()
}

// readSteps fails the test where a command says to type what makes no sense.
func readSteps(t *testing.T, said string) {
	t.Helper()
	for line := range strings.Lines(said) {
		if step, is := strings.CutPrefix(strings.TrimSpace(line), "next: "); is && strings.HasPrefix(step, "ftplan ") {
			if fault := misread(step); fault != "" {
				t.Errorf("next: %s: %s", step, fault)
			}
		}
	}
}

func runShell(t *testing.T, command string, in io.Reader) string {
	t.Helper()
	shell := exec.Command("sh", "-c", command)
	shell.Stdin = in
	out, err := shell.Output()
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	return string(out)
}

// guideTable is the guide's cases at two price sheets, in Markdown.
func guideTable(t *testing.T) string {
	t.Helper()
	cases := []struct{ name, args string }{
		{"100K tokens on gpt-4o-mini", "--tokens 100K"},
		{"5M tokens on gpt-4o-mini", "--tokens 5M"},
		{"the latter, 1M in and 2M out a month", "--tokens 5M --monthly-input 1M --monthly-output 2M"},
		{"start-up: 300K in, 900K out", "--tokens 100K --monthly-input 300K --monthly-output 900K"},
		{"production: 150M in, 450M out", "--tokens 1M --monthly-input 150M --monthly-output 450M"},
		{"enterprise, gpt-4o: 1.5B in, 4.5B out", "--model gpt-4o --tokens 5M --monthly-input 1.5B --monthly-output 4.5B"},
	}
	table := "| case | `--prices guide-2026` | `--prices openai` |\n|---|---|---|\n"
	for _, c := range cases {
		table += fmt.Sprintf("| %s | %s | %s |\n", c.name, guideSum(t, c.args, "guide-2026"), guideSum(t, c.args, "openai"))
	}
	return table
}

// guideSum is one case's cost as a sum: training and twelve equal bills.
func guideSum(t *testing.T, args, sheet string) string {
	t.Helper()
	args = "estimate --today 2025-12-01 --epochs 1 --format json --prices " + sheet + " " + args
	var e struct {
		Total     struct{ Cost money.USD }
		Ownership *struct {
			Training, Total struct{ Cost money.USD }
			Bills           []struct{ Cost struct{ Cost money.USD } }
		}
	}
	if err := json.Unmarshal([]byte(runQuietly(t, strings.Fields(args))), &e); err != nil {
		t.Fatal(err)
	}
	if e.Ownership == nil {
		return e.Total.Cost.Display()
	}
	for _, b := range e.Ownership.Bills {
		if !b.Cost.Cost.Equal(e.Ownership.Bills[0].Cost.Cost) {
			t.Fatalf("%s: the bills are not equal", args)
		}
	}
	o := e.Ownership
	return fmt.Sprintf("%s + %d × %s = %s", o.Training.Cost.Display(), len(o.Bills), o.Bills[0].Cost.Cost.Display(), o.Total.Cost.Display())
}

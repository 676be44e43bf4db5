package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// launched launches a.jsonl and returns the job's id.
func (l *launching) launched(more ...string) string {
	l.t.Helper()
	before := len(l.service.Jobs())
	for _, args := range [][]string{
		slices.Concat([]string{"quote", "a.jsonl", "--base-url", l.url, "-o", "quote.json", "--force"}, more),
		{"approve", "quote.json", "--limit", "5", "--by", "Ada", "--force"},
		{"submit", "quote.json", "--again"},
	} {
		if code, out, errs := l.run(args...); code != exitOK {
			l.t.Fatalf("%v: exit code %d, %s%s", args, code, out, errs)
		}
	}
	jobs := l.service.Jobs()
	if len(jobs) != before+1 {
		l.t.Fatalf("got %d jobs, want %d", len(jobs), before+1)
	}
	return jobs[before].ID
}

// succeeded lets the service's jobs run to their end.
func (l *launching) succeeded() {
	for range 3 {
		l.service.Advance()
	}
}

// What is paid for is not stopped by a word too few: only yes cancels, and a script says so on its command line.
func TestCancelAsks(t *testing.T) {
	tests := []struct {
		typed string
		flags []string
		code  int
		says  string
		ended bool
	}{
		{"", nil, exitUsage, "there is no terminal to ask on", false},
		{"\n", nil, exitRefused, "the job goes on", false},
		{"y\n", nil, exitRefused, "the job goes on", false},
		{"yes\n", []string{"--format", "json"}, exitUsage, "there is no terminal to ask on", false},
		{"yes\n", nil, exitOK, "whether work done before a job is cancelled is billed is unknown", true},
		{"", []string{"--yes"}, exitOK, "cancelled", true},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%q%v", tt.typed, tt.flags), func(t *testing.T) {
			l := newLaunching(t)
			id := l.launched()
			l.typed = tt.typed
			code, out, errs := l.run(slices.Concat([]string{"jobs", "cancel", id}, tt.flags)...)
			if code != tt.code || !strings.Contains(strings.Join(strings.Fields(out+errs), " "), tt.says) || (l.service.Jobs()[0].Status == "cancelled") != tt.ended {
				t.Errorf("got exit code %d, %s%s, want %d and %q; the job is %s", code, out, errs, tt.code, tt.says, l.service.Jobs()[0].Status)
			}
		})
	}
}

// A call about a job that has ended says that it had, and sends nothing.
func TestAnEndedJobIsNotChanged(t *testing.T) {
	for verb, want := range map[string]int{"cancel": exitOK, "pause": exitRefused, "resume": exitRefused} {
		t.Run(verb, func(t *testing.T) {
			l := newLaunching(t)
			id := l.launched()
			l.succeeded()
			before := len(l.service.Requests())
			code, out, errs := l.run("jobs", verb, id)
			if code != want || !strings.Contains(out, id+" had ended already (succeeded), there was nothing to "+verb) {
				t.Errorf("got exit code %d, %s%s", code, out, errs)
			}
			for _, r := range l.service.Requests()[before:] {
				if r.Method != "GET" {
					t.Errorf("it sent %s %s", r.Method, r.Path)
				}
			}
		})
	}
}

// The failures that are known by code or words, and what is said of each.
func TestRemedies(t *testing.T) {
	tests := []struct{ code, message, want string }{
		{"invalid_n_examples", "Training file has 7 example(s), but must have at least 10 examples", "too-few-examples"},
		{"", "file-x has 5 example(s), but must have at least 10 examples", "too-few-examples"},
		{"invalid_training_file", "The job failed due to an invalid training file. Invalid file format. Example 100, message 2 Discriminator 'role' is missing in value", "missing-role"},
		{"invalid_training_file", "The job failed due to an invalid training file. Invalid file format. Input file file-x is in the fine-tune-chat format, but the specified fine-tuning job is not using 'supervised' as the training method (provided method=dpo).", "wrong-format"},
		{"invalid_training_file", "Unexpected file format, expected either prompt/completion pairs or chat messages.", "wrong-format"},
		{"invalid_file_format", `The job failed due to a file format error in the training file. Invalid file format. Example 1 contains an extra "weight".`, "unknown-key"},
		{"invalid_file_format", "Invalid file format. Example 6174 message contains an invalid token: <|fim_suffix|>.", "control-token"},
		{"invalid_file_format", "Invalid file format. Example 1 is missing key 'messages'", "missing-key"},
		{"", "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json: Expecting ',' delimiter", "bad-json"},
		{"", "This training file was blocked because too many examples were flagged by our moderation API for containing content that violates OpenAI's usage policies in the following categories: hate.", "moderation"},
		{"unsafe_file", "The job failed due to an unsafe training file.", "moderation"},
		{"", "This file failed moderation safety checks… Flagged lines: 4, 13, 14", "moderation"},
		{"user_error", "Error while running moderation eval refusals_v3 for snapshot ft:x", "safety evaluation"},
		{"", "Fine-tuning jobs cannot be created on an Explore plan.", "free plan"},
		{"exceeded_quota", "You exceeded your current quota, please check your plan and billing details.", "no credit left"},
		{"insufficient_quota", "", "no credit left"},
		{"", "Model X is not available for fine-tuning or does not exist.", "does not train this model"},
		{"", "No such File object: file-x", "another project than the key"},
		{"invalid_training_file", "The job failed due to an invalid training file.", "lint says which lines"},
		{"invalid_validation_file", "The job failed due to an invalid validation file.", "lint says which lines"},
		{"", "Sequence length is too long: 9000 > 8192", "longer than the model takes"},
		{"server_error", "The job failed due to an internal error.", "service's own"},
		{"training_not_available", "OpenAI is winding down the fine-tuning platform and your organization is no longer able to create new fine-tuning training jobs.", "another provider"},
		{"something_new", "A failure nobody has reported", ""},
	}
	for _, tt := range tests {
		r, ok := remedyFor(&service.Failure{Code: tt.code, Message: tt.message})
		if ok != (tt.want != "") || r.rule != tt.want && !strings.Contains(r.text, tt.want) {
			t.Errorf("%q %q: got %+v, %v, want %q", tt.code, tt.message, r, ok, tt.want)
		}
	}
}

// Each remedy has either a rule that is there or words of its own.
func TestRemediesAreWhole(t *testing.T) {
	for _, r := range remedies {
		named := slices.ContainsFunc(rules.Rules(), func(rule *lint.Rule) bool { return rule.Name == r.rule })
		if named == (r.text != "") {
			t.Errorf("%+v: the rule is there: %v, and so are words: %v; want one of both", r, named, r.text != "")
		}
		for _, words := range slices.Concat(r.words, r.codes) {
			if words != strings.ToLower(words) {
				t.Errorf("%q can never be found: messages are compared in small letters", words)
			}
		}
	}
}

func TestExamplesIn(t *testing.T) {
	for message, want := range map[string][]int{
		"Example 100, message 2 lacks a role":    {100},
		"Flagged lines: 4, 13, 14, …":            {4, 13, 14},
		"flagged examples 14,4 ,4":               {4, 14},
		"Example 0":                              nil,
		"example 99999999999999999999":           nil,
		"an examination of 12 examples":          nil,
		"too many examples were flagged: 3 of 9": nil,
	} {
		if got := examplesIn(message); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, want %v", message, got, want)
		}
	}
}

// A failed job ends with the cure, with the place where the quote is at hand, and without anything to watch.
func TestAFailedJobEndsWithTheCure(t *testing.T) {
	tests := []struct {
		name, code, message string
		spoil               bool // the file changes after the launch
		want, never         []string
	}{
		{"a line", "invalid_file_format", `Invalid file format. Example 3 contains an extra "weight".`, false,
			[]string{"a.jsonl:3: ", "unknown-key", "next: ftplan rules FT"}, []string{"jobs watch"}},
		{"a line of a file that has changed", "invalid_file_format", `Invalid file format. Example 3 contains an extra "weight".`, true,
			[]string{"a.jsonl: ", "has changed since it was sent"}, []string{"a.jsonl:3"}},
		{"the moderation", "unsafe_file", "The job failed due to an unsafe training file.", false,
			[]string{"runs its moderation over every example", "find them: n=0; while"}, []string{"sk-test"}},
		{"the moderation with lines", "unsafe_file", "This file failed moderation safety checks. Flagged lines: 4, 13, 14", false,
			[]string{"the lines are 4, 13, 14"}, []string{"find them"}},
		{"no credit", "exceeded_quota", "You exceeded your current quota.", false, []string{"no credit left", "next: ftplan quote a.jsonl --model gpt-4o-mini-2024-07-18"}, nil},
		{"nothing known", "new", "A failure nobody has reported", false, []string{"A failure nobody"}, []string{"next:"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLaunching(t)
			id := l.launched()
			l.service.FailJob(id, tt.code, tt.message)
			commands := [][]string{{"jobs", "show", id}, {"submit", "quote.json"}}
			if tt.spoil {
				commands = commands[:1]
				if err := os.WriteFile("a.jsonl", []byte("{}\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for _, args := range commands {
				code, out, errs := l.run(args...)
				if code != exitOK {
					t.Errorf("%v: exit code %d, %s", args, code, errs)
				}
				says(t, args[0], strings.Join(strings.Fields(out), " "), tt.want, append(tt.never, "jobs watch"))
			}
			l.withoutTheQuote(id, tt.code, tt.message)
		})
	}
}

// withoutTheQuote shows a failed job to somebody who did not launch it from here.
func (l *launching) withoutTheQuote(id, code, message string) {
	l.t.Helper()
	if err := os.RemoveAll("state"); err != nil {
		l.t.Fatal(err)
	}
	_, out, _ := l.run("jobs", "show", id, "--base-url", l.url)
	if r, ok := remedyFor(&service.Failure{Code: code, Message: message}); ok && r.text != "" {
		says(l.t, "without the quote", strings.Join(strings.Fields(out), " "), []string{r.text}, []string{"a.jsonl"})
	}
}

func says(t *testing.T, name, text string, want, never []string) {
	t.Helper()
	for _, words := range want {
		if !strings.Contains(text, words) {
			t.Errorf("%s: want %q in %s", name, words, text)
		}
	}
	for _, words := range never {
		if strings.Contains(text, words) {
			t.Errorf("%s: want no %q in %s", name, words, text)
		}
	}
}

// A failed job is no bill: what it trained is said, and that the rest is unknown.
func TestAFailedJobHasNoBill(t *testing.T) {
	l := newLaunching(t)
	id := l.launched("--epochs", "2")
	l.succeeded()
	l.service.FailJob(id, "unsafe_file", "The job failed due to an unsafe training file.")
	code, out, _ := l.run("jobs", "watch", id, "--poll", "1ms")
	if code != exitEnded {
		t.Errorf("got exit code %d, want %d", code, exitEnded)
	}
	says(t, "watch", out, []string{"trained tokens  55,092; billing of failed jobs unknown"}, []string{"billed tokens", "BILLED $"})
	_, out, _ = l.run("jobs", "history")
	says(t, "history", out, []string{"46,582         unknown        –", "$0.139746  unknown", id + ": trained 55,092 tokens; billing of failed jobs unknown"}, nil)
	if _, out, _ := l.run("quote", "a.jsonl", "--base-url", l.url); strings.Contains(out, "evidence: earlier") {
		t.Errorf("a failed job is evidence: %s", out)
	}
}

// What a rehearsal billed moves no quote for the service itself, nor one at another address.
func TestEvidenceBelongsToAnAddress(t *testing.T) {
	l := newLaunching(t)
	id := l.launched("--epochs", "2")
	l.succeeded()
	if code, _, errs := l.run("jobs", "watch", id, "--poll", "1ms"); code != exitOK {
		t.Fatal(errs)
	}
	for address, want := range map[string]bool{l.url: true, l.url + "/": true, "": false, "https://proxy.example/v1": false} {
		args := []string{"quote", "a.jsonl"}
		if address != "" {
			args = append(args, "--base-url", address)
		}
		_, out, _ := l.run(args...)
		if got := strings.Contains(out, "evidence: earlier jobs"); got != want {
			t.Errorf("at %q: got evidence: %v, want %v", address, got, want)
		}
	}
}

// The ledger keeps a bill's figures as the command bill prints them, and later quotes tell what they show: of all jobs, and
// of those whose files hold what makes a count an estimate.
func TestHistoryKeepsFigures(t *testing.T) {
	tools, err := os.ReadFile("../../testdata/tools.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	l := newLaunching(t)
	for _, more := range [][]byte{nil, tools} {
		if more != nil {
			if err := os.WriteFile("a.jsonl", more, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		id := l.launched("--epochs", "2")
		l.succeeded()
		if code, _, errs := l.run("jobs", "watch", id, "--poll", "1ms"); code != exitOK {
			t.Fatal(errs)
		}
	}
	_, out, _ := l.run("jobs", "history", "--figures")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 || strings.Contains(out, "a.jsonl") || strings.Contains(out, "ftjob") {
		t.Fatalf("got %s", out)
	}
	var last struct{ Billed int64 }
	if err := json.Unmarshal([]byte(lines[1]), &last); err != nil {
		t.Fatal(err)
	}
	_, want, _ := l.run("bill", "a.jsonl", "--epochs", "2", "--billed", fmt.Sprint(last.Billed))
	if !strings.Contains(want, "\n"+lines[1]+"\n") {
		t.Errorf("history keeps %s, bill prints %s", lines[1], want)
	}
	_, out, _ = l.run("quote", "a.jsonl", "--base-url", l.url)
	says(t, "quote", strings.Join(strings.Fields(out), " "), []string{"evidence: earlier jobs of this model launched from here (2) were billed",
		"evidence: those of them with schema keywords, several calls, tool role (1) were billed"}, nil)
}

// The same data at another address is another launch; at the same it is refused.
func TestTheSameDataElsewhereIsNoSecondLaunch(t *testing.T) {
	l := newLaunching(t)
	l.launched()
	elsewhere := strings.Replace(l.url, "127.0.0.1", "localhost", 1)
	for address, want := range map[string]int{l.url: exitRefused, elsewhere: exitOK} {
		for _, args := range [][]string{
			{"quote", "a.jsonl", "--base-url", address, "-o", "quote.json", "--force", "--epochs", "1"},
			{"approve", "quote.json", "--limit", "5", "--by", "Ada", "--force"},
		} {
			if code, _, errs := l.run(args...); code != exitOK {
				t.Fatal(errs)
			}
		}
		if code, _, errs := l.run("submit", "quote.json"); code != want {
			t.Errorf("%s: got exit code %d, %s, want %d", address, code, errs, want)
		}
	}
}

// compared runs a comparison and returns what its JSON says.
func (l *launching) compared(ids ...string) (c view.Comparison) {
	l.t.Helper()
	code, out, errs := l.run(slices.Concat([]string{"jobs", "compare", "--format", "json"}, ids)...)
	if err := json.Unmarshal([]byte(out), &c); code != exitOK || err != nil {
		l.t.Fatalf("exit code %d, %v: %s%s", code, err, out, errs)
	}
	return c
}

// validation writes a validation file of the first lines of a.jsonl.
func (l *launching) validation(name string, lines int) string {
	l.t.Helper()
	data, err := os.ReadFile("a.jsonl")
	if err != nil {
		l.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Join(strings.SplitAfter(string(data), "\n")[:lines], "")), 0o600); err != nil {
		l.t.Fatal(err)
	}
	return name
}

// Jobs are ranked by one validation file alone, and the ledger knows what the service has forgotten.
func TestCompareJobs(t *testing.T) {
	l := newLaunching(t)
	v, other := l.validation("v.jsonl", 12), l.validation("w.jsonl", 14)
	a := l.launched("--validation", v, "--epochs", "1")
	b := l.launched("--validation", v, "--epochs", "3")
	c := l.launched("--validation", other, "--epochs", "2")
	d := l.launched("--epochs", "2")
	l.succeeded()
	if got := l.compared(a, b); got.Lowest != b || got.NotRanked != "" || got.Jobs[1].Best.Step != 20 || got.Jobs[1].Best.Loss != 0.93 || got.Jobs[0].Best.Step != 10 {
		t.Errorf("one file: got %+v", got)
	}
	for _, tt := range []struct{ id, want string }{{c, "the validation files of " + a + " and " + c + " differ"}, {d, d + " tells no validation loss"}} {
		if got := l.compared(a, tt.id); got.Lowest != "" || !strings.HasPrefix(got.NotRanked, tt.want) {
			t.Errorf("got %q and %q, want none and %q", got.Lowest, got.NotRanked, tt.want)
		}
	}
	l.service.Forget(a)
	got := l.compared(b, a)
	if got.Lowest != b || got.Jobs[1].Ledger == "" || got.Jobs[0].Ledger != "" || got.Jobs[1].Best == nil || *got.Jobs[1].BilledTokens == 0 {
		t.Errorf("forgotten: got %+v", got)
	}
	stranger := l.service.AddJob("x.jsonl", nil).ID
	l.service.Forget(stranger)
	if code, _, errs := l.run("jobs", "compare", a, stranger, "--base-url", l.url); code != exitAPI || !strings.Contains(errs, stranger) {
		t.Errorf("nobody knows it: got exit code %d, %s", code, errs)
	}
}

// At Azure an event tells the bill; the job's own counter is another number, and is never taken for it.
func TestAzureBillsByEvent(t *testing.T) {
	for _, silent := range []bool{false, true} {
		t.Run(fmt.Sprintf("silent %v", silent), func(t *testing.T) {
			l := newLaunching(t)
			l.service = openaitest.New(openaitest.Options{BillsInEvents: !silent, TrainingType: "GlobalStandard", Models: []openaitest.Model{{ID: "gpt-4.1-nano-2025-04-14"}}})
			id := l.launched("--provider", "azure-global", "--model", "gpt-4.1-nano", "--epochs", "2")
			l.succeeded()
			_, out, errs := l.run("jobs", "watch", id, "--poll", "1ms")
			if silent {
				says(t, "no event", out, []string{"the event that tells the bill is missing"}, []string{"billed tokens"})
				return
			}
			says(t, "event", out+errs, []string{"billed tokens   56,000", "trained tokens  110,184", "to use it: Azure answers under the name of a deployment"}, []string{"use it: curl"})
			bills, err := submit.Bills(filepath.Join("state", "ftplan"))
			if err != nil || len(bills) != 1 || *bills[0].BilledTokens != 56_000 || *bills[0].TrainedTokens != 110_184 || bills[0].URL != l.url {
				t.Errorf("got the ledger %+v, %v", bills, err)
			}
		})
	}
}

func TestBilledTokens(t *testing.T) {
	tokens := int64(700)
	event := func(text string) []service.Event { return []service.Event{{Message: "Completed"}, {Message: text}} }
	byEvent := catalog.Billing{BillEvent: "Training tokens billed:"}
	tests := []struct {
		status service.Status
		events []service.Event
		rules  catalog.Billing
		want   string
	}{
		{service.Succeeded, nil, catalog.Billing{}, "700"},
		{service.Failed, nil, catalog.Billing{}, "unknown"},
		{service.Cancelled, nil, catalog.Billing{}, "unknown"},
		{service.Succeeded, event("Training tokens billed: 5000"), byEvent, "5000"},
		{service.Succeeded, event("Training tokens billed: 1,717,000"), byEvent, "1717000"},
		{service.Cancelled, event("Training tokens billed: 0"), byEvent, "0"},
		{service.Succeeded, nil, byEvent, "unknown"},
		{service.Succeeded, event("Training tokens billed: many"), byEvent, "unknown"},
		{service.Succeeded, event("Training tokens billed: -5"), byEvent, "unknown"},
		{service.Succeeded, event("About Training tokens billed: 5"), byEvent, "unknown"},
	}
	for _, tt := range tests {
		got := "unknown"
		if n := submit.BilledTokens(service.Job{Status: tt.status, TrainedTokens: &tokens}, tt.events, tt.rules); n != nil {
			got = fmt.Sprint(*n)
		}
		if got != tt.want {
			t.Errorf("%s, %v: got %s, want %s", tt.status, tt.events, got, tt.want)
		}
	}
}

// A validation file that the account holds is offered, and used where that is said; the training file is uploaded each time.
func TestAHeldValidationFileIsOffered(t *testing.T) {
	tests := []struct {
		name, typed string
		flags       []string
		gone        bool
		code        int
		uploads     int // of the second launch
		says        string
	}{
		{"nobody to ask", "", nil, false, exitOK, 2, "with --reuse-validation it is used"},
		{"a person says yes", "yes\n", nil, false, exitOK, 1, "Type yes to use it"},
		{"a person says no", "no\n", nil, false, exitOK, 2, "Type yes to use it"},
		{"the flag", "", []string{"--reuse-validation"}, false, exitOK, 1, ""},
		{"the service has lost it", "", []string{"--reuse-validation"}, true, exitRefused, 0, "holds no copy"},
		{"the service has lost it, nothing asked", "", nil, true, exitOK, 2, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLaunching(t)
			v := l.validation("v.jsonl", 12)
			l.launched("--validation", v, "--epochs", "1")
			held := l.service.Files()[1].ID
			if tt.gone {
				l.service.LoseFile(held)
			}
			for _, args := range [][]string{
				{"quote", "a.jsonl", "--base-url", l.url, "-o", "quote.json", "--force", "--validation", v, "--epochs", "2"},
				{"approve", "quote.json", "--limit", "5", "--by", "Ada", "--force"},
			} {
				if code, _, errs := l.run(args...); code != exitOK {
					t.Fatal(errs)
				}
			}
			before := len(l.service.Files())
			l.typed = tt.typed
			code, out, errs := l.run(slices.Concat([]string{"submit", "quote.json", "--again"}, tt.flags)...)
			uploads := len(l.service.Files()) - before
			if code != tt.code || uploads != tt.uploads || !strings.Contains(errs, tt.says) {
				t.Errorf("got exit code %d, %d uploads, %s%s, want %d, %d and %q", code, uploads, out, errs, tt.code, tt.uploads, tt.says)
			}
			if used := strings.Contains(out, held); used != (tt.uploads == 1) {
				t.Errorf("the job uses %s: %v, want %v; %s", held, used, tt.uploads == 1, out)
			}
		})
	}
}

// Only what was uploaded to the same address with the same content is known to be held.
func TestHeldFiles(t *testing.T) {
	l := newLaunching(t)
	v := l.validation("v.jsonl", 12)
	l.launched("--validation", v, "--epochs", "1")
	files := l.service.Files()
	for _, tt := range []struct {
		address, sha256 string
		want            int
	}{{l.url, files[1].SHA256, 1}, {l.url, files[0].SHA256, 1}, {l.url, strings.Repeat("0", 64), 0}, {"https://api.openai.com/v1", files[1].SHA256, 0}} {
		held, err := submit.HeldFiles(filepath.Join("state", "ftplan"), tt.address, tt.sha256)
		if err != nil || len(held) != tt.want {
			t.Errorf("%s at %s: got %v, %v, want %d", tt.sha256, tt.address, held, err, tt.want)
		}
	}
	if held, err := submit.HeldFiles("nowhere", l.url, files[0].SHA256); err != nil || held != nil {
		t.Errorf("no folder: got %v, %v", held, err)
	}
}

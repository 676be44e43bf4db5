//go:build !windows

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// hostileNames are names of files that a careless command takes for a flag, a command, several names or nothing.
var hostileNames = []string{
	"--write-baseline=.jsonl", "--help.jsonl", "-q.jsonl", "-o.jsonl", "a b.jsonl", " .jsonl", `"quoted".jsonl`, "it's.jsonl", "line\nbreak.jsonl",
	"$(touch obeyed).jsonl", "`touch obeyed`.jsonl", ";touch obeyed;.jsonl", "a&b|c>d.jsonl", "*.jsonl", "[a].jsonl", "{a,b}.jsonl", "~.jsonl", "%0A::error::x.jsonl",
	"##[error]x.jsonl", "::error::x.jsonl", "\x1b[2J.jsonl", "back\\slash.jsonl",
}

// hostileFolder is a folder of files with such names, each with one broken line. It becomes the working folder.
func hostileFolder(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range hostileNames {
		write(t, name, []byte("{\"messages\"\n"))
	}
}

// untouched fails where a name was obeyed: there is a file that was not there before, or one that was written to.
func untouched(t *testing.T) {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil || len(entries) != len(hostileNames) {
		t.Errorf("%q are in the folder (%v), want %d files", namesOf(entries), err, len(hostileNames))
	}
	for _, name := range hostileNames {
		if got := string(read(t, name)); got != "{\"messages\"\n" {
			t.Errorf("%q holds %q now", name, got)
		}
	}
}

// shipped returns the document of a file of the project.
func shipped(t *testing.T, name string) (path string, document yaml.Node) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(read(t, path), &document); err != nil {
		t.Fatal(err)
	}
	return path, document
}

func TestTheHookJudgesEveryFile(t *testing.T) {
	_, document := shipped(t, ".pre-commit-hooks.yaml")
	var hooks []struct {
		ID, Entry string
		Args      []string
		Names     *bool `yaml:"pass_filenames"`
	}
	if err := document.Decode(&hooks); err != nil || len(hooks) == 0 {
		t.Fatalf("%d hooks, %v", len(hooks), err)
	}
	hostileFolder(t)
	for _, hook := range hooks {
		if hook.Names != nil && !*hook.Names {
			continue
		}
		args := append(append(strings.Fields(hook.Entry)[1:], hook.Args...), hostileNames...)
		out, errs := printed(t, exitFindings, args...)
		if got := strings.Count(out, "the service would refuse this file"); got != len(hostileNames) {
			t.Errorf("%s judges %d files, want %d: %s%s", hook.ID, got, len(hostileNames), out, errs)
		}
		tamed(t, out+errs)
	}
	untouched(t)
}

func bash(t *testing.T) string {
	path, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("scripts are for bash")
	}
	return path
}

func TestTheActionJudgesEveryFile(t *testing.T) {
	shell := bash(t)
	script, _ := shipped(t, ".github/actions/ftplan/action.yml")
	script = filepath.Join(filepath.Dir(script), "check")
	report := filepath.Join(t.TempDir(), "report.md")
	hostileFolder(t)
	cmd := exec.Command(shell, script, report)
	cmd.Env = append(os.Environ(), "FTPLAN_FILES=?*.jsonl\n.jsonl", "FTPLAN_TODAY=2026-11-22", "GITHUB_ACTIONS=true")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != exitIO { // of .jsonl, which is not there
		t.Errorf("the script ends with %v: %s", err, out)
	}
	lines := 0
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "::error ") && strings.Contains(line, "title=FT207") {
			lines++
		} else if strings.HasPrefix(strings.TrimSpace(line), "::error::") || strings.Contains(line, "##[") {
			t.Errorf("a name was obeyed: %q", line)
		}
	}
	if want := len(hostileNames); lines != want {
		t.Errorf("%d files were judged, want %d:\n%s", lines, want, out)
	}
	if !strings.HasPrefix(string(read(t, report)), "<!-- ftplan -->") {
		t.Errorf("the report is %q", read(t, report))
	}
	untouched(t)
}

func TestTheGitLabJobJudgesEveryFile(t *testing.T) {
	shell := bash(t)
	_, document := shipped(t, ".gitlab/ftplan.yml")
	var job struct {
		Ftplan struct{ Script []string }
	}
	if err := document.Decode(&job); err != nil || len(job.Ftplan.Script) == 0 {
		t.Fatalf("no script, %v", err)
	}
	hostileFolder(t)
	inside, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range hostileNames {
		cmd := exec.Command(shell, "-c", "cd \"$DATA\"; OUT=$(mktemp -d); "+strings.ReplaceAll("set -e\n"+strings.Join(job.Ftplan.Script, "\n"), "ftplan-", "\"$OUT\"/ftplan-"))
		cmd.Env = append(os.Environ(), "DATA="+inside, "FTPLAN_FILE="+name, "FTPLAN_MODEL="+defaultModel, "CLOCK="+scriptClock)
		out, err := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != exitUsage || !strings.Contains(string(out), "holds no example to train on") { // it has nothing to price
			t.Errorf("%q: the job ends with %v, want %d: %s", name, err, exitUsage, out)
		}
	}
	untouched(t)
}

package main

import (
	"bytes"
	"context"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
)

// watchNextSteps has the commands of a script try what they tell to type next, and the script fail where that does not work.
// Short runs leave that to the long ones.
func watchNextSteps(e *testscript.Env) {
	if testing.Short() {
		return
	}
	log := filepath.Join(e.WorkDir, ".next-steps")
	e.Setenv("NEXT_STEPS", log)
	e.Setenv("NEXT_STEPS_ALL", os.Getenv("NEXT_STEPS_ALL"))
	t := e.T()
	e.Defer(func() {
		if failed, err := os.ReadFile(log); err == nil {
			t.Fatal(string(failed))
		}
	})
}

// tryNextSteps tries next steps that a command printed and notes in the log what does not work. A step is tried once in a
// script and, unless NEXT_STEPS_ALL is set, only where stepShare by its hash and the script's name takes it; what has to be
// asked of the service is only read.
func tryNextSteps(log, said string) {
	for line := range strings.Lines(said) {
		step, is := strings.CutPrefix(strings.TrimSpace(line), "next: ")
		if !is || !strings.HasPrefix(step, "ftplan ") {
			continue // a sentence says what to do with a file that has no name
		}
		if fault := stepFault(log, step); fault != "" {
			f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			if err != nil {
				panic(err)
			}
			fmt.Fprintf(f, "ftplan %s\nsays next: %s\nwhich does not work: %s\n", strings.Join(os.Args[1:], " "), step, fault)
			f.Close()
		}
	}
}

// stepFault returns what is wrong with a next step, "" where it works or is not tried.
func stepFault(log, step string) string {
	if fault := misread(step); fault != "" {
		return fault
	}
	words := shellWords(step)
	switch {
	case words[1] == "jobs" || words[1] == "resume":
		return "" // the service of a script goes on with every look at a job
	case strings.Contains(step, "../") || strings.Contains(step, "$'"):
		return "" // of the folder above, which is not copied; of a name that a script has a real shell read
	case !takesStep(log, step):
		return ""
	}
	return tryStep(log, step)
}

// misread returns what is wrong with the words of a next step, before anything is run.
func misread(step string) string {
	cmd, args, err := newRoot(plainWorld()).Find(shellWords(step)[1:])
	if err != nil {
		return err.Error()
	}
	if err := cmd.ParseFlags(args); err != nil {
		return err.Error()
	}
	if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
		return err.Error()
	}
	return ""
}

// stepShare is of how many next steps one is tried.
const stepShare = 12

// takesStep reports whether a next step is to be tried, which it is once in a script.
func takesStep(log, step string) bool {
	script := filepath.Base(filepath.Dir(log))
	hash := crc32.ChecksumIEEE([]byte(script + "\x00" + step))
	if hash%stepShare != 0 && os.Getenv("NEXT_STEPS_ALL") == "" {
		return false
	}
	f, err := os.OpenFile(fmt.Sprintf("%s-%08x", log, hash), os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return false
	}
	f.Close()
	return true
}

// tryStep returns what is wrong with a next step, "" where it works.
func tryStep(log, step string) string {
	here, err := os.Getwd()
	if err != nil {
		return err.Error()
	}
	dir, err := os.MkdirTemp(filepath.Join(filepath.Dir(log), ".."), "next-*")
	if err != nil {
		return err.Error()
	}
	defer os.RemoveAll(dir)
	if err := copyFiles(dir, here); err != nil {
		return err.Error()
	}
	defer os.Chdir(here)
	if err := os.Chdir(dir); err != nil {
		return err.Error()
	}
	for range 2 {
		if fault := typed(step); fault != "" {
			return fault
		}
	}
	return ""
}

// copyFiles copies the regular files below a folder.
func copyFiles(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		rel, relErr := filepath.Rel(from, path)
		switch {
		case err != nil || relErr != nil:
			return nil // a folder that may not be read is part of a script
		case entry.IsDir() && entry.Name() == ".tmp":
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o777)
		case !entry.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o666)
	})
}

// typed runs a command line as a person would who answers every question with yes, and returns what is wrong with it: it
// makes no sense, a file is in the way or missing, or it fails without a word on what to do.
func typed(step string) string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	w, begun := realWorld(), time.Now()
	if start, err := time.Parse(time.RFC3339, os.Getenv("CLOCK")); err == nil {
		w.now = func() time.Time { return start.Add(time.Since(begun)) }
	}
	var said bytes.Buffer
	getenv := w.getenv
	w.getenv = func(name string) string {
		if value := getenv(name); value != "" || name != "USER" {
			return value
		}
		return "ada"
	}
	w.in, w.out, w.err, w.person = strings.NewReader("yes\n"), &said, &said, true
	args := shellWords(step)[1:]
	if args[0] == "submit" {
		args = append(args, "--dry-run") // the job is the script's to launch
	}
	code := run(ctx, w, args)
	if code == exitOK || code == exitFindings && said.Len() > 0 {
		return ""
	}
	leads := strings.Contains(said.String(), "\n  hint: ") || strings.Contains(said.String(), "say --force")
	wrongLine := code == exitUsage && !slices.ContainsFunc(askedFor, func(words string) bool { return strings.Contains(said.String(), words) })
	if leads && !wrongLine {
		return ""
	}
	return fmt.Sprintf("it ends with %d: %s", code, said.String())
}

// askedFor are what only the user can know, and a next step can therefore lack.
var askedFor = []string{"give its address with --base-url", "give --epochs N"}

// shellWords divides a command line as a shell does that knows single quotes.
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	inside, quoted := false, false
	for _, c := range line {
		switch {
		case c == '\'':
			quoted, inside = !quoted, true
		case c == ' ' && !quoted:
			if inside {
				words = append(words, word.String())
			}
			word.Reset()
			inside = false
		default:
			word.WriteRune(c)
			inside = true
		}
	}
	if inside {
		words = append(words, word.String())
	}
	return words
}

// What does not work is found: a file that is missing, a flag and a command that do not exist.
func TestNextStepsCanFail(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("a.jsonl", []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(t.TempDir(), ".next-steps")
	for _, step := range []string{"ftplan lint b.jsonl --method nonsense", "ftplan jobs show --nonsense", "ftplan nonsense a.jsonl", "ftplan jobs show a b c"} {
		if misread(step) == "" && tryStep(log, step) == "" {
			t.Errorf("%s is said to work", step)
		}
	}
	for _, step := range []string{"ftplan lint a.jsonl", "ftplan jobs list", "ftplan rules FT303"} {
		if fault := misread(step) + tryStep(log, step); fault != "" && !strings.Contains(step, "jobs") {
			t.Errorf("%s: %s", step, fault)
		}
	}
}

// Every flag that a next step may carry over is one that its command has.
func TestNextStepsCarryFlagsThatTheirCommandsHave(t *testing.T) {
	root := newRoot(plainWorld())
	for command, flags := range view.StepFlags() {
		cmd, _, err := root.Find([]string{command})
		if err != nil {
			t.Fatal(err)
		}
		for _, flag := range flags {
			if cmd.Flags().Lookup(flag) == nil {
				t.Errorf("ftplan %s has no flag --%s", command, flag)
			}
		}
	}
}

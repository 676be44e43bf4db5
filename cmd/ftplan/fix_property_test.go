package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/rules"
)

// A fixResult is what fix --format json prints.
type fixResult struct {
	Lines, Changed, Dropped, Rejected, Added, Written, Held int
	Applied                                                 []struct {
		Code  string
		Fixes int
	}
	Removed []struct {
		First, Last int
		Code        string
	}
	Left    struct{ Error int }
	Fixable struct{ Safe, Unsafe int }
}

// A lintResult is what lint --format json prints.
type lintResult struct {
	Lines    int
	Findings []struct {
		Code, Severity, Path, Message string
		Line                          int
		Fix                           *struct{ Safe bool }
	}
	Counts struct{ Error int }
}

// answered runs lint or fix in this process, without the whole tree of commands around it, and decodes the JSON that it
// prints.
func answered[T any](t *testing.T, args ...string) (result T) {
	t.Helper()
	var out, errs bytes.Buffer
	w := plainWorld()
	w.out, w.err, w.ctx = &out, &errs, t.Context()
	w.reading = view.NewReading(&errs, 0, testClock)
	c := &common{world: w}
	cmd := map[string]func(*common) *cobra.Command{"lint": newLint, "fix": newFix}[args[0]](c)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args[1:])
	if err := cmd.ExecuteContext(t.Context()); exitCode(err) > exitFindings || json.Unmarshal(out.Bytes(), &result) != nil {
		t.Fatalf("ftplan %q ends with %v: %s%s", args, err, errs.String(), out.String())
	}
	return result
}

// The promise of fix, for any file: nothing that is good is lost, every line ends somewhere, the counts add up, fixing twice
// changes nothing more, what was cured is gone, and nothing gets worse.
func fixKeepsItsPromise(t *testing.T, dir string, file []byte, unsafe, rejecting bool) {
	t.Helper()
	if _, err := readable(file); err != nil {
		return // not lines at all: fix says so and writes nothing
	}
	in, out, rejects := filepath.Join(dir, "in.jsonl"), filepath.Join(dir, "out.jsonl"), filepath.Join(dir, "rejects.jsonl")
	write(t, in, file)
	flags := []string{"--format", "json", "--force"}
	if unsafe {
		flags = append(flags, "--unsafe-fixes")
	}
	if rejecting {
		flags = append(flags, "--rejects", rejects)
	}
	fail := func(format string, args ...any) {
		t.Helper()
		t.Fatalf("fix %v: %s\nof   %q\nmade %q", flags, fmt.Sprintf(format, args...), file, read(t, out))
	}
	before := answered[lintResult](t, "lint", "--format", "json", "--limit", "0", in)
	fixed := answered[fixResult](t, slices.Concat([]string{"fix", in, "-o", out}, flags)...)
	after := answered[lintResult](t, "lint", "--format", "json", "--limit", "0", out)

	lines, written := textsOf(file), textsOf(read(t, out))
	if fixed.Lines != len(lines) || fixed.Written != len(written) || fixed.Lines+fixed.Added-fixed.Dropped-fixed.Rejected != fixed.Written {
		fail("the counts %+v do not add up with %d lines of %d written", fixed, len(written), len(lines))
	}
	if fixed.Left.Error != after.Counts.Error {
		fail("%d errors are said to be left; lint finds %d", fixed.Left.Error, after.Counts.Error)
	}
	if !rejecting && !unsafe && after.errors() > before.errors() {
		fail("%d errors became %d: %v", before.errors(), after.errors(), after.Findings)
	}
	if held := fixed.Held; held == 0 {
		for _, f := range after.Findings {
			if f.Fix != nil && (f.Fix.Safe || unsafe) {
				fail("line %d has a fix still: %s %s", f.Line, f.Code, f.Message)
			}
			if rejecting && f.Line > 0 && f.Severity == "error" {
				fail("line %d has an error and was not rejected: %s %s", f.Line, f.Code, f.Message)
			}
		}
	}
	gone := map[int]bool{}
	for _, r := range fixed.Removed {
		for line := r.First; line <= r.Last; line++ {
			gone[line] = true
		}
	}
	if rejecting {
		for _, r := range rejectsOf(t, rejects) {
			gone[r.Line] = true
			if slices.Contains(r.Codes, otherFormat) {
				continue // it depends on the lines around it
			}
			if errors := answered[lintResult](t, "lint", "--format", "json", "--limit", "0", alone(t, dir, written, r.text())); !errors.at(len(written) + 1) {
				fail("line %d was rejected, and has no error: %q", r.Line, r.text())
			}
		}
	}
	untouched := map[int]bool{}
	for i := range lines {
		untouched[i+1] = !gone[i+1]
	}
	for _, f := range before.Findings {
		if f.Fix != nil && (f.Fix.Safe || unsafe) || f.Severity == "error" {
			untouched[f.Line] = false
		}
	}
	for i, at := 0, 0; i < len(lines); i++ {
		if !untouched[i+1] {
			continue
		}
		found := slices.Index(written[at:], lines[i])
		if found < 0 && !(unsafe && slices.ContainsFunc(written, func(line string) bool { return saysTheSame(line, lines[i]) })) {
			fail("line %d is neither in the output, nor rejected, nor named: %q", i+1, lines[i])
		}
		at += max(found, 0)
	}
	once := read(t, out)
	twice := filepath.Join(dir, "twice.jsonl")
	again := answered[fixResult](t, slices.Concat([]string{"fix", out, "-o", twice}, flags)...)
	if got := read(t, twice); !bytes.Equal(got, once) || again.Changed != 0 || again.Rejected != 0 {
		here, there := afterCommon(string(got), string(once))
		fail("fixing twice changes it once more: %+v\n%.500q is no more\n%.500q", again, here, there)
	}
}

// otherFormat is the code of lines in another format than the file's.
const otherFormat = "FT302"

// mixedFormats is the code of a file that has such lines.
const mixedFormats = "FT307"

func readable(file []byte) (lines int, err error) {
	for _, err := range dataset.NewReader(bytes.NewReader(file), 0).Lines() {
		if err != nil {
			return lines, err
		}
		lines++
	}
	return lines, nil
}

// errors counts the findings of severity error, but for the one that says of the file what is said of its lines.
func (l lintResult) errors() (n int) {
	for _, f := range l.Findings {
		if f.Severity == "error" && f.Code != mixedFormats {
			n++
		}
	}
	return n
}

// at reports whether a line has a finding of severity error.
func (l lintResult) at(line int) bool {
	for _, f := range l.Findings {
		if f.Line == line && f.Severity == "error" {
			return true
		}
	}
	return false
}

// A reject is one line of a file of rejects.
type reject struct {
	Line         int
	Text, Base64 string
	Codes        []string
}

func (r reject) text() string {
	if r.Base64 != "" {
		var raw []byte
		if json.Unmarshal([]byte(strconv.Quote(r.Base64)), &raw) == nil {
			return string(raw)
		}
	}
	return r.Text
}

func rejectsOf(t *testing.T, name string) (all []reject) {
	t.Helper()
	for line := range bytes.Lines(read(t, name)) {
		var r reject
		if err := json.Unmarshal(line, &r); err != nil || len(r.Codes) == 0 {
			t.Fatalf("the reject %q cannot be read: %v", line, err)
		}
		all = append(all, r)
	}
	return all
}

// alone writes the lines that were kept and one more, and returns the file's name.
func alone(t *testing.T, dir string, lines []string, more string) string {
	t.Helper()
	name := filepath.Join(dir, "alone.jsonl")
	write(t, name, []byte(strings.Join(append(slices.Clone(lines), more), "\n")))
	return name
}

// afterCommon returns what follows where two texts differ first, from the line's start.
func afterCommon(a, b string) (x, y string) {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	i = strings.LastIndexByte(a[:i], '\n') + 1
	return a[i:], b[i:]
}

func saysTheSame(a, b string) bool {
	x, errX := dataset.ParseValue([]byte(a))
	y, errY := dataset.ParseValue([]byte(b))
	return errX == nil && errY == nil && dataset.Equal(x, y)
}

func textsOf(file []byte) (lines []string) {
	for line, err := range dataset.NewReader(bytes.NewReader(file), 0).Lines() {
		if err != nil {
			return lines
		}
		lines = append(lines, string(line.Text))
	}
	return lines
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// faultyLines are lines that some rule is about, and lines that none is.
func faultyLines(t testing.TB) (faulty, fine []string) {
	for _, r := range rules.Rules() {
		if r.Long != nil {
			continue
		}
		bad, good := r.Examples()
		for _, file := range append(bad, good...) {
			faulty = append(faulty, strings.Split(file, "\n")...)
		}
	}
	for _, name := range []string{"support", "tools", "preference", "reinforcement"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "testdata", name+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(data)), "\n")
		slices.SortFunc(lines, func(a, b string) int { return len(a) - len(b) })
		fine = append(fine, lines[:6]...)
	}
	for i := range 5 {
		fine = append(fine, fmt.Sprintf(`{"messages": [{"role": "user", "content": "Question %d"}, {"role": "assistant", "content": "Answer %d"}]}`, i, i))
	}
	return faulty, fine
}

// someFile draws a file: lines with and without faults, copied, joined, put in lists, changed here and there.
func someFile(random *rand.Rand, faulty, fine []string) []byte {
	var b bytes.Buffer
	pick := func(from []string) string { return from[random.IntN(len(from))] }
	var lines []string
	for range 1 + random.IntN(14) {
		line := pick(fine)
		switch random.IntN(14) {
		case 0, 1, 2:
			line = pick(faulty)
		case 3:
			line = marred(random, pick(faulty))
		case 4:
			line = marred(random, line)
		case 5:
			line += pick([]string{"", " ", ",", "\t"}) + pick(append(faulty[:20:20], fine...))
		case 6:
			line = "[" + line + "," + pick(append(faulty[:20:20], fine...)) + "]"
		case 7:
			line = pick([]string{"", "  ", "\u200b", "null", "[]", "\ufeff" + line, strconv.Quote(line)})
		case 8:
			if len(lines) > 0 {
				line = lines[random.IntN(len(lines))]
			}
		case 9:
			line = strings.ReplaceAll(line, `"`, `'`)
		}
		lines = append(lines, line)
	}
	if random.IntN(8) == 0 {
		b.WriteString("\ufeff")
	}
	end := pick([]string{"\n", "\n", "\n", "\r\n"})
	b.WriteString(strings.Join(lines, end))
	if random.IntN(4) > 0 {
		b.WriteString(end)
	}
	return b.Bytes()
}

// marred returns text with a few bytes taken out, put in, doubled or exchanged.
func marred(random *rand.Rand, text string) string {
	for range 1 + random.IntN(3) {
		i := random.IntN(len(text) + 1)
		switch random.IntN(4) {
		case 0:
			text = text[:i] + string("{}[],:\"'\\ \r0aN\t\x00\xff#/"[random.IntN(19)]) + text[i:]
		case 1:
			text = text[:i] + text[min(i+1, len(text)):]
		case 2:
			text = text[:i] + text[max(i-10, 0):]
		case 3:
			text = text[:i]
		}
	}
	return text
}

// manyFiles is how many files the property is tried on, unless FTPLAN_FIX_FILES says another number.
const manyFiles = 60

func TestFixKeepsItsPromise(t *testing.T) {
	faulty, fine := faultyLines(t)
	files, seed := manyFiles, uint64(7)
	if testing.Short() {
		files = 10
	}
	if n, err := strconv.Atoi(os.Getenv("FTPLAN_FIX_FILES")); err == nil {
		files = n
	}
	if n, err := strconv.ParseUint(os.Getenv("FTPLAN_FIX_SEED"), 10, 64); err == nil {
		seed = n
	}
	dir := t.TempDir()
	for i := range files {
		random := rand.New(rand.NewPCG(seed, uint64(i)))
		file := someFile(random, faulty, fine)
		fixKeepsItsPromise(t, dir, file, i%2 == 0, i%4 < 2)
	}
}

func FuzzFix(f *testing.F) {
	faulty, fine := faultyLines(f)
	for i := range 60 {
		f.Add(someFile(rand.New(rand.NewPCG(1, uint64(i))), faulty, fine), i%2 == 0, i%4 < 2)
	}
	f.Fuzz(func(t *testing.T, file []byte, unsafe, rejecting bool) {
		fixKeepsItsPromise(t, t.TempDir(), file, unsafe, rejecting)
	})
}

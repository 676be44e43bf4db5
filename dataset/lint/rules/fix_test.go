package rules

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// fixAll returns the file with all fixes made, and what it took.
func fixAll(t testing.TB, file string, options lint.FixOptions) (string, lint.FixReport) {
	t.Helper()
	var out bytes.Buffer
	c := lint.NewChecker(lint.Settings{Format: dataset.Chat, Limits: lint.OpenAI()}, Rules())
	report, err := lint.FixFile(t.Context(), dataset.NewReader(strings.NewReader(file), 0), &out, c, options)
	if err != nil {
		t.Fatalf("fixing %q: %v", file, err)
	}
	return out.String(), report
}

const (
	fixUser   = `{"role": "user", "content": "Hi"}`
	fixAnswer = `{"role": "assistant", "content": "Hello"}`
	fixGood   = `{"messages": [` + fixUser + `, ` + fixAnswer + `]}`
)

func TestFixFile(t *testing.T) {
	for _, test := range []struct {
		name, file, want string
		unsafe           bool
		changed, dropped int
	}{
		{"nothing to do", fixGood + "\n", fixGood + "\n", true, 0, 0},
		{"an empty file", "", "", true, 0, 0},
		{"line endings stay", fixGood + "\r\n\r\n" + fixGood + ",\r\n" + fixGood, fixGood + "\r\n" + fixGood + "\r\n" + fixGood, false, 2, 1},
		{"byte-order mark and a comma", "\ufeff" + fixGood + ",\n", fixGood + "\n", false, 1, 0},
		{"a byte-order mark in the middle", fixGood + "\n\ufeff" + fixGood + "\n", fixGood + "\n" + fixGood + "\n", false, 1, 0},
		{"several rounds", "{'Messages': [{'Role': 'USER', 'content': 'Hi',}, {'role': 'assistant', 'content': 'Hello', 'weight': True}]}",
			`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": 1}]}`, false, 1, 0},
		{"two on one line", fixGood + " " + fixGood, fixGood + "\n" + fixGood, false, 1, 0},
		{"a list of examples, one with a fault", `[` + fixGood + `,` + strings.Replace(fixGood, "user", "User", 1) + "]\r\n",
			fixGood + "\r\n" + fixGood + "\r\n", false, 1, 0},
		{"unsafe ones wait", strings.Replace(fixGood, "]}", `], "id": 1}`, 1), strings.Replace(fixGood, "]}", `], "id": 1}`, 1), false, 0, 0},
		{"unsafe ones asked for", strings.Replace(fixGood, "]}", `], "id": 1, "note": "x"}`, 1), fixGood, true, 1, 0},
		{"the first of the keys", `{"id": 1, "note": 2, "messages": [` + fixUser + `, ` + fixAnswer + `]}`, fixGood, true, 1, 0},
		{"not to be fixed", "hello\n", "hello\n", true, 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, report := fixAll(t, test.file, lint.FixOptions{Unsafe: test.unsafe})
			if got != test.want || report.Changed != test.changed || report.Dropped != test.dropped {
				t.Errorf("got %q, %d changed, %d dropped, want %q, %d, %d", got, report.Changed, report.Dropped, test.want, test.changed, test.dropped)
			}
			if again, report := fixAll(t, got, lint.FixOptions{Unsafe: test.unsafe}); again != got || report.Changed != 0 {
				t.Errorf("fixing twice gives %q", again)
			}
		})
	}
}

func TestFixFileRejects(t *testing.T) {
	var rejects bytes.Buffer
	file := fixGood + "\nhello \"you\"\n" + strings.Replace(fixGood, "user", "User", 1) + "\n" + strings.Replace(fixGood, "user", "boss", 1)
	got, report := fixAll(t, file, lint.FixOptions{Rejects: &rejects})
	if want := fixGood + "\n" + fixGood + "\n"; got != want || report.Rejected != 2 || report.Changed != 1 {
		t.Errorf("got %q and %+v, want %q, 2 rejected, 1 changed", got, report, want)
	}
	want := `{"line":2,"codes":["FT201"],"messages":["not JSON: a word stands where a value should; text needs double quotes around it"],"text":"hello \"you\""}` + "\n" +
		`{"line":4,"codes":["FT403"],"messages":["the service knows no role \"boss\"; write system, developer, user, assistant or tool"],"text":"{\"messages\": [{\"role\": \"boss\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}"}` + "\n"
	if rejects.String() != want {
		t.Errorf("rejects\n got %s\nwant %s", rejects.String(), want)
	}
}

func TestFixFileTellsChanges(t *testing.T) {
	var got []string
	tell := func(c lint.Change) {
		s := fmt.Sprintf("%d %q %q", c.Line, c.Before, c.After)
		for _, f := range c.Applied {
			s += " " + f.Rule.Code
		}
		got = append(got, s)
	}
	fixAll(t, fixGood+"\n\n"+fixGood+fixGood+",\n", lint.FixOptions{Changed: tell})
	want := []string{
		`2 "" "" FT107`,
		fmt.Sprintf("3 %q %q FT206", fixGood+fixGood+",", fixGood+"\n"+fixGood),
	}
	if !slices.Equal(got, want) {
		t.Errorf("changes\n got %q\nwant %q", got, want)
	}
}

// What the result says already is left out on request, whatever it looked like in the file, and never the first of it.
func TestFixFileLeavesRepetitionsOut(t *testing.T) {
	other := strings.Replace(fixGood, "Hi", "Bye", 1)
	spaced, boss := strings.ReplaceAll(fixGood, ": ", ":"), strings.Replace(fixGood, "user", "boss", 1)
	for _, test := range []struct {
		name, file, want string
		rejected         int
		removed          []lint.Removal
	}{
		{"a copy", fixGood + "\n" + other + "\n" + spaced + "\n", fixGood + "\n" + other + "\n", 0, []lint.Removal{{Rule: rule("FT901"), First: 3, Last: 3}}},
		{"copies in a row", fixGood + "\n" + fixGood + "\n" + fixGood, fixGood + "\n", 0, []lint.Removal{{Rule: rule("FT901"), First: 2, Last: 3}}},
		{"behind a mark", "\ufeff" + fixGood + "\n" + fixGood + "\n", fixGood + "\n", 0, []lint.Removal{{Rule: rule("FT901"), First: 2, Last: 2}}},
		{"of what a fix made", strings.Replace(fixGood, "]}", "],}", 1) + "\n" + fixGood + "\n", strings.Replace(fixGood, "]}", "]}", 1) + "\n", 0, []lint.Removal{{Rule: rule("FT901"), First: 2, Last: 2}}},
		{"on one line", fixGood + fixGood + "\n" + other + "\n", fixGood + "\n" + other + "\n", 0, []lint.Removal{{Rule: rule("FT901"), First: 1, Last: 1}}},
		{"of a line on which it stood second", other + fixGood + "\n" + fixGood + "\n", other + "\n" + fixGood + "\n", 0, []lint.Removal{{Rule: rule("FT901"), First: 2, Last: 2}}},
		{"of what was rejected", boss + "\n" + boss + "\n" + fixGood + "\n", fixGood + "\n", 2, nil},
	} {
		var rejects bytes.Buffer
		got, report := fixAll(t, test.file, lint.FixOptions{Unsafe: true, Again: strings.NewReader(test.file), Rejects: &rejects})
		if got != test.want || report.Rejected != test.rejected || !slices.Equal(report.Removed, test.removed) {
			t.Errorf("%s: got %q, %d rejected, %v removed, want %q, %d, %v", test.name, got, report.Rejected, report.Removed, test.want, test.rejected, test.removed)
		}
	}
	file := fixGood + "\n" + fixGood + "\n"
	if got, _ := fixAll(t, file, lint.FixOptions{Again: strings.NewReader(file)}); got != file {
		t.Errorf("a repetition was left out unasked: %q", got)
	}
}

// Fixing never raises the number of errors of a file that nothing is taken out of.
func TestFixFileHoldsWhatWouldGetWorse(t *testing.T) {
	boss := strings.Replace(fixGood, "user", "boss", 1)
	file := boss + " " + boss + "\n"
	got, report := fixAll(t, file, lint.FixOptions{})
	if got != file || report.Held != 1 || report.Changed != 0 || report.Errors != 1 {
		t.Errorf("got %q and %+v, want the line as it was", got, report)
	}
	var rejects bytes.Buffer
	got, report = fixAll(t, file+fixGood+boss, lint.FixOptions{Rejects: &rejects})
	if got != fixGood+"\n" || report.Held != 0 || report.Rejected != 3 || strings.Count(rejects.String(), "\n") != 3 {
		t.Errorf("got %q, %+v and the rejects %s, want one line and three rejects", got, report, rejects.String())
	}
}

func TestFixFileRejectsKeepBytes(t *testing.T) {
	var rejects bytes.Buffer
	fixAll(t, "{\"a\": \"\xff\n", lint.FixOptions{Rejects: &rejects})
	if want := `"base64":"eyJhIjogIv8="}` + "\n"; !strings.HasSuffix(rejects.String(), want) {
		t.Errorf("got %s, want the bytes in base64", rejects.String())
	}
}

// A fix that is not wanted is not made, and its finding counts as before.
func TestFixFileAsks(t *testing.T) {
	var asked []string
	wanted := func(text []byte, f *lint.Finding) bool {
		asked = append(asked, fmt.Sprintf("%d %v", f.Line, f.Rule))
		return f.Rule != rule("FT107")
	}
	got, report := fixAll(t, "\ufeff"+fixGood+",\n\n"+fixGood+"\n", lint.FixOptions{Wanted: wanted, Unsafe: true})
	if want := fixGood + "\n\n" + fixGood + "\n"; got != want || report.Changed != 1 || report.Errors != 1 {
		t.Errorf("got %q and %+v, want %q", got, report, want)
	}
	if want := []string{"1 FT105 byte-order-mark", "1 FT204 trailing-comma", "2 FT107 blank-line"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}

func TestFixFileErrors(t *testing.T) {
	c := lint.NewChecker(lint.Settings{}, Rules())
	gone := errors.New("the disk is gone")
	long := fixGood + "\n" + strings.Repeat(" ", 300) + "\n" + fixGood + "\n"
	t.Run("reading", func(t *testing.T) {
		r := dataset.NewReader(iotest.ErrReader(gone), 0)
		if _, err := lint.FixFile(t.Context(), r, new(bytes.Buffer), c, lint.FixOptions{}); !errors.Is(err, gone) {
			t.Errorf("got %v, want %v", err, gone)
		}
	})
	t.Run("writing", func(t *testing.T) {
		r := dataset.NewReader(strings.NewReader(fixGood), 0)
		if _, err := lint.FixFile(t.Context(), r, failing{gone}, c, lint.FixOptions{}); !errors.Is(err, gone) {
			t.Errorf("got %v, want %v", err, gone)
		}
	})
	t.Run("stopped", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := lint.FixFile(ctx, dataset.NewReader(strings.NewReader(fixGood), 0), new(bytes.Buffer), c, lint.FixOptions{}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
	})
	t.Run("a line that is too long", func(t *testing.T) {
		_, err := lint.FixFile(t.Context(), dataset.NewReader(strings.NewReader(long), 200), new(bytes.Buffer), c, lint.FixOptions{})
		if want := "line 2 is longer than the limit and cannot be copied; shorten it, or have it left out with --rejects"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		var out, rejects bytes.Buffer
		_, err = lint.FixFile(t.Context(), dataset.NewReader(strings.NewReader(long), 200), &out, c, lint.FixOptions{Rejects: &rejects})
		if err != nil || out.String() != fixGood+"\n"+fixGood+"\n" || !strings.HasPrefix(rejects.String(), `{"line":2,"codes":["FT108"]`) {
			t.Errorf("got %q, rejects %q, %v", out.String(), rejects.String(), err)
		}
	})
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// Whatever has been broken, fixing twice changes nothing more, the same for any number of goroutines, and lines that were
// whole stay byte for byte.
func TestFixFileProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	var faults []string
	for _, r := range Rules() {
		if r.File == nil && r.Settings == nil {
			bad, _ := r.Examples()
			faults = append(faults, bad...)
		}
	}
	good := strings.Split(strings.TrimSpace(readExample(t, "tools.jsonl")), "\n")
	for range 200 {
		var lines []string
		for range 1 + random.IntN(8) {
			if random.IntN(2) == 0 {
				lines = append(lines, good[random.IntN(len(good))])
			} else {
				lines = append(lines, mutated(random, faults[random.IntN(len(faults))]))
			}
		}
		file := "{}\n" + strings.Join(lines, "\n") + "\n"
		options := lint.FixOptions{Unsafe: random.IntN(2) == 0}
		once, _ := fixAll(t, file, options)
		options.Jobs = 4
		if other, _ := fixAll(t, file, options); other != once {
			t.Fatalf("four goroutines make\n%q\nof %q, one makes\n%q", other, file, once)
		}
		if twice, report := fixAll(t, once, options); twice != once {
			t.Fatalf("fixing\n%q\ngives\n%q\nand fixed again %v\n%q", file, once, report.Applied, twice)
		}
		for _, line := range lines {
			if slices.Contains(good, line) && !strings.Contains(once, "\n"+line+"\n") {
				t.Fatalf("a line without fault was changed:\n%s", line)
			}
		}
	}
}

// mutated returns text with up to two bytes taken out, put in or doubled.
func mutated(random *rand.Rand, text string) string {
	for range random.IntN(3) {
		i := random.IntN(len(text) + 1)
		switch random.IntN(3) {
		case 0:
			text = text[:i] + string("{}[],:\"'\\ \r0aN"[random.IntN(14)]) + text[i:]
		case 1:
			text = text[:i] + text[min(i+1, len(text)):]
		case 2:
			text = text[:i] + text[max(i-10, 0):]
		}
	}
	return text
}

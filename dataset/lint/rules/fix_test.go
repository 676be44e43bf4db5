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

// Lines that a finding about the whole file drops are left out, unsafely only on request.
func TestFixFileDropsLines(t *testing.T) {
	whole := []lint.Finding{{Rule: rule("FT107"), Line: 2, Fix: &lint.Fix{Drop: true}}, {Rule: rule("FT201"), Line: 3, Fix: &lint.Fix{Drop: true, Unsafe: true}}}
	other := strings.Replace(fixGood, "Hi", "Bye", 1)
	file := fixGood + "\n" + other + "\n" + other
	for unsafe, want := range map[bool]string{false: fixGood + "\n" + other, true: fixGood + "\n"} {
		if got, report := fixAll(t, file, lint.FixOptions{Whole: whole, Unsafe: unsafe}); got != want {
			t.Errorf("unsafe %t: got %q and %+v, want %q", unsafe, got, report, want)
		}
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

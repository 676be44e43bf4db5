package convert_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert"
)

// answered is the line that a question and its answer become.
func answered(question, answer string) string {
	return fmt.Sprintf(`{"messages":[{"role":"user","content":%q},{"role":"assistant","content":%q}]}`, question, answer)
}

// What is not as it should be, in bytes that a script cannot show.
func TestHostileInputs(t *testing.T) {
	const qa = `{"question":"a","answer":"b"}`
	one := []string{answered("a", "b")}
	for _, test := range []struct {
		about, name, in string
		lines           []string
		rejects         []string
		from            string
	}{
		{"byte-order mark before lines", "a.jsonl", "\ufeff" + qa + "\n", one, nil, "pairs in JSON lines"},
		{"byte-order mark before an array", "a.json", "\ufeff[" + qa + "]", one, nil, "pairs in a JSON array"},
		{"byte-order mark before a table", "a.csv", "\ufeffquestion,answer\na,b\nc,\n", one, []string{`3: it lacks answer, which pairs needs: "c,"`}, "pairs in CSV"},
		{"a quoted name behind a mark", "a.csv", "\ufeff\"question\",answer\na,b\n", one, nil, "pairs in CSV"},
		{"CR LF between lines", "a.jsonl", qa + "\r\n\r\n" + qa + "\r\n", slices.Repeat(one, 2), nil, "pairs in JSON lines"},
		{"CR LF in and between rows", "a.csv", "question,answer\r\na,\"b\r\nc\"\r\n\r\n\"a\",b\r\n", []string{answered("a", "b\r\nc"), one[0]}, nil, "pairs in CSV"},
		{"CR LF between objects", "a.json", "{\r\n\"question\":\"a\",\r\n\"answer\":\"b\"\r\n}\r\n{\r\n\"question\":1}", one,
			[]string{"5: it lacks answer, which pairs needs: \"{\\r\\n\\\"question\\\":1}\""}, "pairs in JSON objects over several lines"},
		{"a table by its content", "", "question\tanswer\na\tb\n", one, nil, "pairs in CSV"},
		{"lines that are not an array", "a.json", qa + "\n" + qa + "\n", slices.Repeat(one, 2), nil, "pairs in JSON lines"},
		{"lines with commas behind", "a.json", qa + ",\n" + qa + "\n", slices.Repeat(one, 2), nil, "pairs in JSON objects over several lines"},
		{"a first line of something else", "a.jsonl", "# data\n" + qa + "\n", one, []string{`1: not readable at byte 0: invalid character '#' at start of value: "# data"`}, "pairs in JSON lines"},
		{"a broken first line", "", "{\"question\": [\n" + qa + "\n", one, []string{`1: not readable at byte 14: the line ends in the middle of a value: "{\"question\": ["`}, "pairs in JSON lines"},
		{"an array on one line", "", "[" + qa + ", 5, \"x]\\\"\", null, [" + qa + "], " + qa + "]\n", slices.Repeat(one, 3), []string{
			`1: element 2: it is a number, not an object with keys: "5"`,
			`1: element 3: it is a string, not an object with keys: "\"x]\\\"\""`,
			`1: element 4: it is null, not an object with keys: "null"`}, "pairs in a JSON array"},
		{"an array cut in an element", "", "[" + qa + ",\n {\"question\": \"a", one, []string{`2: element 2: the input ends in the middle of it: "{\"question\": \"a"`}, "pairs in a JSON array"},
		{"an array cut between elements", "", "[" + qa + ",\n", one, []string{`2: the input ends before the array is closed; it may have been cut short: ""`}, "pairs in a JSON array"},
		{"something behind the array", "", "[\n" + qa + "\n]\n" + qa, one, []string{`4: something follows the end of the array; nothing from here on was read: ""`}, "pairs in a JSON array"},
		{"an open string in an array", "", "[\n" + qa + ",\n{\"question\": \"a,\n\"answer\": \"b\"},\n" + qa + "\n]", slices.Repeat(one, 2),
			[]string{"3: element 2: not readable at byte 16: invalid character '\\n' in string (expecting non-control character): \"{\\\"question\\\": \\\"a,\\n\\\"answer\\\": \\\"b\\\"},\""}, "pairs in a JSON array"},
		{"not UTF-8", "a.csv", "question,answer\na,b\n\xe9,x\n", one, []string{`3: it is not UTF-8; save the table as UTF-8: "\xe9,x"`}, "pairs in CSV"},
		{"control characters", "a.csv", "question,answer\n\"a\x00\x1b\",b\n", []string{`{"messages":[{"role":"user","content":"a\u0000\u001b"},{"role":"assistant","content":"b"}]}`}, nil, "pairs in CSV"},
		{"a quote that stays open", "a.csv", "question,answer\na,b\n\"c,d\ne,f\n", one,
			[]string{"3: line 4, byte 5: a quoted cell does not end where it should; double each quote inside of it: \"\\\"c,d\\ne,f\""}, "pairs in CSV"},
		{"a key that would write to a terminal", "a.jsonl", qa + "\n{\"question\":\"a\",\"answer\":\"b\",\"\\u001b[2J\\u202e" + strings.Repeat("x", 99) + "\":\"\"}", one,
			[]string{"2: the key \"\\u001b[2J\\u202exxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"… has no place in chat; leave such keys out with --drop-extra: …"}, "pairs in JSON lines"},
	} {
		t.Run(test.about, func(t *testing.T) {
			r := run(t.Context(), test.in, test.name, convert.Options{})
			var rejects []string
			for i, one := range r.rejects {
				s := fmt.Sprintf("%d: %s: %q", one.Line, one.Reason, one.Text)
				if i < len(test.rejects) && strings.HasSuffix(test.rejects[i], ": …") {
					s = fmt.Sprintf("%d: %s: …", one.Line, one.Reason)
				}
				rejects = append(rejects, s)
			}
			if r.err != nil || !slices.Equal(r.lines, test.lines) || !slices.Equal(rejects, test.rejects) || r.stats.From != test.from {
				t.Errorf("%q\n got %s\n     %s\n     %v, %v\nwant %s\n     %s\n     %v", test.in, r.lines, rejects, r.stats.From, r.err, test.lines, test.rejects, test.from)
			}
		})
	}
}

// plainReader is a stream that cannot go back, as a pipe is.
type plainReader struct{ io.Reader }

// Wherever an input comes from and however it is cut up, the same comes out.
func TestAnyReader(t *testing.T) {
	scripts, _ := filepath.Glob("../../testdata/convert/*")
	for _, path := range scripts {
		in, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		o := convert.Options{DropExtra: true}
		want := run(t.Context(), string(in), path, o)
		for name, src := range map[string]io.Reader{
			"a pipe":           plainReader{bytes.NewReader(in)},
			"one byte at once": iotest.OneByteReader(bytes.NewReader(in)),
			"data with EOF":    iotest.DataErrReader(bytes.NewReader(in)),
		} {
			var got result
			got.stats, got.err = convert.Convert(t.Context(), src, path, o, func(line []byte) error {
				got.lines = append(got.lines, string(line))
				return nil
			}, func(convert.Reject) error { return nil })
			if got.err != nil || !slices.Equal(got.lines, want.lines) || !reflect.DeepEqual(got.stats, want.stats) {
				t.Errorf("%s as %s: %+v, %v, want %+v", path, name, got.stats, got.err, want.stats)
			}
		}
	}
}

func TestReadErrorsEndIt(t *testing.T) {
	broken := errors.New("the disk is gone")
	for name, in := range map[string]string{
		"a.jsonl": "{\"question\":\"a\",\"answer\":\"b\"}\n", "a.json": "[{\"question\":\"a\",\"answer\":\"b\"}", "a.csv": "question,answer\na,b\n",
	} {
		src := io.MultiReader(strings.NewReader(in), iotest.ErrReader(broken))
		pass := func([]byte) error { return nil }
		_, err := convert.Convert(t.Context(), src, name, convert.Options{}, pass, func(convert.Reject) error { return nil })
		if !errors.Is(err, broken) {
			t.Errorf("%s: the error is %v, want %v", name, err, broken)
		}
	}
}

// A pipe too long for memory goes through a temporary file, of which nothing is left.
func TestLongPipe(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	n := 100_000
	row := func(what string) string {
		return "{\"prompt\":\"What is " + what + "? A long enough text ->\",\"completion\":\" " + what + "\\n\"}\n"
	}
	src := plainReader{repeated("", row("this")+row("that"), "", n/2)}
	lines := 0
	stats, err := convert.Convert(t.Context(), src, "", convert.Options{}, func(line []byte) error {
		lines++
		what := [2]string{"that", "this"}[lines%2]
		if want := answered("What is "+what+"? A long enough text", what); string(line) != want {
			return fmt.Errorf("line %d is %s, want %s", lines, line, want)
		}
		return nil
	}, func(r convert.Reject) error { return errors.New(r.Reason) })
	if err != nil || stats.Examples != n {
		t.Errorf("%+v, %v, want %d examples", stats, err, n)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("%d temporary files are left, %v", len(left), err)
	}
}

// repeated is a stream of n times the same text between two others.
func repeated(before, text, after string, n int) io.Reader {
	return io.MultiReader(strings.NewReader(before), &repeater{text: text, left: n}, strings.NewReader(after))
}

type repeater struct {
	text string
	at   int
	left int
}

func (r *repeater) Read(p []byte) (n int, err error) {
	for n < len(p) && r.left > 0 {
		k := copy(p[n:], r.text[r.at:])
		n += k
		if r.at += k; r.at == len(r.text) {
			r.at, r.left = 0, r.left-1
		}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestLargeFields(t *testing.T) {
	large := strings.Repeat("0123456789", 1<<20)
	for name, in := range map[string]string{
		"a.jsonl": `{"question":"` + large + `","answer":"b"}` + "\n",
		"a.json":  "[\n{\"question\":\"" + large + "\",\n\"answer\":\"b\"}]",
		"a.csv":   "question,answer\n\"" + large + "\",b\n",
	} {
		r := run(t.Context(), in, name, convert.Options{})
		if r.err != nil || len(r.lines) != 1 || r.lines[0] != `{"messages":[{"role":"user","content":"`+large+`"},{"role":"assistant","content":"b"}]}` {
			t.Errorf("%s: %d lines, %v, %v", name, len(r.lines), r.stats, r.err)
		}
	}
}

// Memory does not grow with the input, whatever its form: 100 MB stay far below it.
func TestBoundedMemory(t *testing.T) {
	size := 100 << 20
	if testing.Short() {
		size = 25 << 20
	}
	element := `{"question": "` + strings.Repeat("What is this? ", 60) + `", "answer": "` + strings.Repeat("A text. ", 20) + "\"}"
	n := size / len(element)
	row := strings.Repeat("What is this? ", 60) + ",\"" + strings.Repeat("A text. ", 20) + "\"\n"
	for _, test := range []struct {
		name string
		in   io.Reader
		n    int
	}{
		{"an array", repeated("[", element+",\n", element+"]", n-1), n},
		{"an array on one line", repeated("[", element+",", element+"]", n-1), n},
		{"a table", repeated("question,answer\n", row, "", size/len(row)), size / len(row)},
	} {
		runtime.GC()
		var before, now runtime.MemStats
		runtime.ReadMemStats(&before)
		peak, seen := uint64(0), 0
		stats, err := convert.Convert(t.Context(), test.in, "", convert.Options{}, func([]byte) error {
			if seen++; seen%5000 == 0 {
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
			return nil
		}, func(r convert.Reject) error { return errors.New(r.Reason) })
		if err != nil || stats.Examples != test.n {
			t.Errorf("%s: %+v, %v, want %d examples", test.name, stats, err, test.n)
		}
		if grown := int64(peak) - int64(before.HeapAlloc); grown > 16<<20 {
			t.Errorf("%s of %d MiB takes %d MiB of memory", test.name, size>>20, grown>>20)
		}
	}
}

// The examples that people are shown convert without a rejected line.
func TestExampleFiles(t *testing.T) {
	for _, test := range []struct {
		file     string
		to       dataset.Format
		examples int
		from     string
	}{
		{"convert/completion.jsonl", dataset.Chat, 12, "completion in JSON lines"},
		{"convert/sharegpt.json", dataset.Chat, 10, "sharegpt in a JSON array"},
		{"convert/alpaca.json", dataset.Chat, 10, "alpaca in a JSON array"},
		{"convert/functions.jsonl", dataset.Chat, 10, "chat in JSON lines"},
		{"convert/trl.jsonl", dataset.Preference, 10, "chosen-rejected in JSON lines"},
		{"convert/faq.csv", dataset.Chat, 12, "pairs in CSV"},
		{"convert/faq.tsv", dataset.Reinforcement, 10, "pairs in TSV"},
		{"convert/pretty.json", dataset.Chat, 10, "chat in JSON objects over several lines"},
		{"guide.jsonl", dataset.Chat, 3, "completion in JSON lines"},
		{"tools.jsonl", dataset.Chat, 12, "chat in JSON lines"},
		{"preference.jsonl", dataset.Preference, 12, "preference in JSON lines"},
		{"reinforcement.jsonl", dataset.Reinforcement, 12, "chat in JSON lines"},
		{"support.jsonl", dataset.Reinforcement, 104, "chat in JSON lines"},
	} {
		in, err := os.ReadFile(filepath.Join("../../testdata", test.file))
		if err != nil {
			t.Fatal(err)
		}
		r := run(t.Context(), string(in), test.file, convert.Options{To: test.to})
		if r.err != nil || r.stats.Examples != test.examples || r.stats.Rejected != 0 || r.stats.From != test.from {
			t.Errorf("%s: %+v, %v, %v; want %d examples from %s", test.file, r.stats, r.err, r.rejects, test.examples, test.from)
		}
		again := run(t.Context(), strings.Join(r.lines, "\n"), "", convert.Options{To: test.to})
		if !slices.Equal(again.lines, r.lines) || again.stats.Notes != nil {
			t.Errorf("%s: converting the result once more changes it: %+v, %v", test.file, again.stats, again.rejects)
		}
	}
}

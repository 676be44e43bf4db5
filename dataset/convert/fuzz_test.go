package convert_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert"
)

// Whatever comes in, what goes out is lines of the target that convert to themselves, and each example went one way or
// the other.
func FuzzConvert(f *testing.F) {
	scripts, _ := filepath.Glob("testdata/scripts/*.txtar")
	for _, path := range scripts {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		in := txtar.Parse(data).Files[0]
		for to := range 4 {
			f.Add(in.Data, in.Name, byte(to), byte(0), false)
			f.Add(in.Data, in.Name, byte(to), byte(0), true)
		}
	}
	names := append([]string{""}, convert.SourceNames()...)
	f.Fuzz(func(t *testing.T, in []byte, name string, to, from byte, drop bool) {
		o := convert.Options{From: convert.Source(names[int(from)%len(names)]), DropExtra: drop}
		o.To, _ = dataset.FormatNamed(convert.TargetNames()[int(to)%4])
		r := run(t.Context(), string(in), name, o)
		if r.stats.Examples != len(r.lines) || r.stats.Rejected+r.stats.Unwanted != len(r.rejects) {
			t.Errorf("%+v of %d lines and %d rejects", r.stats, len(r.lines), len(r.rejects))
		}
		if r.err == nil && len(r.lines)+len(r.rejects) == 0 {
			t.Error("neither a line nor a reject nor an error")
		}
		last := 0
		for _, one := range r.rejects {
			if one.Reason == "" || one.Line < 1 || one.Line < last || !bytes.Contains(in, one.Text) {
				t.Errorf("reject %+v behind line %d", one, last)
			}
			last = one.Line
		}
		if len(r.lines) > 0 {
			checkLines(t, r.lines, o.To)
		}
	})
}

// checkLines fails where a line is not of the format, or converts to something else than itself.
func checkLines(t *testing.T, lines []string, to dataset.Format) {
	t.Helper()
	for _, line := range lines {
		var record dataset.Record
		record.Decode(dataset.Line{Text: []byte(line)})
		if record.Err != nil || !json.Valid([]byte(line)) || bytes.ContainsAny([]byte(line), "\r\n") {
			t.Errorf("the line %s is not a line of JSON: %v", line, record.Err)
		}
	}
	from := convert.Source(to.String())
	if to == dataset.Reinforcement {
		from = "chat"
	}
	again := run(t.Context(), string(text(lines)), "", convert.Options{From: from, To: to})
	if again.err != nil || !slices.Equal(again.lines, lines) {
		t.Errorf("%q becomes %q, %v, %v", lines, again.lines, again.rejects, again.err)
	}
}

package repair

import (
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
)

// Whatever stands between the examples of a line, comments included, the edits lie in the line in order and make it readable.
func TestWhatStandsBetweenExamples(t *testing.T) {
	pieces := []string{`{"a": 1}`, `{'b': None}`, ` /* c */ `, ` // d `, ` # e`, `/*`, `,`, "\t", "\ufeff"}
	var draw func(line string, left int)
	draw = func(line string, left int) {
		checkEdits(t, line)
		if left == 0 {
			return
		}
		for _, piece := range pieces {
			draw(line+piece, left-1)
		}
	}
	draw("", 4)
	draw(`{"a": 1} /* c */ `, 3)
}

// checkEdits diagnoses a line that is not JSON, and applies the edits.
func checkEdits(t *testing.T, line string) {
	t.Helper()
	_, broken := dataset.ParseValue([]byte(line))
	if broken == nil {
		return
	}
	var mended strings.Builder
	at := 0
	d := Diagnose([]byte(line), broken)
	for _, e := range d.Edits {
		if e.Start < at || e.End < e.Start || e.End > len(line) {
			t.Fatalf("%q has the edits %v", line, d.Edits)
		}
		mended.WriteString(line[at:e.Start] + e.New)
		at = e.End
	}
	if d.Edits == nil {
		return
	}
	for example := range strings.Lines(mended.String() + line[at:]) {
		if _, err := dataset.ParseValue([]byte(strings.TrimSpace(example))); err != nil {
			t.Errorf("%q is mended as %q: %v", line, example, err)
		}
	}
}

// A comment between two examples goes when they are divided.
func TestCommentBetweenExamples(t *testing.T) {
	line := `{"messages": []} /*x*/ {"messages": []} #`
	_, broken := dataset.ParseValue([]byte(line))
	checkEdits(t, line)
	d := Diagnose([]byte(line), broken)
	if d.Kind != Comment || d.At != 17 || len(d.Edits) != 2 || d.Edits[0] != (dataset.Edit{Start: 16, End: 23, New: "\n"}) {
		t.Errorf("%+v", d)
	}
}

package text

import (
	"testing"
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

// Whatever a string holds, an edit made from its characters lies inside it, and removing them leaves none.
func FuzzCharacters(f *testing.F) {
	for _, s := range []string{"a\u200bb\u200c", "\u202e", "Ã©â€™", "x\u0000\f", "é\\u200b", "\U000e0041", "ðŸ‘"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line := append(append([]byte(`["`), s...), `"]`...)
		root, err := dataset.ParseValue(line)
		if err != nil || root.Len() != 1 {
			return
		}
		for v := range root.Elements() {
			if v.Kind() != dataset.String {
				return
			}
			for _, at := range []detect.CharacterTest{detect.IsInvisible, detect.IsControl, func(_, _ []byte, r rune) bool { return detect.IsBidi(r) }} {
				edits, _ := removal(v, at)
				checkEdits(t, line, v, edits)
			}
			checkEdits(t, line, v, unmisread(v))
			if i, _ := detect.Unpaired(v.Text()); i >= len(v.Text()) {
				t.Errorf("a fault at %d of %d bytes", i, len(v.Text()))
			}
		}
	})
}

func checkEdits(t *testing.T, line []byte, v dataset.Value, edits []dataset.Edit) {
	t.Helper()
	last := v.Start() + 1
	for _, e := range edits {
		if e.Start < last || e.End < e.Start || e.End > v.End()-1 {
			t.Fatalf("edit %v outside of %d to %d in %q", e, last, v.End()-1, line)
		}
		last = e.End
	}
	if fixed, ok := dataset.Rewrite(line, edits); !ok || !utf8.Valid(fixed) {
		t.Errorf("%q becomes %q", line, fixed)
	} else if _, err := dataset.ParseValue(fixed); err != nil {
		t.Errorf("%q becomes %q: %v", line, fixed, err)
	}
}

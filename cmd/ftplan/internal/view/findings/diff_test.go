package findings

import (
	"strings"
	"testing"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
)

func TestADiffShowsWhatChanges(t *testing.T) {
	rule := &lint.Rule{Code: "FT100", Name: "odd"}
	applied := func(f lint.Fix) []lint.Finding {
		f.Title = "mend it"
		return []lint.Finding{{Rule: rule, Fix: &f}, {Rule: rule, Fix: &f}}
	}
	long := strings.Repeat("x", 1000)
	var out strings.Builder
	d := NewDiff(&out, "a.jsonl", view.Style{})
	d.Change(lint.Change{Line: 2, Before: []byte("a\x1bb"), After: []byte("ab"), Applied: applied(lint.Fix{})})
	d.Change(lint.Change{Line: 3, Before: []byte(" "), Applied: applied(lint.Fix{Drop: true})})
	d.Change(lint.Change{Line: 5, Before: []byte("{}{}"), After: []byte("{}\n{}"), Applied: applied(lint.Fix{Unsafe: true})})
	d.Change(lint.Change{Line: 6, Before: []byte("{}"), After: []byte("{}"), Applied: applied(lint.Fix{BOM: true})})
	d.Change(lint.Change{Line: 7, Before: []byte(long + "ä," + long), After: []byte(long + "ö," + long), Applied: applied(lint.Fix{})})
	around := strings.Repeat("x", diffAround-1)
	want := "--- a.jsonl\n+++ a.jsonl (fixed)\n" +
		"@@ -2 +2 @@ FT100 odd: mend it\n-a\\u001bb\n+ab\n" +
		"@@ -3 +2,0 @@ FT100 odd: mend it\n- \n" +
		"@@ -5 +4,2 @@ FT100 odd: mend it (unsafe)\n-{}{}\n+{}\n+{}\n" +
		"@@ -6 +6 @@ FT100 odd: mend it\n-\\ufeff{}\n+{}\n" +
		"@@ -7 +7 @@ FT100 odd: mend it\n-…" + around + "ä," + around + "…\n+…" + around + "ö," + around + "…\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAWindowIsBoundedAndWhole(t *testing.T) {
	line := []byte(strings.Repeat("ä", 2000))
	got := window(line, 101, 0)
	if len(got) > diffMost+2*len("…") || !strings.HasPrefix(got, "…ä") || strings.Contains(got, `\x`) {
		t.Errorf("%d bytes: %.80s", len(got), got)
	}
}

func TestBlanksAreAsWideAsText(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "é": 1, "e\u0301": 1, "日本": 4, "Ａ": 2, "한": 2} {
		if got := len(view.Blanks(text)); got != want {
			t.Errorf("%q: %d columns, want %d", text, got, want)
		}
	}
}

package costs

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan/document"
)

// Differences prints the members in which a saved document differs, the value that stands there beside the one that has to.
func Differences(w io.Writer, list []document.Difference, s view.Style) {
	if len(list) == 0 {
		return
	}
	g := view.NewGrid("lll")
	g.Header("member", "it says", "it is")
	for _, d := range list {
		says, is := cutBoth(d.Old, d.New)
		g.Row(lint.Printable(d.Member), says, is)
	}
	g.Print(w, s)
}

// cutBoth returns two values from shortly before where they differ, cut to what can be compared at a glance.
func cutBoth(a, b string) (string, string) {
	const width, before = 48, 12
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	cut := func(text string) string {
		if text == "" {
			return "nothing"
		}
		from := 0
		if len(text) > width && same > before {
			from = min(same-before, len(text))
		}
		for from < len(text) && !utf8.RuneStart(text[from]) {
			from++
		}
		piece := []rune(text[from:])
		end := ""
		if len(piece) > width {
			piece, end = piece[:width], "…"
		}
		begin := ""
		if from > 0 {
			begin = "…"
		}
		return lint.Printable(begin + strings.TrimSpace(string(piece)) + end)
	}
	return cut(a), cut(b)
}

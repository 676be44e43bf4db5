package costs

import (
	"fmt"
	"io"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/delta"
	"github.com/ftplan/ftplan/plan/money"
)

// A DeltaReport is what changed from one version of a file to another.
type DeltaReport struct {
	OldFile, NewFile string
	Model            string
	Old, New         *delta.Version
	*delta.Delta
	Limit int // lines and findings named of each kind; 0 = all

	// Pieces of the examples by line, printable and cut; nil where no text of the data is to be shown.
	OldText, NewText map[int]string
}

var deltaFormats = map[string]func(io.Writer, DeltaReport, view.Style) error{
	"text":     deltaText,
	"json":     deltaJSON,
	"markdown": deltaMarkdown,
}

// DeltaFormats lists the formats of [Delta].
func DeltaFormats() []string { return view.Names(deltaFormats) }

// Delta prints what changed from one version of a file to another.
func Delta(w io.Writer, format string, r DeltaReport, s view.Style) error {
	return deltaFormats[format](w, r, s)
}

// A fate is what became of some lines.
type fate struct {
	name string
	of   string // the file that the lines are of
	text map[int]string
	list []int
	was  map[int]int // the old line of each, where they had one
}

// fates are the lines that are not as they were.
func (r *DeltaReport) fates() []fate {
	m := r.Examples
	return []fate{
		{"added", r.NewFile, r.NewText, m.Added, nil},
		{"removed", r.OldFile, r.OldText, m.Removed, nil},
		{"other answer", r.NewFile, r.NewText, newLines(m.Answers), oldLines(m.Answers)},
		{"otherwise changed", r.NewFile, r.NewText, newLines(m.Rest), oldLines(m.Rest)},
	}
}

func newLines(pairs []dataset.Pair) []int {
	list := make([]int, len(pairs))
	for i, p := range pairs {
		list[i] = p.New
	}
	return list
}

func oldLines(pairs []dataset.Pair) map[int]int {
	was := make(map[int]int, len(pairs))
	for _, p := range pairs {
		was[p.New] = p.Old
	}
	return was
}

// A figure is a number before and after.
type figure struct{ name, old, new, change string }

// figures are what is counted and priced.
func (r *DeltaReport) figures() []figure {
	was, is := &r.Old.Result.Training[0], &r.New.Result.Training[0]
	list := []figure{
		counted("examples", was.File.Examples, is.File.Examples),
		counted("tokens per epoch", was.Tokens.Billed, is.Tokens.Billed),
		counted("trained of them", was.Tokens.Trained, is.Tokens.Trained),
	}
	if r.Old.Quote != nil && r.New.Quote != nil {
		list = append(list, counted("epochs", r.Old.Quote.Epochs, r.New.Quote.Epochs))
	}
	return append(list, figure{"cost", totalOf(r.Old.Quote), totalOf(r.New.Quote), signed(r.Cost)})
}

func counted(name string, old, now int64) figure {
	change := view.Number(now - old)
	if now >= old {
		change = "+" + change
	}
	return figure{name, view.Number(old), view.Number(now), change}
}

func totalOf(q *plan.Quote) string {
	if q == nil {
		return "unknown"
	}
	return q.Total.String()
}

func signed(u *money.USD) string {
	switch {
	case u == nil:
		return "unknown"
	case u.Sign() >= 0:
		return "+" + u.Display()
	}
	return u.Display()
}

// basis says what the figures rest on.
func (r *DeltaReport) basis() string {
	survey := &r.New.Result.Training[0]
	if r.Old.Result.Training[0].Basis != "exact" {
		survey = &r.Old.Result.Training[0]
	}
	text := fmt.Sprintf("%s, %s, %s", r.Model, survey.Encoding, survey.Basis)
	if q := r.New.Quote; q != nil {
		text += fmt.Sprintf(", %s", Rate(&q.Training))
	}
	return text
}

// unmatchedNote says why lines were not matched.
func unmatchedNote() string {
	return fmt.Sprintf("a file has more than %s lines: examples and findings are not matched one by one", view.Number(dataset.MatchLimit))
}

func deltaText(w io.Writer, r DeltaReport, s view.Style) error {
	fmt.Fprintf(w, "%s → %s  %s\n\n", s.Bold(lint.Printable(r.OldFile)), s.Bold(lint.Printable(r.NewFile)), s.Dim(r.basis()))
	for _, f := range r.figures() {
		fmt.Fprintf(w, "  %-18s%16s → %16s  %14s\n", f.name, f.old, f.new, f.change)
	}
	fmt.Fprintln(w)
	if r.Examples == nil {
		fmt.Fprintln(w, s.Warn(unmatchedNote()))
	} else {
		deltaLines(w, &r, s)
	}
	deltaFindings(w, &r, s)
	view.Next(w, "%s", s.Given.Step("quote", r.NewFile))
	return nil
}

func deltaLines(w io.Writer, r *DeltaReport, s view.Style) {
	fmt.Fprintf(w, "%s  %s as they were\n", s.Bold("Examples"), view.Number(int64(len(r.Examples.Same))))
	for _, f := range r.fates() {
		if len(f.list) == 0 {
			continue
		}
		fmt.Fprintf(w, "  %-18s%8s  %s\n", f.name, view.Number(int64(len(f.list))), s.Dim(f.places(r.Limit)))
		for _, line := range f.shown(r.Limit) {
			if text := f.text[line]; text != "" {
				fmt.Fprintf(w, "    %d: %s\n", line, text)
			}
		}
	}
	fmt.Fprintln(w)
}

// shown are the lines of a fate that are named.
func (f *fate) shown(limit int) []int {
	if limit > 0 && len(f.list) > limit {
		return f.list[:limit]
	}
	return f.list
}

// places names the lines of a fate, runs of them by their ends: "lines 3, 17–19 of new.jsonl".
func (f *fate) places(limit int) string {
	list := f.shown(limit)
	var parts []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 && f.was[list[j+1]]-f.was[list[j]] == step(f.was) {
			j++
		}
		parts = append(parts, f.run(list[i], list[j]))
		i = j + 1
	}
	noun := "lines "
	if len(f.list) == 1 {
		noun = "line "
	}
	text := noun + strings.Join(parts, ", ")
	if more := len(f.list) - len(list); more > 0 {
		text += fmt.Sprintf(" and %s more", view.Number(int64(more)))
	}
	return text + " of " + lint.Printable(f.of)
}

// step is how far the old line of the next line of a run lies behind that of the line before it.
func step(was map[int]int) int {
	if was == nil {
		return 0
	}
	return 1
}

func (f *fate) run(from, to int) string {
	text := fmt.Sprint(from)
	if to > from {
		text = fmt.Sprintf("%d–%d", from, to)
	}
	if old := f.was[from]; old != 0 && old != from {
		text += fmt.Sprintf(" (was %d)", old)
	}
	return text
}

func deltaFindings(w io.Writer, r *DeltaReport, s view.Style) {
	fmt.Fprintf(w, "%s  %s → %s\n", s.Bold("Findings"), view.Number(r.Old.Result.Tally.Total()), view.Number(r.New.Result.Tally.Total()))
	if !r.Findings {
		for _, d := range r.Rules {
			if d.Old != d.New {
				fmt.Fprintf(w, "  %s: %s → %s\n", d.Rule, view.Number(d.Old), view.Number(d.New))
			}
		}
		return
	}
	for _, side := range []struct {
		name, file string
		list       []lint.Finding
	}{{s.Wrong("new"), r.NewFile, r.NewFindings}, {s.Good("cured"), r.OldFile, r.Cured}} {
		for _, f := range limited(side.list, r.Limit) {
			fmt.Fprintf(w, "  %s  ", side.name)
			findings.FindingText(w, side.file, f, s)
		}
		if more := len(side.list) - len(limited(side.list, r.Limit)); more > 0 {
			fmt.Fprintf(w, "  %s  … and %s more; --limit 0 shows all\n", side.name, view.Number(int64(more)))
		}
	}
}

func limited[T any](list []T, limit int) []T {
	if limit > 0 && len(list) > limit {
		return list[:limit]
	}
	return list
}

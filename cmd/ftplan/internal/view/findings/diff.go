package findings

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
)

// A Diff prints what fixing would change as a unified diff, line by line: printable, and cut around the places that
// change, so it is for reading and not for patch.
type Diff struct {
	w     io.Writer
	file  string
	style view.Style
	begun bool
	moved int // by how many lines the result is ahead of the file
}

// NewDiff returns a diff of a file.
func NewDiff(w io.Writer, file string, s view.Style) *Diff { return &Diff{w: w, file: file, style: s} }

// Change prints what changes in one line.
func (d *Diff) Change(c lint.Change) {
	if !d.begun {
		d.begun = true
		fmt.Fprintf(d.w, "%s\n%s\n", d.style.Bold("--- "+Tame(d.file)), d.style.Bold("+++ "+Tame(d.file)+" (fixed)"))
	}
	before, after := c.Before, bytes.Split(c.After, []byte{'\n'})
	if slices.ContainsFunc(c.Applied, func(f lint.Finding) bool { return f.Fix.BOM }) {
		before = append([]byte("\ufeff"), before...)
	}
	if c.After == nil {
		after = nil
	}
	fmt.Fprintf(d.w, "%s %s\n", d.style.Dim(hunk(c.Line, c.Line+d.moved, len(after))), d.style.Dim(titles(c.Applied)))
	d.moved += len(after) - 1
	first, last := unlike(before, c.After)
	if len(after) != 1 {
		first, last = 0, 0
	}
	fmt.Fprintln(d.w, d.style.Wrong("-"+window(before, first, last)))
	for _, line := range after {
		fmt.Fprintln(d.w, d.style.Good("+"+window(line, first, last)))
	}
}

// hunk returns the header of a change of one line to several, or to none.
func hunk(before, after, lines int) string {
	if lines == 0 {
		after--
	}
	if lines == 1 {
		return fmt.Sprintf("@@ -%d +%d @@", before, after)
	}
	return fmt.Sprintf("@@ -%d +%d,%d @@", before, after, lines)
}

// titles names the fixes, each once.
func titles(applied []lint.Finding) string {
	var all []string
	for _, f := range applied {
		title := fmt.Sprintf("%v: %s", f.Rule, lint.Printable(f.Fix.Title))
		if f.Fix.Unsafe {
			title += " (unsafe)"
		}
		if !slices.Contains(all, title) {
			all = append(all, title)
		}
	}
	return view.Cut(strings.Join(all, "; "), 300)
}

// unlike returns how many bytes two lines have in common at their start and at their end.
func unlike(a, b []byte) (first, last int) {
	most := min(len(a), len(b))
	for first < most && a[first] == b[first] {
		first++
	}
	for last < most-first && a[len(a)-1-last] == b[len(b)-1-last] {
		last++
	}
	return first, last
}

// How much of a line a diff shows: around the change, and at most of the change itself, in bytes.
const diffAround, diffMost = 60, 600

// window returns the part of a line between what is alike at both ends, with something around it, printable.
func window(line []byte, first, last int) string {
	start, end := max(first-diffAround, 0), min(len(line)-last+diffAround, len(line))
	for start > 0 && !utf8.RuneStart(line[start]) {
		start--
	}
	for end < len(line) && !utf8.RuneStart(line[end]) {
		end++
	}
	left := max(end-start-diffMost, 0)
	shown := lint.Printable(string(line[start : end-left]))
	if start > 0 {
		shown = "…" + shown
	}
	if end-left < len(line) {
		shown += "…"
	}
	return shown
}

// DiffDone says what the diff amounts to, what would remain, and how to make the changes.
func DiffDone(w io.Writer, r FixReport, s view.Style) {
	flag, safely, more := "", "", r.unmade()
	if r.Unsafe {
		flag = " --unsafe-fixes"
	}
	if more > 0 {
		safely = " safely"
	}
	if r.Report.Changed == 0 {
		fmt.Fprintf(w, "%s: there is nothing to fix%s\n", Tame(r.File), safely)
	} else {
		fmt.Fprintf(w, "%s of %s would change; nothing was written\n", view.Count(int64(r.Report.Changed), "line"), view.Number(int64(r.Report.Lines)))
	}
	heldLines(w, r.Report)
	left := &r.Left.Tally
	if left.Total() > 0 {
		fmt.Fprintf(w, "left: %s\n", Verdict(left, s))
	}
	if more > 0 {
		fmt.Fprintf(w, "fixable: %s more with --unsafe-fixes\n", view.Number(more))
	}
	switch {
	case r.File == "-":
	case r.Report.Changed > 0:
		view.Next(w, "ftplan fix%s %s -o %s", flag, view.Shell(r.File), view.Shell(view.Beside(r.File, "fixed")))
	case left.Count(lint.Error) > 0 && more > 0:
		view.Next(w, "ftplan fix --unsafe-fixes --diff %s", view.Shell(r.File))
	case left.Count(lint.Error) > 0:
		view.Next(w, "ftplan lint %s", view.Shell(r.File))
	}
}

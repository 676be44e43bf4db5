package examples

import (
	"fmt"
	"io"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset/convert"
	"github.com/ftplan/ftplan/dataset/lint"
)

// A ConvertReport is what became of an input.
type ConvertReport struct {
	File, Out, To, RejectsFile string
	Next                       string // of a dry run: the command that writes
	Stats                      convert.Stats
	rejects                    []rejectObject // the first of them
}

// rejectsShown is how many of the examples that were left out are named.
const rejectsShown = 20

// Note takes in an example that was left out.
func (r *ConvertReport) Note(reject convert.Reject) {
	if !reject.Unwanted && len(r.rejects) < rejectsShown {
		r.rejects = append(r.rejects, rejectObject{Line: reject.Line, Reason: lint.Printable(reject.Reason)})
	}
}

var convertFormats = map[string]func(io.Writer, ConvertReport, view.Style) error{
	"text": convertText,
	"json": convertJSON,
}

// ConvertFormats lists the formats of [Convert].
func ConvertFormats() []string { return view.Names(convertFormats) }

// Convert prints what was converted, what was left out and why, and what was changed on the way.
func Convert(w io.Writer, format string, r ConvertReport, s view.Style) error {
	return convertFormats[format](w, r, s)
}

func convertText(w io.Writer, r ConvertReport, s view.Style) error {
	for _, reject := range r.rejects {
		fmt.Fprintf(w, "%s: %s: %s\n", s.Bold(fmt.Sprintf("%s:%d", findings.Tame(r.File), reject.Line)), s.Wrong("left out"), findings.Tame(reject.Reason))
	}
	if more := r.Stats.Rejected - len(r.rejects); more > 0 {
		fmt.Fprintf(w, "%s\n", s.Dim(fmt.Sprintf("… and %s more left out; --rejects FILE keeps all", view.Number(int64(more)))))
	}
	fmt.Fprintf(w, "%s: %s\n", findings.Tame(r.File), lint.Printable(r.Stats.From))
	for _, note := range r.Stats.Notes {
		fmt.Fprintf(w, "  - %s\n", lint.Printable(note))
	}
	if n := r.Stats.Unwanted; n > 0 {
		fmt.Fprintf(w, "  - %s whose answer is not to be trained %s out%s\n", view.Count(int64(n), "example"), wasLeft(n), kept(r))
	}
	if r.Next != "" {
		convertPreview(w, r, s)
		return nil
	}
	if r.Out == "" {
		fmt.Fprintf(w, "%s: no example could be carried over\n", s.Wrong("nothing was written"))
		return nil
	}
	fmt.Fprintf(w, "%s: %s in %s", findings.Tame(r.Out), view.Count(int64(r.Stats.Examples), "example"), r.To)
	if r.Stats.Rejected > 0 {
		fmt.Fprintf(w, ", %s%s", s.Wrong(view.Number(int64(r.Stats.Rejected))+" left out"), kept(r))
	}
	fmt.Fprintln(w)
	if r.Out != "-" {
		view.Next(w, "ftplan lint %s", view.Shell(r.Out))
	}
	return nil
}

func wasLeft(n int) string {
	if n == 1 {
		return "was left"
	}
	return "were left"
}

// kept says where the examples are that were left out.
func kept(r ConvertReport) string {
	if r.RejectsFile == "" {
		return ""
	}
	return " and kept in " + findings.Tame(r.RejectsFile)
}

// convertPreview prints the first example before and after, and what each of its keys became.
func convertPreview(w io.Writer, r ConvertReport, s view.Style) {
	if first := r.Stats.First; first.Line > 0 {
		fmt.Fprintf(w, "%s\n  %s\n", s.Bold(fmt.Sprintf("line %d before", first.Line)), findings.Tame(string(first.Before)))
		fmt.Fprintf(w, "%s\n  %s\n", s.Bold("after"), findings.Tame(string(first.After)))
		for _, use := range first.Keys {
			fmt.Fprintf(w, "  %-20s %s\n", lint.Printable(use.Key), s.Dim(use.Became))
		}
	}
	fmt.Fprintf(w, "nothing was written: %s in %s would be", view.Count(int64(r.Stats.Examples), "example"), r.To)
	if r.Stats.Rejected > 0 {
		fmt.Fprintf(w, ", %s left out", view.Number(int64(r.Stats.Rejected)))
	}
	fmt.Fprintln(w)
	view.Next(w, "%s", r.Next)
}

// The JSON of convert only grows.
type convertObject struct {
	Version  int            `json:"version"`
	File     string         `json:"file"`
	From     string         `json:"from"`
	To       string         `json:"to"`
	Output   string         `json:"output"` // "" where nothing was written
	Examples int            `json:"examples"`
	Rejected int            `json:"rejected"`
	Unwanted int            `json:"unwanted"` // left out because their source says not to train them
	Rejects  []rejectObject `json:"rejects"`  // the first of them
	Notes    []string       `json:"notes"`
}

type rejectObject struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

func convertJSON(w io.Writer, r ConvertReport, _ view.Style) error {
	o := convertObject{Version: 1, File: lint.Printable(r.File), From: lint.Printable(r.Stats.From), To: r.To, Output: lint.Printable(r.Out),
		Examples: r.Stats.Examples, Rejected: r.Stats.Rejected, Unwanted: r.Stats.Unwanted, Rejects: []rejectObject{}, Notes: []string{}}
	o.Rejects = append(o.Rejects, r.rejects...)
	for _, note := range r.Stats.Notes {
		o.Notes = append(o.Notes, lint.Printable(note))
	}
	return view.PrintJSON(w, o)
}

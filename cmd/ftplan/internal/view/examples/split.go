package examples

import (
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
)

// A SplitReport is how a file was divided.
type SplitReport struct {
	File, Portion string
	Seed          uint64
	Result        *plan.Result
	Labels        []lint.Finding // about labels that one side lacks
}

var splitFormats = map[string]func(io.Writer, SplitReport, view.Style) error{
	"text": splitText,
	"json": splitJSON,
}

// SplitFormats lists the formats of [Split].
func SplitFormats() []string { return view.Names(splitFormats) }

// Split prints how a file was divided.
func Split(w io.Writer, format string, r SplitReport, s view.Style) error {
	return splitFormats[format](w, r, s)
}

func splitText(w io.Writer, r SplitReport, s view.Style) error {
	training, validation := &r.Result.Training[0], &r.Result.Validation[0]
	SplitTable(w, training, validation, s)
	if n, err := strconv.ParseInt(r.Portion, 10, 64); err == nil && n != validation.File.Examples {
		fmt.Fprintln(w, s.Warn(fmt.Sprintf("%s were asked for; examples that belong together stay on one side", view.Count(n, "example"))))
	}
	for _, f := range r.Labels {
		findings.FindingText(w, validation.File.Name, f, s)
	}
	view.Next(w, "%s", s.Given.Step("quote", training.File.Name, "--validation", validation.File.Name))
	return nil
}

// SplitTable prints the two sides of a split.
func SplitTable(w io.Writer, training, validation *plan.Survey, s view.Style) {
	for _, side := range []struct {
		name string
		*plan.Survey
	}{{"training", training}, {"validation", validation}} {
		fmt.Fprintf(w, "%-10s  %9s examples  %12s tokens  %9s  %s\n", side.name, view.Number(side.File.Examples), view.Number(side.Tokens.Billed),
			view.Size(side.File.Size), s.Dim(lint.Printable(side.File.Name)))
	}
	if n := validation.File.Examples; n > 0 {
		fmt.Fprintf(w, "%s can tell an accuracy of 90 %% to ± %s\n", view.Count(n, "validation example"), view.Count(Precision(n), "point"))
	}
}

// Precision is how far an accuracy of 90 % measured on n examples may be off, in percentage points: half of its 95 % interval,
// 1.96 √(p(1−p)/n).
func Precision(n int64) int64 {
	const p = 0.9
	return int64(math.Round(100 * 1.96 * math.Sqrt(p*(1-p)/float64(n))))
}

// The JSON of split only grows.
type splitObject struct {
	Version    int          `json:"version"`
	Source     plan.FileRef `json:"source"`
	Portion    string       `json:"portion"`
	Seed       uint64       `json:"seed"`
	Training   plan.FileRef `json:"training"`
	Validation plan.FileRef `json:"validation"`
}

func splitJSON(w io.Writer, r SplitReport, _ view.Style) error {
	o := splitObject{Version: 1, Source: r.Result.Source, Portion: r.Portion, Seed: r.Seed,
		Training: r.Result.Training[0].File, Validation: r.Result.Validation[0].File}
	o.Source.Tokens = o.Training.Tokens + o.Validation.Tokens
	return view.PrintJSON(w, o)
}

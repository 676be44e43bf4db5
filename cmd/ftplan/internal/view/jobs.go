package view

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/guptarohit/asciigraph"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

// JobFormats lists the formats of everything about jobs.
func JobFormats() []string { return []string{"text", "json"} }

// A JobReport is a job, why it failed as far as that can be told here, and the next command.
type JobReport struct {
	service.Job
	Cure *Cure  `json:"cure,omitempty"`
	Next string `json:"-"`
}

// A Cure says what of the local file a service's refusal is about.
type Cure struct {
	File string     `json:"file,omitempty"`
	Line int        `json:"line,omitempty"`
	Rule *lint.Rule `json:"-"`
	Code string     `json:"code"`
	Text string     `json:"text"`
}

// Job prints one job.
func Job(w io.Writer, format string, r JobReport, s Style) error {
	if format == "json" {
		return printJSON(w, struct {
			Version int `json:"version"`
			JobReport
		}{1, r})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(t, "job\t%s\n", s.bold(lint.Printable(r.ID)))
	fmt.Fprintf(t, "status\t%s\n", status(r.Status, s))
	line(t, "model", r.Model)
	line(t, "fine-tuned", r.FineTunedModel)
	line(t, "created", instant(&r.Created))
	line(t, "finished", instant(r.Finished))
	line(t, "training file", r.TrainingFile)
	line(t, "validation file", r.ValidationFile)
	if r.TrainedTokens != nil {
		line(t, "billed tokens", number(*r.TrainedTokens))
	}
	if r.Epochs != nil {
		line(t, "epochs", number(*r.Epochs))
	}
	if r.Failure != nil {
		line(t, "failed because", r.Failure.Message)
		line(t, "code", r.Failure.Code)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	cure(w, r.Cure)
	if r.Next != "" {
		Next(w, "%s", r.Next)
	}
	return nil
}

func cure(w io.Writer, c *Cure) {
	if c == nil {
		return
	}
	place := lint.Printable(c.File)
	if c.Line > 0 {
		place += fmt.Sprintf(":%d", c.Line)
	}
	if place != "" {
		place += ": "
	}
	fmt.Fprintf(w, "%s%s [%s]\n", place, c.Text, c.Rule)
	Next(w, "ftplan rules %s", c.Code)
}

func line(w io.Writer, name, value string) {
	if value != "" {
		fmt.Fprintf(w, "%s\t%s\n", name, lint.Printable(value))
	}
}

func instant(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return moment(*t)
}

func status(status service.Status, s Style) string {
	text := lint.Printable(cmp.Or(string(status), "not known"))
	switch status {
	case service.Succeeded:
		return s.good(text)
	case service.Failed, service.Cancelled:
		return s.wrong(text)
	}
	return s.warn(text)
}

// Jobs prints a list of jobs.
func Jobs(w io.Writer, format string, jobs []service.Job, s Style) error {
	if format == "json" {
		return printJSON(w, struct {
			Version int           `json:"version"`
			Jobs    []service.Job `json:"jobs"`
		}{1, nonNil(jobs)})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "JOB\tSTATUS\tMODEL\tCREATED\tBILLED TOKENS")
	for _, j := range jobs {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", lint.Printable(j.ID), lint.Printable(string(j.Status)), lint.Printable(j.Model), instant(&j.Created), optionalOr(j.TrainedTokens, "–"))
	}
	return t.Flush()
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func optionalOr(n *int64, none string) string {
	if n == nil {
		return none
	}
	return number(*n)
}

// Events prints a job's events, and its loss as a plot where there is one and a terminal is wide enough.
func Events(w io.Writer, format string, events []service.Event, s Style) error {
	if format == "json" {
		return printJSON(w, struct {
			Version int             `json:"version"`
			Events  []service.Event `json:"events"`
		}{1, nonNil(events)})
	}
	for _, e := range slices.Backward(events) {
		level := ""
		if e.Level != "" && e.Level != "info" {
			level = s.warn(lint.Printable(e.Level)) + ": "
		}
		fmt.Fprintf(w, "%s  %s%s\n", s.dim(instant(&e.Time)), level, lint.Printable(e.Message))
	}
	lossPlot(w, events, s)
	return nil
}

// lossPlot draws the training loss over the steps.
func lossPlot(w io.Writer, events []service.Event, s Style) {
	var losses []float64
	for _, e := range slices.Backward(events) {
		if e.Step != nil && e.TrainLoss != nil {
			losses = append(losses, *e.TrainLoss)
		}
	}
	if len(losses) < 3 {
		return
	}
	width := min(max(s.Width-12, 20), 70)
	fmt.Fprintf(w, "\n%s\n", asciigraph.Plot(losses, asciigraph.Height(8), asciigraph.Width(width), asciigraph.Caption("training loss")))
}

// Checkpoints prints a job's checkpoints.
func Checkpoints(w io.Writer, format string, checkpoints []service.Checkpoint, _ Style) error {
	if format == "json" {
		return printJSON(w, struct {
			Version     int                  `json:"version"`
			Checkpoints []service.Checkpoint `json:"checkpoints"`
		}{1, nonNil(checkpoints)})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "STEP\tMODEL\tCREATED\tTRAINING LOSS")
	for _, c := range checkpoints {
		loss := "–"
		if c.TrainLoss != nil {
			loss = fmt.Sprintf("%.4f", *c.TrainLoss)
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\n", c.Step.Step, lint.Printable(c.Model), instant(&c.Time), loss)
	}
	return t.Flush()
}

// Bills prints quoted against billed.
func Bills(w io.Writer, format string, bills []submit.Bill, s Style) error {
	if format == "json" {
		return printJSON(w, struct {
			Version int           `json:"version"`
			Bills   []submit.Bill `json:"bills"`
		}{1, nonNil(bills)})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "JOB\tMODEL\tSTATUS\tQUOTED TOKENS\tBILLED TOKENS\tDIFFERENCE\tQUOTED\tBILLED")
	for _, b := range bills {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", lint.Printable(b.JobID), lint.Printable(b.Model), lint.Printable(string(b.Status)),
			optionalOr(b.QuotedTokens, "unknown"), optionalOr(b.BilledTokens, "not told"), difference(b), dollars(b.QuotedUSD), dollars(b.BilledUSD))
	}
	return t.Flush()
}

func difference(b submit.Bill) string {
	if b.QuotedTokens == nil || b.BilledTokens == nil || *b.QuotedTokens == 0 {
		return "–"
	}
	n := *b.BilledTokens - *b.QuotedTokens
	sign := ""
	if n > 0 {
		sign = "+"
	}
	return fmt.Sprintf("%s%s (%+.1f %%)", sign, number(n), 100*float64(n)/float64(*b.QuotedTokens))
}

func dollars(amount *string) string {
	if amount == nil {
		return "unknown"
	}
	return "$" + lint.Printable(*amount)
}

// Calls prints the requests that a launch would make.
func Calls(w io.Writer, format string, calls []service.PlannedCall, s Style) error {
	if format == "json" {
		return printJSON(w, struct {
			Version int                   `json:"version"`
			Calls   []service.PlannedCall `json:"calls"`
		}{1, nonNil(calls)})
	}
	for i, c := range calls {
		fmt.Fprintf(w, "%d. %s %s\n", i+1, s.bold(c.Method), c.URL)
		wrap(w, c.Note, "   ", "   ", s.Width)
		for _, name := range slices.Sorted(maps.Keys(c.Header)) {
			fmt.Fprintf(w, "   %s: %s\n", name, lint.Printable(strings.Join(c.Header[name], ", ")))
		}
		if len(c.Form) > 0 {
			fmt.Fprintf(w, "   form: %s\n", lint.Printable(strings.Join(c.Form, "; ")))
		}
		if len(c.Body) > 0 {
			fmt.Fprintf(w, "   %s\n", lint.Printable(string(c.Body)))
		}
	}
	fmt.Fprintln(w, "nothing was sent")
	return nil
}

// Notices returns what prints the notices of a client. On a terminal an upload's progress stays on one line.
func Notices(w io.Writer, s Style) func(service.Notice) {
	begun, shown := time.Time{}, int64(-1)
	return func(n service.Notice) {
		if n.Total == 0 {
			fmt.Fprintln(w, lint.Printable(n.Text))
			return
		}
		if begun.IsZero() || n.Sent == 0 {
			begun, shown = time.Now(), -1
		}
		if percent := 100 * n.Sent / n.Total; s.Color && percent != shown || n.Sent == n.Total && shown != 100 {
			shown = percent
			fmt.Fprintf(w, "%s%s: %d %% of %s%s", cond(s.Color, "\r\x1b[K", ""), lint.Printable(n.Text), percent, bytesSize(n.Total), pace(n, time.Since(begun)))
			if n.Sent == n.Total || !s.Color {
				fmt.Fprintln(w)
			}
		}
	}
}

func cond(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// pace says how fast an upload is and how long it will take.
func pace(n service.Notice, since time.Duration) string {
	if since < time.Second || n.Sent == 0 {
		return ""
	}
	rate := float64(n.Sent) / since.Seconds()
	left := time.Duration(float64(n.Total-n.Sent) / rate * float64(time.Second))
	return fmt.Sprintf(", %s/s, %s left", bytesSize(int64(rate)), left.Round(time.Second))
}

// Progress prints a state of a followed job, and trouble on the way.
func Progress(w io.Writer, job service.Job, trouble error, s Style) {
	if trouble != nil {
		fmt.Fprintf(w, "%s (still watching; the last state was %s)\n", lint.Printable(trouble.Error()), status(job.Status, s))
		return
	}
	text := ""
	if job.EstimatedEnd != nil && !job.Status.Ended() {
		text = ", expected to end at " + instant(job.EstimatedEnd)
	}
	fmt.Fprintf(w, "%s  %s%s\n", lint.Printable(job.ID), status(job.Status, s), text)
}

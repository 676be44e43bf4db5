package runs

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/submit/service"
)

// Calls prints the requests that a launch would make.
func Calls(w io.Writer, format string, calls []service.PlannedCall, s view.Style) error {
	if format == "json" {
		return view.PrintJSON(w, struct {
			Version int                   `json:"version"`
			Calls   []service.PlannedCall `json:"calls"`
		}{1, view.NonNil(calls)})
	}
	for i, c := range calls {
		fmt.Fprintf(w, "%d. %s %s\n", i+1, s.Bold(c.Method), c.URL)
		view.Wrap(w, c.Note, "   ", "   ", s.Width)
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
func Notices(w io.Writer, s view.Style) func(service.Notice) {
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
			fmt.Fprintf(w, "%s%s: %d %% of %s%s", view.Choose(s.Color, "\r\x1b[K", ""), lint.Printable(n.Text), percent, view.Size(n.Total), pace(n, time.Since(begun)))
			if n.Sent == n.Total || !s.Color {
				fmt.Fprintln(w)
			}
		}
	}
}

// pace says how fast an upload is and how long it will take.
func pace(n service.Notice, since time.Duration) string {
	if since < time.Second || n.Sent == 0 {
		return ""
	}
	rate := float64(n.Sent) / since.Seconds()
	left := time.Duration(float64(n.Total-n.Sent) / rate * float64(time.Second))
	return fmt.Sprintf(", %s/s, %s left", view.Size(int64(rate)), left.Round(time.Second))
}

// Progress prints a state of a followed job, and trouble on the way.
func Progress(w io.Writer, job service.Job, trouble error, s view.Style) {
	if trouble != nil {
		fmt.Fprintf(w, "%s (still watching; the last state was %s)\n", lint.Printable(trouble.Error()), status(job.Status, s))
		return
	}
	text := ""
	if job.EstimatedEnd != nil && !job.Status.Ended() {
		text = ", expected to end at " + view.Instant(job.EstimatedEnd)
	}
	fmt.Fprintf(w, "%s  %s%s\n", lint.Printable(job.ID), status(job.Status, s), text)
}

// Warn prints what could not be had, while the rest goes on.
func Warn(w io.Writer, err error) {
	for text := range strings.Lines(err.Error()) {
		fmt.Fprintf(w, "warning: %s\n", lint.Printable(strings.TrimSpace(text)))
	}
}

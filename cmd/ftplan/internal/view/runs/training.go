package runs

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/metrics"
	"github.com/ftplan/ftplan/submit/service"
)

// Events prints a job's latest events, and its losses over all steps as a plot.
func Events(w io.Writer, format string, events []service.Event, t Training, s view.Style) error {
	if format == "json" {
		return view.PrintJSON(w, struct {
			Version int             `json:"version"`
			Events  []service.Event `json:"events"`
			Steps   metrics.Curve   `json:"steps"`
			Borders []int64         `json:"epoch_ends,omitempty"`
		}{1, view.NonNil(events), view.NonNil(t.Curve), t.Borders})
	}
	for _, e := range slices.Backward(events) {
		level := ""
		if e.Level != "" && e.Level != "info" {
			level = s.Warn(lint.Printable(e.Level)) + ": "
		}
		fmt.Fprintf(w, "%s  %s%s\n", s.Dim(view.Instant(&e.Time)), level, lint.Printable(e.Message))
	}
	plotTraining(w, t, s)
	return nil
}

// A CheckpointReport is a job's checkpoints, newest first, the one to try first, and the lowest validation loss of the
// whole training.
type CheckpointReport struct {
	Checkpoints []service.Checkpoint `json:"checkpoints"`
	Try         *submit.Best         `json:"try_first,omitempty"` // nil where no checkpoint was validated
	Lowest      *submit.Best         `json:"lowest,omitempty"`
	Use         *Use                 `json:"use,omitempty"`
}

// Checkpoints prints a job's checkpoints.
func Checkpoints(w io.Writer, format string, r CheckpointReport, s view.Style) error {
	r.Checkpoints = view.NonNil(r.Checkpoints)
	if format == "json" {
		return view.PrintJSON(w, struct {
			Version int `json:"version"`
			CheckpointReport
		}{1, r})
	}
	if len(r.Checkpoints) == 0 {
		fmt.Fprintln(w, "no checkpoints")
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, " \tSTEP\tTRAINING LOSS\tACCURACY\tVALIDATION LOSS\tACCURACY\tCREATED\tMODEL")
	for _, c := range r.Checkpoints {
		lowest := " "
		if r.Try != nil && c.Step.Step == r.Try.Step {
			lowest = "»"
		}
		loss, accuracy := validated(c.Step)
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", lowest, c.Step.Step, fourDigits(c.TrainLoss), fourDigits(c.TrainAccuracy),
			loss, accuracy, view.Instant(&c.Time), lint.Printable(c.Model))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	tryFirst(w, r, s)
	return nil
}

// validated is the validation loss and accuracy of a step, of the whole file where they are told; those of a batch are
// called so.
func validated(s metrics.Step) (loss, accuracy string) {
	if s.FullValidLoss != nil || s.ValidLoss == nil {
		return fourDigits(s.FullValidLoss), fourDigits(s.FullValidAccuracy)
	}
	return fourDigits(s.ValidLoss) + " (batch)", fourDigits(s.ValidAccuracy)
}

func fourDigits(v *float64) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprintf("%.4f", *v)
}

// tryFirst names the model with the lowest validation loss, and says what that is worth.
func tryFirst(w io.Writer, r CheckpointReport, s view.Style) {
	if r.Try == nil {
		view.Wrap(w, "no validation loss is told: the training loss falls as long as a model learns by heart, so it cannot say which checkpoint is best; "+
			"quote the next job with --validation", "", "", s.Width)
		return
	}
	text := fmt.Sprintf("try first: %s, the %s is lowest at step %d: %.4f", lint.Printable(r.Try.Model), ValidationName(r.Try.Full), r.Try.Step, r.Try.Loss)
	view.Wrap(w, text, "", "", s.Width)
	if last := r.Checkpoints[0].Step; last.Step > r.Try.Step {
		if loss, full := last.Loss(); loss != nil && full == r.Try.Full && *loss > r.Try.Loss {
			view.Wrap(w, fmt.Sprintf("it is higher at the last step %d: %.4f; more training made the model worse on examples that it is not trained on", last.Step, *loss), "", "", s.Width)
		}
	}
	if r.Lowest != nil && r.Lowest.Step != r.Try.Step && r.Lowest.Full == r.Try.Full {
		view.Wrap(w, fmt.Sprintf("the whole training had its lowest at step %d: %.4f; the service keeps no checkpoint of that step", r.Lowest.Step, r.Lowest.Loss), "", "", s.Width)
	}
	if r.Use != nil && r.Use.Command != "" {
		fmt.Fprintf(w, "use it: %s\n", lint.Printable(r.Use.Command))
	}
}

// Results are the files of a job that were written.
type Results struct {
	Folder string       `json:"folder"`
	Files  []ResultFile `json:"files"`
}

// A ResultFile is a file that was written, and what is in it.
type ResultFile struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
	What  string `json:"what"`
}

// JobResults prints which files of a job were written, and its losses as a plot.
func JobResults(w io.Writer, format string, r Results, t Training, s view.Style) error {
	if format == "json" {
		return view.PrintJSON(w, struct {
			Version int `json:"version"`
			Results
		}{1, r})
	}
	tab := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	for _, f := range r.Files {
		fmt.Fprintf(tab, "%s\t%s\t%s\n", lint.Printable(f.Name), view.Size(f.Bytes), f.What)
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	plotTraining(w, t, s)
	return nil
}

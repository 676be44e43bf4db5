// Package runs prints what happens at the provider: uploads, launches, jobs, checkpoints, and losses over the steps of a
// training, drawn with characters. It asks no provider: what was read comes from package submit by way of the commands.
package runs

import (
	"cmp"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/submit/service"
)

// A JobReport is a job, what was billed for it as far as that is known, why it failed as far as that can be told here, how
// its model is used, and the next command.
type JobReport struct {
	service.Job
	BilledTokens *int64 `json:"billed_tokens,omitempty"` // nil = unknown
	Billing      string `json:"billing,omitempty"`       // what is known about the bill, where that is not the billed tokens
	Note         string `json:"note,omitempty"`          // what came of a command
	Cure         *Cure  `json:"cure,omitempty"`
	Use          *Use   `json:"use,omitempty"`
	Next         string `json:"-"`
}

// A Cure says what a service's refusal is about, which lines of the local file, and what to do.
type Cure struct {
	File  string     `json:"file,omitempty"`
	Line  int        `json:"line,omitempty"`
	Lines []int      `json:"lines,omitempty"` // all that are named, where they are several
	Rule  *lint.Rule `json:"-"`               // nil where the refusal is not about a rule
	Code  string     `json:"code,omitempty"`
	Text  string     `json:"text"`
	Find  string     `json:"find,omitempty"` // a command of the shell that finds the examples
	Next  []string   `json:"next,omitempty"` // commands
}

// A Use says how a fine-tuned model is used.
type Use struct {
	Model   string `json:"model"`
	Text    string `json:"text,omitempty"`    // what has to be done first
	Command string `json:"command,omitempty"` // of the shell; it reads the key where this program reads it
}

// Job prints one job.
func Job(w io.Writer, format string, r JobReport, s view.Style) error {
	if format == "json" {
		return view.PrintJSON(w, struct {
			Version int `json:"version"`
			JobReport
		}{1, r})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(t, "job\t%s\n", s.Bold(lint.Printable(r.ID)))
	fmt.Fprintf(t, "status\t%s\n", status(r.Status, s))
	line(t, "model", r.Model)
	line(t, "fine-tuned", r.FineTunedModel)
	line(t, "created", view.Instant(&r.Created))
	line(t, "finished", view.Instant(r.Finished))
	line(t, "training file", r.TrainingFile)
	line(t, "validation file", r.ValidationFile)
	tokens(t, r)
	if r.Epochs != nil {
		line(t, "epochs", view.Number(*r.Epochs))
	}
	if r.Failure != nil {
		line(t, "failed because", r.Failure.Message)
		line(t, "code", r.Failure.Code)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	afterwards(w, r, s)
	return nil
}

// tokens prints what a job trained and what was billed for it: two numbers where they are not known to be one.
func tokens(w io.Writer, r JobReport) {
	if r.BilledTokens != nil {
		line(w, "billed tokens", view.Number(*r.BilledTokens))
	}
	text := ""
	if r.TrainedTokens != nil && (r.BilledTokens == nil || *r.BilledTokens != *r.TrainedTokens) {
		text = view.Number(*r.TrainedTokens)
	}
	if r.Billing != "" && text != "" {
		text += "; "
	}
	if text += r.Billing; text != "" {
		line(w, view.Choose(r.TrainedTokens == nil, "bill", "trained tokens"), text)
	}
}

// afterwards prints what a job's end leads to.
func afterwards(w io.Writer, r JobReport, s view.Style) {
	if r.Note != "" {
		view.Wrap(w, lint.Printable(r.Note), "", "", s.Width)
	}
	if u := r.Use; u != nil {
		if u.Text != "" {
			view.Wrap(w, lint.Printable(u.Text), "", "", s.Width)
		}
		if u.Command != "" {
			fmt.Fprintf(w, "use it: %s\n", lint.Printable(u.Command))
		}
	}
	cure(w, r.Cure, s)
	if r.Next != "" {
		view.Next(w, "%s", r.Next)
	}
}

func cure(w io.Writer, c *Cure, s view.Style) {
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
	rule := ""
	if c.Rule != nil {
		rule = fmt.Sprintf(" [%s]", c.Rule)
	}
	view.Wrap(w, place+lint.Printable(c.Text)+rule, "", "", s.Width)
	if len(c.Lines) > 1 {
		view.Wrap(w, "the lines are "+lineList(c.Lines), "", "", s.Width)
	}
	if c.Find != "" {
		fmt.Fprintf(w, "find them: %s\n", lint.Printable(c.Find))
	}
	for _, next := range c.Next {
		view.Next(w, "%s", next)
	}
}

// lineList names lines, the first hundred of them.
func lineList(lines []int) string {
	const most = 100
	text := ""
	for i, n := range lines[:min(len(lines), most)] {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprint(n)
	}
	if len(lines) > most {
		text += fmt.Sprintf(" and %d more", len(lines)-most)
	}
	return text
}
func line(w io.Writer, name, value string) {
	if value != "" {
		fmt.Fprintf(w, "%s\t%s\n", name, lint.Printable(value))
	}
}

func status(status service.Status, s view.Style) string {
	text := lint.Printable(cmp.Or(string(status), "not known"))
	switch status {
	case service.Succeeded:
		return s.Good(text)
	case service.Failed, service.Cancelled:
		return s.Wrong(text)
	}
	return s.Warn(text)
}

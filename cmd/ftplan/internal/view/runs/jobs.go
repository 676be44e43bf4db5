package runs

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

// JobFormats lists the formats of everything about jobs.
func JobFormats() []string { return []string{"text", "json"} }

// Jobs prints a list of jobs.
func Jobs(w io.Writer, format string, jobs []service.Job, s view.Style) error {
	if format == "json" {
		return view.PrintJSON(w, struct {
			Version int           `json:"version"`
			Jobs    []service.Job `json:"jobs"`
		}{1, view.NonNil(jobs)})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "JOB\tSTATUS\tMODEL\tCREATED\tTRAINED TOKENS")
	for _, j := range jobs {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", lint.Printable(j.ID), lint.Printable(string(j.Status)), lint.Printable(j.Model), view.Instant(&j.Created), optionalOr(j.TrainedTokens, "–"))
	}
	return t.Flush()
}

func optionalOr(n *int64, none string) string {
	if n == nil {
		return none
	}
	return view.Number(*n)
}

// Bills prints quoted against billed.
func Bills(w io.Writer, format string, bills []submit.Bill, s view.Style) error {
	if format == "json" {
		return view.PrintJSON(w, struct {
			Version int           `json:"version"`
			Bills   []submit.Bill `json:"bills"`
		}{1, view.NonNil(bills)})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "JOB\tMODEL\tSTATUS\tQUOTED TOKENS\tBILLED TOKENS\tDIFFERENCE\tQUOTED\tBILLED")
	for _, b := range bills {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", lint.Printable(b.JobID), lint.Printable(b.Model), lint.Printable(string(b.Status)),
			optionalOr(b.QuotedTokens, "unknown"), optionalOr(b.BilledTokens, "unknown"), difference(b), dollars(b.QuotedUSD), dollars(b.BilledUSD))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, b := range bills {
		if text := billNote(b); text != "" {
			view.Wrap(w, text, "", "  ", s.Width)
		}
	}
	return nil
}

// billNote says why a bill is not known, and what is known instead.
func billNote(b submit.Bill) string {
	if b.Note == "" {
		return ""
	}
	text := lint.Printable(b.JobID) + ": "
	if b.TrainedTokens != nil {
		text += "trained " + view.Count(*b.TrainedTokens, "token") + "; "
	}
	return text + lint.Printable(b.Note)
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
	return fmt.Sprintf("%s%s (%+.1f %%)", sign, view.Number(n), 100*float64(n)/float64(*b.QuotedTokens))
}

func dollars(amount *string) string {
	if amount == nil {
		return "unknown"
	}
	return "$" + lint.Printable(*amount)
}

package runs

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/submit"
)

// A Compared is one job of a comparison.
type Compared struct {
	submit.Bill
	Ledger string `json:"from_ledger,omitempty"` // why it comes from the ledger of this machine; "" = the service told it
}

// A Comparison is several jobs, and which of them has the lowest validation loss or why they are not ranked.
type Comparison struct {
	Jobs      []Compared `json:"jobs"`
	Lowest    string     `json:"lowest,omitempty"`
	NotRanked string     `json:"not_ranked,omitempty"`
}

// Ranked returns the comparison with its verdict.
func (c Comparison) Ranked() Comparison {
	bills := make([]submit.Bill, len(c.Jobs))
	for i, j := range c.Jobs {
		bills[i] = j.Bill
	}
	best, refused := submit.Rank(bills)
	if c.NotRanked = refused; refused == "" {
		c.Lowest = bills[best].JobID
	}
	return c
}

// jobRows are the rows of a comparison, hyperparameters apart.
var jobRows = []struct {
	name  string
	value func(submit.Bill) string
}{
	{"status", func(b submit.Bill) string { return string(b.Status) }},
	{"model", func(b submit.Bill) string { return b.Model }},
	{"provider", func(b submit.Bill) string { return b.Provider }},
	{"method", func(b submit.Bill) string { return b.Method }},
	{"data", func(b submit.Bill) string { return billedFile(b.Training) }},
	{"examples", func(b submit.Bill) string { return examplesOf(b.Training) }},
	{"validation", func(b submit.Bill) string { return billedFile(b.Validation) }},
	{"validation examples", func(b submit.Bill) string { return examplesOf(b.Validation) }},
}

// endRows are the rows below the hyperparameters.
var endRows = []struct {
	name  string
	value func(submit.Bill) string
}{
	{"validation loss", func(b submit.Bill) string {
		if b.Best == nil {
			return "not told"
		}
		return fmt.Sprintf("%.4f%s", b.Best.Loss, view.Choose(b.Best.Full, "", " (batch)"))
	}},
	{"at step", func(b submit.Bill) string {
		if b.Best == nil {
			return "–"
		}
		return view.Number(b.Best.Step)
	}},
	{"billed tokens", func(b submit.Bill) string { return optionalOr(b.BilledTokens, "unknown") }},
	{"billed", func(b submit.Bill) string { return dollars(b.BilledUSD) }},
	{"minutes", func(b submit.Bill) string {
		if b.Minutes == nil {
			return "unknown"
		}
		if *b.Minutes < 1 {
			return "under 1"
		}
		return fmt.Sprintf("%.0f", *b.Minutes)
	}},
}

func billedFile(f *submit.BilledFile) string {
	switch {
	case f == nil:
		return "none"
	case f.SHA256 != "":
		return f.Name + " " + f.SHA256[:min(12, len(f.SHA256))]
	}
	return f.ID
}

func examplesOf(f *submit.BilledFile) string {
	if f == nil || f.Examples == 0 {
		return "–"
	}
	return view.Number(f.Examples)
}

// CompareJobs prints a comparison: a column for each job, and a mark at each row in which they differ.
func CompareJobs(w io.Writer, format string, c Comparison, s view.Style) error {
	if format == "json" {
		return view.PrintJSON(w, struct {
			Version int `json:"version"`
			Comparison
		}{1, c})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	c.row(t, "JOB", func(b submit.Bill) string { return b.JobID })
	for _, r := range jobRows {
		c.row(t, r.name, r.value)
	}
	for _, name := range c.hyperparameters() {
		c.row(t, name, func(b submit.Bill) string {
			if value := b.Hyperparameters[name]; value != "" {
				return value
			}
			return "not told"
		})
	}
	for _, r := range endRows {
		c.row(t, r.name, r.value)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	c.verdict(w, s)
	return nil
}

// hyperparameters are the names that any job tells.
func (c Comparison) hyperparameters() []string {
	names := map[string]bool{}
	for _, j := range c.Jobs {
		for name := range j.Hyperparameters {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (c Comparison) row(w io.Writer, name string, value func(submit.Bill) string) {
	mark := " "
	for _, j := range c.Jobs[1:] {
		if name != "JOB" && value(j.Bill) != value(c.Jobs[0].Bill) {
			mark = "≠"
		}
	}
	fmt.Fprintf(w, "%s %s", mark, lint.Printable(name))
	for _, j := range c.Jobs {
		fmt.Fprintf(w, "\t%s", lint.Printable(value(j.Bill)))
	}
	fmt.Fprintln(w)
}

// verdict prints which job is ahead, or why none is said to be, and where the figures come from.
func (c Comparison) verdict(w io.Writer, s view.Style) {
	for _, j := range c.Jobs {
		if j.Ledger != "" {
			view.Wrap(w, fmt.Sprintf("%s is from the ledger of this machine: %s", lint.Printable(j.JobID), j.Ledger), "", "  ", s.Width)
		}
		if text := billNote(j.Bill); text != "" {
			view.Wrap(w, text, "", "  ", s.Width)
		}
	}
	if c.NotRanked != "" {
		view.Wrap(w, "not ranked: "+lint.Printable(c.NotRanked), "", "  ", s.Width)
		return
	}
	for _, j := range c.Jobs {
		if j.JobID != c.Lowest {
			continue
		}
		text := fmt.Sprintf("lowest validation loss: %s, %.4f at step %d; what it is worth shows on examples that none of them has seen",
			lint.Printable(j.JobID), j.Best.Loss, j.Best.Step)
		if j.Best.Model != "" {
			text += "; its model is " + lint.Printable(j.Best.Model)
		}
		view.Wrap(w, text, "", "  ", s.Width)
	}
}

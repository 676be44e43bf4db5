package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

// compareFlags are the questions that a quote answers beside the price.
type compareFlags struct {
	compare, anatomy bool
	diff             string
	maxCost          amount
}

func (w *compareFlags) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(&w.maxCost, "max-cost", "fail with exit code 5 if the job may cost more than this")
	f.BoolVar(&w.compare, "compare", false, "what the same file costs with every model and provider")
	f.BoolVar(&w.anatomy, "anatomy", false, "where the money goes, and the twenty dearest lines")
	f.StringVar(&w.diff, "diff", "", "an older saved quote: what changed since")
}

// countings makes a pass count the file for every model, where models are compared. The first counting stays.
func (w *compareFlags) countings(pass *plan.Pass, c *catalog.Catalog) error {
	if !w.compare {
		return nil
	}
	all, err := c.Countings()
	if err != nil {
		return err
	}
	for _, counting := range all {
		if counting.Encoding != pass.Count[0].Encoding {
			pass.Count = append(pass.Count, counting)
		}
	}
	return nil
}

// old reads the quote to compare with, nil where none is named.
func (w *compareFlags) old() (*plan.Quote, error) {
	if w.diff == "" {
		return nil, nil
	}
	return readQuote(w.diff)
}

// consider answers the questions about a quote that was just drawn.
func (o *quoteOptions) consider(d *quoteBuilder) (err error) {
	r, s := &d.report, d.settings
	q, survey := r.Quote, &r.Result.Training[0]
	s.Method = q.Method
	if d.usage != nil {
		if r.Ownership, err = billed(plan.NewOwnership(s, q.Total, *d.usage, d.catalog, d.now)); err != nil {
			return err
		}
	}
	if r.BreakEven, err = o.breakEven(s, q.Total, d.usage, survey, d.moment); err != nil {
		return err
	}
	r.Advice = plan.Advise(s, survey, d.usage, d.catalog, d.now)
	others := o.others(d, s)
	if o.compare {
		r.Others = others
	}
	if o.maxCost.set {
		r.Max, r.Budget = &o.maxCost.USD, q.Within(o.maxCost.USD, others)
	}
	if r.Old != nil {
		r.OldFile, r.Changes = o.diff, plan.Diff(r.Old, q)
	}
	return nil
}

// others prices the file elsewhere with a few numbers of epochs, the chosen one among them. Without --compare only the
// models that count alike are known.
func (o *quoteOptions) others(d *quoteBuilder, s plan.Settings) []plan.Candidate {
	if !o.compare && !o.maxCost.set {
		return nil
	}
	surveys := map[string]*plan.Survey{}
	for i := range d.report.Result.Training {
		survey := &d.report.Result.Training[i]
		surveys[survey.Encoding] = survey
	}
	epochs := []int64{1, 2, 3}
	if n := d.report.Quote.Epochs; !slices.Contains(epochs, n) {
		epochs[2] = n
	}
	return plan.Compare(s, surveys, epochs, d.catalog, d.now)
}

// readQuote reads a saved quote; the error names the file.
func readQuote(path string) (*plan.Quote, error) {
	data, err := readDocument(path, "quote")
	if err != nil {
		return nil, err
	}
	q, err := plan.ReadQuote(data)
	if err != nil {
		if other := mistaken(path, data); other != nil {
			return nil, other
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return q, nil
}

package costs

import (
	"fmt"
	"io"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/money"
)

// An EstimateReport is a price without a file.
type EstimateReport struct {
	Estimate  *plan.Estimate
	Refused   *plan.Refusal // why the job cannot be created, though it can be priced
	BreakEven *plan.BreakEven
	Advice    []plan.Advice
	Max       *money.USD       // the budget, nil where none was given
	Budget    *plan.OverBudget // nil where the budget is enough
}

var estimateFormats = map[string]func(io.Writer, EstimateReport, view.Style) error{
	"text": estimateText,
	"json": estimateJSON,
}

// EstimateFormats lists the formats of [Estimate].
func EstimateFormats() []string { return view.Names(estimateFormats) }

// Estimate prints an estimate.
func Estimate(w io.Writer, format string, r EstimateReport, s view.Style) error {
	return estimateFormats[format](w, r, s)
}

func estimateText(w io.Writer, r EstimateReport, s view.Style) error {
	e := r.Estimate
	fmt.Fprintf(w, "%s  %s at %s, %s\n", s.Bold("Cost"), e.Model, e.Provider, Rate(&e.Training))
	epochTable(w, e.PerEpoch, e.Epochs, s)
	fmt.Fprintf(w, "\n%s  %s for %s\n\n", s.Bold("Total"), s.Bold(e.Total.String()), view.Count(e.Epochs, "epoch"))
	ownership(w, e.Ownership, s)
	breakEven(w, r.BreakEven, s)
	smallPrint(w, e.Prices, e.Lifetime, e.Warnings, s)
	advice(w, r.Advice, s)
	budget(w, r.Max, e.Total, r.Budget, s)
	assumed(w, e.Assumptions, e.Prices, s)
	if r.Refused != nil {
		tooLate(w, s)
		return nil
	}
	view.Next(w, "count a file with ftplan quote FILE")
	return nil
}

// The JSON of estimate only grows.
type estimateObject struct {
	*plan.Estimate
	Refused   *plan.Refusal    `json:"refused,omitempty"`
	BreakEven *plan.BreakEven  `json:"break_even,omitempty"`
	Advice    []plan.Advice    `json:"advice,omitempty"`
	MaxCost   *money.USD       `json:"max_cost,omitempty"`
	Budget    *plan.OverBudget `json:"over_budget,omitempty"`
}

func estimateJSON(w io.Writer, r EstimateReport, _ view.Style) error {
	return view.PrintJSON(w, estimateObject{r.Estimate, r.Refused, r.BreakEven, r.Advice, r.Max, r.Budget})
}

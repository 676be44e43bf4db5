package view

import (
	"fmt"
	"io"

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

var estimateFormats = map[string]func(io.Writer, EstimateReport, Style) error{
	"text": estimateText,
	"json": estimateJSON,
}

// EstimateFormats lists the formats of [Estimate].
func EstimateFormats() []string { return names(estimateFormats) }

// Estimate prints an estimate.
func Estimate(w io.Writer, format string, r EstimateReport, s Style) error {
	return estimateFormats[format](w, r, s)
}

func estimateText(w io.Writer, r EstimateReport, s Style) error {
	e := r.Estimate
	fmt.Fprintf(w, "%s  %s at %s, %s\n", s.bold("Cost"), e.Model, e.Provider, rate(&e.Training))
	epochTable(w, e.PerEpoch, e.Epochs, s)
	fmt.Fprintf(w, "\n%s  %s for %s\n\n", s.bold("Total"), s.bold(e.Total.String()), count(e.Epochs, "epoch"))
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
	Next(w, "count a file with ftplan quote FILE")
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

func estimateJSON(w io.Writer, r EstimateReport, _ Style) error {
	return printJSON(w, estimateObject{r.Estimate, r.Refused, r.BreakEven, r.Advice, r.Max, r.Budget})
}

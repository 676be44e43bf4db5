package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/plan/money"
)

// Change is a fact that differs between two quotes.
type Change struct {
	What string `json:"what"`
	Old  string `json:"old"` // "" when the old quote did not have it
	New  string `json:"new"`
}

// Diff lists what changed from one quote to another, in the order in which people ask: the data, the job, the price,
// the dates, the assumptions. Equal quotes have no changes; the moments at which they were made do not count.
func Diff(old, changed *Quote) []Change {
	var list []Change
	was, is := old.facts(), changed.facts()
	for i, fact := range was {
		if fact.text != is[i].text {
			list = append(list, Change{fact.what, fact.text, is[i].text})
		}
	}
	for _, a := range old.Assumptions {
		if !slices.Contains(changed.Assumptions, a) {
			list = append(list, Change{"assumption", a, ""})
		}
	}
	for _, a := range changed.Assumptions {
		if !slices.Contains(old.Assumptions, a) {
			list = append(list, Change{"assumption", "", a})
		}
	}
	return list
}

// fact is one comparable thing about a quote, as text.
type fact struct{ what, text string }

// facts are the same things in the same order for every quote.
func (q *Quote) facts() []fact {
	training, validation := q.file(TrainingFile), q.file(ValidationFile)
	var hyper []string
	for _, h := range q.Hyperparameters {
		hyper = append(hyper, h.Name+"="+h.Value)
	}
	return []fact{
		{"training file", training.Name},
		{"training sha256", training.SHA256},
		{"training bytes", fmt.Sprint(training.Size)},
		{"examples", fmt.Sprint(training.Examples)},
		{"validation file", validation.Name},
		{"validation sha256", validation.SHA256},
		{"validation examples", fmt.Sprint(validation.Examples)},
		{"model", q.Model},
		{"continues", q.Continues},
		{"provider", q.Provider},
		{"base url", q.BaseURL},
		{"method", string(q.Method)},
		{"epochs", fmt.Sprint(q.Epochs)},
		{"hyperparameters", strings.Join(hyper, " ")},
		{"suffix", q.Suffix},
		{"seed", number(q.Seed)},
		{"tokens per epoch", fmt.Sprint(q.Training.TokensPerEpoch)},
		{"billed tokens", number(q.Training.BilledTokens)},
		{"basis", q.Training.Basis},
		{"price per million", amount(q.Training.PricePerMillion)},
		{"training cost", amount(q.Training.Cost)},
		{"total", q.Total.String()},
		{"price sheet", q.Prices.Sheet},
		{"price sheet sha256", q.Prices.SHA256},
		{"prices checked", q.Prices.Checked.String()},
		{"last training day", q.Lifetime.LastTrainingDay.String()},
		{"shutdown", q.Lifetime.Shutdown.String()},
		{"errors found", fmt.Sprint(q.Lint.Errors)},
		{"warnings found", fmt.Sprint(q.Lint.Warnings)},
		{"allowed codes", strings.Join(q.Lint.Allowed, " ")},
	}
}

// file returns the file of a role; the zero value when there is none.
func (q *Quote) file(role string) FileRef {
	for _, f := range q.Files {
		if f.Role == role {
			return f.FileRef
		}
	}
	return FileRef{}
}

func number(n *int64) string {
	if n == nil {
		return "unknown"
	}
	return fmt.Sprint(*n)
}

func amount(u *money.USD) string {
	if u == nil {
		return "unknown"
	}
	return u.String()
}

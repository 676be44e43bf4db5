package plan_test

import (
	"fmt"
	"time"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// november is the day on which the examples are quoted.
var november = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// support is what one pass over a file of 25 examples found.
func support() *plan.Survey {
	return &plan.Survey{
		File:   plan.FileRef{Name: "support.jsonl", SHA256: "8c1f…", Size: 8303, Examples: 25, Tokens: 1526},
		Format: "chat", Encoding: "o200k_base", Basis: "exact",
		Tokens: plan.TokenCounts{Billed: 1526, Trained: 702},
	}
}

func ExampleNewQuote() {
	q, err := plan.NewQuote(plan.Settings{Model: "gpt-4o-mini"}, support(), catalog.Builtin(), november)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(q.Model, q.Total)
	fmt.Println(q.Lifetime)
	fmt.Println(q.Assumptions[1])
	// Output:
	// gpt-4o-mini-2024-07-18 $0.018312
	// last training day 2027-01-06, shutdown 2027-01-14 (in 53 days)
	// epochs: auto resolves to 4 for 25 examples; the number is sent, so the service cannot pick another
}

func ExampleApproval_Covers() {
	q, err := plan.NewQuote(plan.Settings{Model: "gpt-4o-mini"}, support(), catalog.Builtin(), november)
	if err != nil {
		fmt.Println(err)
		return
	}
	limit, err := money.ParseUSD("0.05")
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := plan.Approve(q, limit, "Ada", november)
	if err != nil {
		fmt.Println(err)
		return
	}
	files := map[string]plan.FileRef{plan.TrainingFile: support().File}
	fmt.Println(a.Covers(q, november.Add(time.Hour), files))
	fmt.Println(a.Covers(q, november.Add(80*time.Hour), files))
	// Output:
	// <nil>
	// the quote expired at 2026-11-25 09:00:00 UTC
}

func ExampleNewEstimate() {
	settings := plan.Settings{Model: "gpt-4o-mini", Sheet: "guide-2026", Epochs: 1}
	usage := plan.Usage{Input: 300_000, Output: 900_000, Months: 12}
	e, err := plan.NewEstimate(settings, 100_000, 0, &usage, catalog.Builtin(), time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Ownership.Training, "+ 12 ×", e.Ownership.Monthly, "=", e.Ownership.Total)
	// Output:
	// $0.10 + 12 × $0.59 = $7.18
}

func ExampleQuote_Within() {
	survey := support()
	catalog := catalog.Builtin()
	q, err := plan.NewQuote(plan.Settings{Model: "gpt-4o-mini", Epochs: 8}, survey, catalog, november)
	if err != nil {
		fmt.Println(err)
		return
	}
	limit, err := money.ParseUSD("0.03")
	if err != nil {
		fmt.Println(err)
		return
	}
	if over := q.Within(limit, nil); over != nil {
		fmt.Println(over.Refusal().Reason)
		fmt.Println(over.Refusal().Hint)
	}
	// Output:
	// the quote may cost $0.036624, $0.006624 over the budget of $0.03
	// what would fit: --epochs 6 ($0.027468); or about 20 of the 25 examples, if they are of average length
}

package plan_test

import (
	"fmt"
	"time"

	"github.com/ftplan/ftplan/plan"
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
	q, err := plan.NewQuote(plan.Settings{Model: "gpt-4o-mini"}, support(), plan.Builtin(), november)
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
	q, err := plan.NewQuote(plan.Settings{Model: "gpt-4o-mini"}, support(), plan.Builtin(), november)
	if err != nil {
		fmt.Println(err)
		return
	}
	limit, err := plan.ParseUSD("0.05")
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
	e, err := plan.NewEstimate(settings, 100_000, 0, &usage, plan.Builtin(), time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC))
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
	catalog := plan.Builtin()
	q, err := plan.NewQuote(plan.Settings{Model: "gpt-4o-mini", Epochs: 8}, survey, catalog, november)
	if err != nil {
		fmt.Println(err)
		return
	}
	limit, err := plan.ParseUSD("0.03")
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

func ExampleParseQuantity() {
	for _, text := range []string{"300K", "1.5M", "0.5", "5MB"} {
		n, err := plan.ParseQuantity(text)
		fmt.Println(n, err)
	}
	// Output:
	// 300000 <nil>
	// 1500000 <nil>
	// 0 "0.5" is not a whole number
	// 0 "5MB" is not a quantity: write 300000, 300K, 1.5M or 2B
}

func ExampleCatalog_Model() {
	_, err := plan.Builtin().Model("gpt-4.1-nno")
	fmt.Println(err)
	m, err := plan.Builtin().Model("ft:gpt-4.1-2025-04-14:org::id")
	fmt.Println(m.Name, m.Encoding, err)
	// Output:
	// unknown model "gpt-4.1-nno"
	// gpt-4.1-2025-04-14 o200k_base <nil>
}

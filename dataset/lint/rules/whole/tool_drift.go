package whole

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var toolDrift = &lint.Rule{
	Code: "FT912", Name: "tool-drift", Consequence: lint.Quality,
	Title: "the same functions are declared differently in a few examples",
	Why: "These examples declare the functions that others do, by the same names, but say something else about them: another " +
		"description or other parameters. Usually part of the data is from before a change.",
	Cure: "Declare the functions in every example as production does.",
	Long: func() (bad, good []string) {
		bad = []string{samples.Lines(10, func(i int) string {
			return withRing(i, [...]string{"Ring the bell.", "Rings a bell"}[max(i-8, 0)/2])
		})}
		good = []string{samples.Lines(10, func(i int) string { return withRing(i, "Ring the bell.") })}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		first, examples := p.Toolsets.Drifted()
		if examples == 0 || examples*driftPart > p.Toolsets.Names.Total {
			return
		}
		p.ReportAt(first.First[0], "%s functions declared otherwise than in most examples with the same ones, first in %v",
			lint.HasOrHave(examples, "example"), &first)
	},
}

// driftPart is how rare a deviation has to be for a slip: one in so many examples, or rarer.
const driftPart = 10

// withRing returns an example that declares a function ring with this description, and calls it.
func withRing(i int, description string) string {
	return fmt.Sprintf(`{"messages": [{"role": "user", "content": "Ring %d times."}, {"role": "assistant", "tool_calls": [{"id": "call_1", `+
		`"type": "function", "function": {"name": "ring", "arguments": "{\"times\": %d}"}}]}], "tools": [{"type": "function", `+
		`"function": {"name": "ring", "description": %q, "parameters": {"type": "object", "properties": {"times": {"type": "integer"}}}}}]}`,
		i, i, description)
}

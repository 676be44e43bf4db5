package tools

import (
	"fmt"
	"strings"

	"github.com/ftplan/ftplan/dataset/lint"
)

var tooInvolved = &lint.Rule{
	Code: "FT525", Name: "too-involved", Consequence: lint.Advice,
	Title: "a schema is too involved to check calls by it here",
	Why: "Alternatives and references multiply: a schema of two kilobytes can ask for more steps than any machine makes. Where " +
		"holding the arguments against it would take many more steps than the line has bytes, nobody looked whether they satisfy it.",
	Cure: "Write the schema with fewer alternatives within alternatives, or check the arguments elsewhere.",
	Long: func() (bad, good []string) { return []string{doubling(40)}, []string{doubling(4)} },
	Line: func(p *lint.Pass) {
		for _, call := range lint.CheckedCalls(p) {
			if call.Involved {
				p.Report(call.Arguments, "the arguments are too involved to be checked here by the schema of %s", lint.Quote(call.Name.Text()))
			}
		}
	},
}

// doubling returns an example with a schema each of whose definitions names the next one twice, n times.
func doubling(n int) string {
	var definitions strings.Builder
	for i := range n {
		fmt.Fprintf(&definitions, `"d%d": {"anyOf": [{"$ref": "#/$defs/d%d"}, {"$ref": "#/$defs/d%d"}]}, `, i, i+1, i+1)
	}
	return `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", ` +
		`"function": {"name": "greet", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "greet", ` +
		`"parameters": {"$ref": "#/$defs/d0", "$defs": {` + definitions.String() + fmt.Sprintf(`"d%d": {"type": "object"}}}}}]}`, n)
}

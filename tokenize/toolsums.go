package tokenize

import (
	"cmp"
	"slices"
)

// ToolShare is what one definition of a tool costs in a file.
type ToolShare struct {
	Name     string `json:"name"`
	Tokens   int64  `json:"tokens"`   // of one definition, the first that the file has
	Examples int64  `json:"examples"` // that declare it
	PerEpoch int64  `json:"tokens_per_epoch"`
	Calls    int64  `json:"calls"` // of it in the file; 0 = it is declared and never called
	Text     string `json:"-"`     // as the model reads it, the first that the file has
}

// ToolSums add up what the tools of a file cost. The zero value is ready.
type ToolSums struct {
	byName map[string]*toolSum
}

type toolSum struct {
	text                   string
	bytes, examples, calls int64
}

// mostTools is how many names of tools are looked at; more are left out.
const mostTools = 1000

// Add takes in the tools of one example.
func (t *ToolSums) Add(use ToolUse) {
	for i := range use.Tools {
		if sum := t.of(&use.Tools[i]); sum != nil {
			sum.examples++
			sum.bytes += int64(len(use.Tools[i].Text))
		}
	}
	for _, i := range use.Calls {
		if i < 0 {
			continue
		}
		if sum := t.of(&use.Tools[i]); sum != nil {
			sum.calls++
		}
	}
}

// of returns the sum for a tool, nil where there are too many.
func (t *ToolSums) of(tool *Tool) *toolSum {
	sum := t.byName[tool.Name]
	if sum != nil || len(t.byName) >= mostTools {
		return sum
	}
	if t.byName == nil {
		t.byName = map[string]*toolSum{}
	}
	sum = &toolSum{text: tool.Text}
	t.byName[tool.Name] = sum
	return sum
}

// Shares returns what each tool costs, the dearest first. A pair reads its tools twice.
func (t *ToolSums) Shares(counter Counter, pairs bool) []ToolShare {
	var list []ToolShare
	for name, sum := range t.byName {
		n := int64(counter.Count([]byte(sum.text)))
		s := ToolShare{Name: name, Tokens: n, Examples: sum.examples, Calls: sum.calls, Text: sum.text}
		s.PerEpoch = n * sum.bytes / max(1, int64(len(sum.text)))
		if pairs {
			s.PerEpoch *= 2
		}
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b ToolShare) int {
		return cmp.Or(cmp.Compare(b.PerEpoch, a.PerEpoch), cmp.Compare(a.Name, b.Name))
	})
	return list
}

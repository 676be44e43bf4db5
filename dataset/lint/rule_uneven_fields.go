package lint

import (
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

var unevenFields = &Rule{
	Code: "FT713", Name: "uneven-fields", Consequence: Quality,
	Title: "a field for graders is not on every line, or not always of one kind",
	Why: "A grader that reads a field fails on the lines that lack it, and judges wrongly where a text was meant and a number " +
		"stands: \"12\" and 12 are not equal. The job may fail after hours.",
	Cure:     "Give every line the same fields, each with values of one kind.",
	Settings: forReinforcement,
	Bad: []string{
		`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12"}` + "\n" +
			`{"messages": [{"role": "user", "content": "What is 3 times 5?"}], "answer": "15"}`,
		`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12"}` + "\n" +
			`{"messages": [{"role": "user", "content": "What is 3 times 5?"}], "reference_answer": 15}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12"}` + "\n" +
		`{"messages": [{"role": "user", "content": "What is 3 times 5?"}], "reference_answer": "15"}`},
	File: func(p *SummaryPass) {
		for _, it := range p.items.byFirst() {
			name := Quote([]byte(it.name))
			if read := p.Settings.GraderFields; read != nil && !slices.Contains(read, it.name) {
				continue // no grader reads it
			}
			if it.without.count > 0 && p.Settings.GraderFields == nil {
				p.ReportAt(it.without.first[0], "%s is on %s and not on %v; a grader that reads it fails there",
					name, count(it.count, "line"), &it.without)
			}
			if len(it.kinds) > 1 {
				line, kinds := it.mixed()
				p.ReportAt(line, "%s is not always of one kind: %s", name, kinds)
			}
		}
	},
}

// mixed returns the line where a second kind came up, and the kinds in the order in which they came.
func (it *itemSeen) mixed() (line int, kinds string) {
	var order []dataset.Kind
	for kind := range it.kinds {
		order = append(order, kind)
	}
	slices.SortFunc(order, func(a, b dataset.Kind) int { return it.kinds[a] - it.kinds[b] })
	var words []string
	for _, kind := range order {
		words = append(words, withArticle(kind)+" first in line "+thousands(it.kinds[kind]))
	}
	return it.kinds[order[1]], strings.Join(words, ", ")
}

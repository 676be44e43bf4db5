package preference

import (
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/grader"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var unevenFields = &lint.Rule{
	Code: "FT713", Name: "uneven-fields", Consequence: lint.Quality,
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
	File: func(p *lint.SummaryPass) {
		if p.Settings.Format != dataset.Reinforcement {
			return
		}
		known := p.Settings.Grader
		for _, it := range p.Items.ByFirst() {
			if known != nil && !known.Reads(it.Name) {
				continue
			}
			name := lint.Quote([]byte(it.Name))
			if it.Without.Count > 0 && (known == nil || readByCode(known, it.Name)) {
				p.ReportAt(it.Without.First[0], "%s is on %s and not on %v; a grader that reads it fails there",
					name, lint.Count(it.Count, "line"), &it.Without)
			}
			if len(it.Kinds) > 1 {
				line, kinds := mixed(it)
				p.ReportAt(line, "%s is not always of one kind: %s", name, kinds)
			}
		}
		if known != nil && p.Examples > 0 {
			reportUnknownFields(p, known)
		}
	},
}

// readByCode reports whether the source of the grader reads a field. What templates read, another rule looks at.
func readByCode(g *grader.Grader, name string) bool {
	return slices.ContainsFunc(g.Code, func(f grader.Field) bool { return f.Path == name })
}

// reportUnknownFields says which fields the source of the grader reads that no line has.
func reportUnknownFields(p *lint.SummaryPass, g *grader.Grader) {
	for _, f := range g.Code {
		if !p.Items.Has(f.Path) {
			p.Report("no line has %s, which the source of the grader reads", lint.Quote([]byte(f.Path)))
		}
	}
}

// mixed returns the line where a second kind came up, and the kinds in the order in which they came.
func mixed(it *lint.NamedItem) (line int, kinds string) {
	var order []dataset.Kind
	for kind := range it.Kinds {
		order = append(order, kind)
	}
	slices.SortFunc(order, func(a, b dataset.Kind) int { return it.Kinds[a] - it.Kinds[b] })
	var words []string
	for _, kind := range order {
		words = append(words, keys.WithArticle(kind)+" first in line "+lint.Thousands(it.Kinds[kind]))
	}
	return it.Kinds[order[1]], strings.Join(words, ", ")
}

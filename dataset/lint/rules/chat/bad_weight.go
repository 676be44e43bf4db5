package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var badWeight = &lint.Rule{
	Code: "FT407", Name: "bad-weight", Consequence: lint.Refused,
	Title: "a weight is not 0 or 1",
	Why: "The weight says whether an answer is trained: the integer 1 means yes, 0 means no. Fractions, other numbers," +
		" texts and booleans are refused.",
	Cure: "Write the integer 0 or 1, or leave the weight out.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": true}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": 2}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": 0.5}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": "1"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": 1.0}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": []}]}`,
	},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": 1}]}`},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": 1}]}`,
	Message: func(p *lint.Pass, m *dataset.Message) {
		w := m.Weight
		if !w.Exists() || w.Kind() == dataset.Null || misplacedWeight(m) {
			return
		}
		text := string(w.Text())
		if w.Kind() == dataset.Number && (text == "0" || text == "1") {
			return
		}
		f := p.Report(w, "the weight has to be the integer 0 or 1; it is %s", describeWeight(w))
		if meant := meantWeight(w); meant != "" {
			f.Fix = &lint.Fix{Title: "write the weight as " + meant, Edits: []dataset.Edit{{Start: w.Start(), End: w.End(), New: meant}}}
		}
	},
}

func describeWeight(w dataset.Value) string {
	if w.Kind() == dataset.Number {
		return lint.Printable(string(w.Text()[:min(len(w.Text()), dataset.QuoteMax)]))
	}
	return keys.WithArticle(w.Kind())
}

// meantWeight returns the weight that another spelling of 0 or 1 stands for, "" where there is none.
func meantWeight(w dataset.Value) string {
	switch string(w.Text()) {
	case "true", "1", "1.0", "1.":
		return "1"
	case "false", "0", "0.0", "-0", "0.":
		return "0"
	}
	return ""
}

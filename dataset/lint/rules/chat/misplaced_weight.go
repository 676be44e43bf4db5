package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var weightElsewhere = &lint.Rule{
	Code: "FT408", Name: "misplaced-weight", Consequence: lint.Refused,
	Title: "a message that is not the assistant's has a weight",
	Why: "Only answers of the assistant are trained, so only they can have a weight. On any other message, or where " +
		"weights are not supported, the service refuses it as an extra key.",
	Refusal: "The job failed due to a file format error in the training file. Invalid file format. Example 1 contains an " +
		"extra \"weight\".",
	Cure:  "Remove the weight.",
	Bad:   []string{`{"messages": [{"role": "user", "content": "Hi", "weight": 0}, {"role": "assistant", "content": "Hello"}]}`},
	Good:  []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": 1}]}`},
	Fixed: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Message: func(p *lint.Pass, m *dataset.Message) {
		if !m.Weight.Exists() || m.Weight.Kind() == dataset.Null || p.Settings.Limits.Weights {
			return
		}
		if misplacedWeight(m) {
			f := p.Report(m.Weight, "only a message of the assistant can have a weight; remove it")
			f.Fix = &lint.Fix{Title: "remove the weight", Edits: []dataset.Edit{m.Weight.Removal()}}
		}
	},
}

// misplacedWeight reports whether the weight stands on a message of a known role other than the assistant's.
func misplacedWeight(m *dataset.Message) bool {
	return m.Role != dataset.AssistantRole && m.Role != dataset.OtherRole
}

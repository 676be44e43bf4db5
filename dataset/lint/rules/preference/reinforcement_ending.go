package preference

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var reinforcementEnding = &lint.Rule{
	Code: "FT711", Name: "reinforcement-ending", Consequence: lint.Refused,
	Title: "an example for reinforcement does not end before the answer",
	Why: "The model writes the answer itself and the grader judges it, so the messages end with the user's or a tool's. An " +
		"answer at the end belongs into a key of its own, which the grader reads as item.reference_answer or the like.",
	Cure:     "Leave the answer out of the messages and put it into a key such as reference_answer.",
	Settings: forReinforcement,
	Bad:      []string{`{"messages": [{"role": "user", "content": "What is 3 times 4?"}, {"role": "assistant", "content": "12"}], "level": 1}`},
	Good:     []string{`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12"}`},
	Line: func(p *lint.Pass) {
		n := len(p.Example.Messages)
		if p.Format != dataset.Reinforcement || n == 0 {
			return
		}
		switch last := &p.Example.Messages[n-1]; last.Role {
		case dataset.AssistantRole:
			p.Report(last.Value, "the example ends with an answer; the model is to write it: move it to a key such as reference_answer")
		case dataset.DeveloperRole: // the system's is refused wherever it stands
			p.Report(last.Value, "the example ends with a message of role %s; end it with the user's or a tool's", last.Role)
		}
	},
}

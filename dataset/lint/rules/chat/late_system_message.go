package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var lateSystem = &lint.Rule{
	Code: "FT418", Name: "late-system-message", Consequence: lint.Quality,
	Title: "a system message does not come first, or comes twice",
	Why: "In use the instructions stand in one message at the start. A system or developer message in the middle, or a" +
		" second one, trains on conversations that the model will not see; some services refuse it.",
	Cure: "Put all instructions into one message at the start.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "system", "content": "Be kind."}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "system", "content": "Be kind."}, {"role": "developer", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good: []string{`{"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Line: func(p *lint.Pass) {
		for i := range behindLastAnswer(p) {
			m := &p.Example.Messages[i]
			if i == 0 || !instructs(m.Role) {
				continue
			}
			if instructs(p.Example.Messages[0].Role) {
				p.Report(m.Value, "the example has a second %v message; put all instructions into the first", m.Role)
			} else {
				p.Report(m.Value, "the %v message is not the first; put the instructions at the start", m.Role)
			}
			return
		}
	},
}

func instructs(role dataset.Role) bool {
	return role == dataset.SystemRole || role == dataset.DeveloperRole
}

// behindLastAnswer returns the index behind the last message of the assistant, or of all messages where there is none.
// What stands there has been reported.
func behindLastAnswer(p *lint.Pass) int {
	for i := len(p.Example.Messages); i > 0; i-- {
		if p.Example.Messages[i-1].Role == dataset.AssistantRole {
			return i
		}
	}
	return len(p.Example.Messages)
}

package preference

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var reinforcementRole = &lint.Rule{
	Code: "FT710", Name: "reinforcement-role", Consequence: lint.Refused,
	Title: "an example for reinforcement has a role that the method does not take",
	Why: "Reinforcement fine-tuning takes messages of the roles developer, user, assistant and tool. The models that " +
		"it trains read developer messages in place of system messages, and messages of a function are deprecated.",
	Cure:     "Write instructions as a message of the role developer, and what a function returned as one of the role tool.",
	Settings: forReinforcement,
	Bad: []string{
		`{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12"}`,
	},
	Good:  []string{`{"messages": [{"role": "developer", "content": "Be brief."}, {"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12"}`},
	Fixed: `{"messages": [{"role": "developer", "content": "Be brief."}, {"role": "user", "content": "What is 3 times 4?"}], "reference_answer": "12"}`,
	Line: func(p *lint.Pass) {
		if p.Format != dataset.Reinforcement || lint.LastAnswer(p.Example.Messages) >= 0 {
			return // an example for another method, as another rule says
		}
		for i := range p.Example.Messages {
			reportRole(p, &p.Example.Messages[i])
		}
	},
}

func reportRole(p *lint.Pass, m *dataset.Message) {
	switch role := m.RoleValue; m.Role {
	case dataset.SystemRole:
		f := p.Report(role, "reinforcement takes no system messages; write the role as developer")
		f.Fix = &lint.Fix{Title: "write the role as developer", Edits: []dataset.Edit{{Start: role.Start(), End: role.End(), New: `"developer"`}}}
	case dataset.FunctionRole:
		p.Report(role, "reinforcement takes no messages of a function; write it as the answer of a tool")
	}
}

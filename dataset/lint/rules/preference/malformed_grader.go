package preference

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var malformedGrader = &lint.Rule{
	Code: "FT714", Name: "malformed-grader", Consequence: lint.Refused,
	Title: "the grader is not one that the service can run",
	Why: "A grader is one JSON object with the members of its type: string_check, text_similarity, score_model, label_model, " +
		"python or multi. The parts of a multi grader are an object by their names, and calculate_output uses those names. What " +
		"a template reads begins with item or sample. A grader that breaks these rules is refused when the job is created, or " +
		"fails on the first answer.",
	Cure:       "Correct the grader where the finding says.",
	BadGrader:  `{"type": "multi", "name": "all", "graders": {"same": ` + sameGrader + `}, "calculate_output": "0.5 * exact"}`,
	GoodGrader: `{"type": "multi", "name": "all", "graders": {"exact": ` + sameGrader + `}, "calculate_output": "0.5 * exact"}`,
	Settings:   forReinforcement,
	Bad:        []string{`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "answer": "12"}`},
	Good:       []string{`{"messages": [{"role": "user", "content": "What is 3 times 5?"}], "answer": "15"}`},
	File: func(p *lint.SummaryPass) {
		if !graded(p) {
			return
		}
		for _, fault := range p.Settings.Grader.Faults {
			reportGrader(p, fault.Path, fault.Message)
		}
	},
}

// sameGrader is a grader without a fault, for examples.
const sameGrader = `{"type": "string_check", "name": "same", "input": "{{sample.output_text}}", "reference": "{{item.answer}}", "operation": "eq"}`

// graded reports whether the file is for reinforcement, its grader is known, and nobody judged that one yet: what is wrong
// with it is said of the training file.
func graded(p *lint.SummaryPass) bool {
	return p.Settings.Grader != nil && p.Settings.Format == dataset.Reinforcement && p.Training == nil
}

// reportGrader notes a finding about a place of the grader.
func reportGrader(p *lint.SummaryPass, path, message string) {
	if path == "" {
		p.Report("the grader: %s", message)
		return
	}
	p.Report("the grader at %s: %s", lint.Printable(path), message)
}

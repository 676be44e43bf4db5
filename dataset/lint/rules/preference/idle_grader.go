package preference

import "github.com/ftplan/ftplan/dataset/lint"

var idleGrader = &lint.Rule{
	Code: "FT716", Name: "idle-grader", Consequence: lint.Quality,
	Title: "a part of the grader makes no difference",
	Why: "A grader whose texts read nothing of the answer gives every answer the same grade, so the model learns nothing from it. " +
		"A part of a multi grader that calculate_output does not use is run, and paid for where it asks a model, for nothing.",
	Cure:       "Have the part read the answer, as {{sample.output_text}}, and the formula use it; or take it out.",
	BadGrader:  `{"type": "multi", "name": "all", "graders": {"same": ` + sameGrader + `, "also": ` + sameGrader + `}, "calculate_output": "same"}`,
	GoodGrader: sameGrader,
	Settings:   forReinforcement,
	Bad:        []string{`{"messages": [{"role": "user", "content": "What is 3 times 4?"}], "answer": "12"}`},
	Good:       []string{`{"messages": [{"role": "user", "content": "What is 3 times 5?"}], "answer": "15"}`},
	File: func(p *lint.SummaryPass) {
		if !graded(p) {
			return
		}
		for _, fault := range p.Settings.Grader.Idle {
			reportGrader(p, fault.Path, fault.Message)
		}
	},
}

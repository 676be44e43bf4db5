package text

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var nationalID = &lint.Rule{
	Code: "FT811", Name: "national-id", Consequence: lint.Quality,
	Title: "a text holds a US social security number",
	Why: "The number has the form of a social security number and the words before it say that it is one. It identifies a " +
		"person for life, and a model can repeat it.",
	Cure: "Replace the number by a placeholder such as <ssn>.",
	Bad:  []string{samples.Chat("My SSN is 219-45-8316.", "Please never send that.")},
	Good: []string{samples.Chat("The part number is 219-45-8316. An SSN looks like 123-45-6789.", "I see.")},
	Line: reportNumbers(detect.SocialSecurity, "a social security number; replace it by a placeholder"),
}

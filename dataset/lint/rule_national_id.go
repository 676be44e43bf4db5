package lint

var nationalID = &Rule{
	Code: "FT811", Name: "national-id", Consequence: Quality,
	Title: "a text holds a US social security number",
	Why: "The number has the form of a social security number and the words before it say that it is one. It identifies a " +
		"person for life, and a model can repeat it.",
	Cure: "Replace the number by a placeholder such as <ssn>.",
	Bad:  []string{chatLine("My SSN is 219-45-8316.", "Please never send that.")},
	Good: []string{chatLine("The part number is 219-45-8316. An SSN looks like 123-45-6789.", "I see.")},
	Line: reportNumbers(socialNumber, "a social security number; replace it by a placeholder"),
}

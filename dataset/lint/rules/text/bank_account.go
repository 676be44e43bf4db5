package text

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var bankAccount = &lint.Rule{
	Code: "FT810", Name: "bank-account", Consequence: lint.Quality,
	Title: "a text holds the number of a bank account",
	Why: "The number is an IBAN of a known country with right check digits. With a name beside it, it is enough for a debit in " +
		"some places, and a model can repeat it.",
	Cure: "Replace the number by a placeholder such as <iban>.",
	Bad:  []string{samples.Chat("Please refund to DE44 5001 0517 5407 3249 31.", "Done.")},
	Good: []string{samples.Chat("Please refund to DE89 3704 0044 0532 0130 00.", "That is the number in every textbook.")},
	Line: reportNumbers(detect.BankAccount, "an IBAN; replace it by a placeholder"),
}

// Package text holds the rules about what texts say, FT8: control tokens, odd characters, secrets, personal data, answers
// that a model gave, and lengths. What they look for is found by package detect.
package text

import "github.com/ftplan/ftplan/dataset/lint"

// Rules returns the rules of the family in the order of their codes.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		controlToken,
		chatMarker,
		replacementCharacter,
		misreadText,
		textDirection,
		invisibleCharacter,
		controlCode,
		secretKey,
		paymentCard,
		bankAccount,
		nationalID,
		emailAddress,
		phoneNumber,
		manyRefusals,
		asAnAI,
		cutExample,
		littleTrained,
	}
}

package lint

// textRules returns the rules of the family in the order of their codes.
func textRules() []*Rule {
	return []*Rule{
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

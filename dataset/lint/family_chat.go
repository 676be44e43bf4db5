package lint

// chatRules returns the rules of the family in the order of their codes.
func chatRules() []*Rule {
	return []*Rule{
		missingRole,
		notAMessage,
		unknownRole,
		unknownMessageKey,
		misplacedKey,
		nullMember,
		badWeight,
		weightElsewhere,
		missingContent,
		contentType,
		emptyContent,
		badPart,
		nothingTrained,
		noAnswer,
		trailingMessages,
		repeatedAnswer,
		notAlternating,
		lateSystem,
		noUser,
		opensUnasked,
		malformedName,
		memberType,
		unknownPartKey,
	}
}

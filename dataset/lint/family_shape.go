package lint

// shapeRules returns the rules of the family in the order of their codes.
func shapeRules() []*Rule {
	return []*Rule{
		notAnObject,
		wrongFormat,
		missingKey,
		unknownKey,
		messagesType,
		noMessages,
		mixedFormats,
		completionType,
	}
}

package lint

// fileRules returns the rules of the family in the order of their codes.
func fileRules() []*Rule {
	return []*Rule{
		emptyFile,
		foreignFile,
		jsonDocument,
		tooFewExamples,
		byteOrderMark,
		noByteOrderMark,
		blankLine,
		lineTooLong,
		strayCarriageReturn,
		rawSeparator,
		methodUnavailable,
	}
}

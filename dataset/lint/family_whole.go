package lint

// wholeRules returns the rules of the family in the order of their codes.
func wholeRules() []*Rule {
	return []*Rule{
		duplicateExample,
		nearDuplicates,
		conflictingLabels,
		severalAnswers,
		sameAnswer,
		dominantLabel,
		sortedLabels,
		brokenStructure,
		unevenStructure,
		systemVariants,
		systemMissing,
		toolDrift,
		unevenTools,
		fewExamples,
		fileTooLarge,
		uploadInParts,
		validationOverlap,
		validationOpening,
		validationFormat,
		validationSystem,
		validationTools,
	}
}

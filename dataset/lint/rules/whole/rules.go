// Package whole holds the rules about the file as a whole, FT9: repeated examples, labels, answers that differ in form,
// system messages and tools that drift, sizes, and how a validation file compares with the training file. They look at the
// [lint.Summary] alone.
package whole

import "github.com/ftplan/ftplan/dataset/lint"

// Rules returns the rules of the family in the order of their codes.
func Rules() []*lint.Rule {
	return []*lint.Rule{
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
		missingLabel,
	}
}

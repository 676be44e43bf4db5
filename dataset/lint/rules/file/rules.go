// Package file holds the rules about a file and its bytes, FT1: is it JSON lines at all, is there enough of it, what stands
// before, between and behind the lines. What stands in a line is judged by the other families.
package file

import "github.com/ftplan/ftplan/dataset/lint"

// Rules returns the rules of the family in the order of their codes.
func Rules() []*lint.Rule {
	return []*lint.Rule{
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

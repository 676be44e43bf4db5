// Package syntax holds the rules about JSON itself, FT2: lines that are no JSON, and those that are read only because
// readers are kind. What is wrong with a broken line comes from package repair; here it gets its code and its words.
package syntax

import "github.com/ftplan/ftplan/dataset/lint"

// Rules returns the rules of the family in the order of their codes.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		badJSON,
		pythonLiteral,
		notANumber,
		trailingComma,
		comment,
		severalValues,
		cutLine,
		controlCharacter,
		duplicateName,
		badUTF8,
		loneSurrogate,
	}
}

package lint

// syntaxRules returns the rules of the family in the order of their codes.
func syntaxRules() []*Rule {
	return []*Rule{
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

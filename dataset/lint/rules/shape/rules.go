// Package shape holds the rules about the shape of an example, FT3: is the line an object, in the format that is wanted,
// with the keys that the format has. What stands under those keys is judged by the other families.
package shape

import "github.com/ftplan/ftplan/dataset/lint"

// Rules returns the rules of the family in the order of their codes.
func Rules() []*lint.Rule {
	return []*lint.Rule{
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

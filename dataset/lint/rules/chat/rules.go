// Package chat holds the rules about messages, FT4: roles, contents, weights, names, and who speaks after whom. Calls of
// tools are judged by package tools, images by package images, what a text says by package text.
package chat

import "github.com/ftplan/ftplan/dataset/lint"

// Rules returns the rules of the family in the order of their codes.
func Rules() []*lint.Rule {
	return []*lint.Rule{
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

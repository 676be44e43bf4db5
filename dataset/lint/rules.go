package lint

import "slices"

// Rules returns all rules in the order of their codes.
//
// The families: FT1 the file and its bytes, FT2 JSON, FT3 the shape of an example, FT4 messages, roles and weights,
// FT5 tools, FT6 images, FT7 preference and reinforcement, FT8 the text itself, FT9 the file as a whole.
func Rules() []*Rule {
	return slices.Concat(fileRules(), syntaxRules(), shapeRules(), chatRules(), toolsRules(), imagesRules(), preferenceRules(), textRules(), wholeRules())
}

// Unreadable returns the rules that say why a file or a line cannot be read at all: what a count or a split has to know.
// With those alone a [Checker] leaves out all facts but how many examples there are.
func Unreadable() []*Rule {
	return slices.DeleteFunc(Rules(), func(r *Rule) bool { return !r.unreadable() })
}

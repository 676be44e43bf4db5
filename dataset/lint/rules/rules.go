// Package rules is the registry: all rules that ftplan judges training files by, in the order of their codes. The rules
// themselves stand in one package for each family, one file for each rule; what runs them is package lint.
//
// # Adding a rule
//
// Write one file in the folder of its family: copy a neighbour, give the rule the next free code, say what it is and why it
// matters, and give a bad and a good example. Add it to the list in the family's rules.go. Run go test here: the tests check
// the documentation, run the examples and say what is missing; with -update they also write RULES.md, the page of all rules,
// anew.
//
// Rules of one family know nothing of another's. What several of them need of the format stands in package keys, the lines
// from which several make their examples in package samples.
package rules

import (
	"slices"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/chat"
	"github.com/ftplan/ftplan/dataset/lint/rules/file"
	"github.com/ftplan/ftplan/dataset/lint/rules/images"
	"github.com/ftplan/ftplan/dataset/lint/rules/preference"
	"github.com/ftplan/ftplan/dataset/lint/rules/shape"
	"github.com/ftplan/ftplan/dataset/lint/rules/syntax"
	"github.com/ftplan/ftplan/dataset/lint/rules/text"
	"github.com/ftplan/ftplan/dataset/lint/rules/tools"
	"github.com/ftplan/ftplan/dataset/lint/rules/whole"
)

// Rules returns all rules in the order of their codes.
//
// The families: FT1 the file and its bytes, FT2 JSON, FT3 the shape of an example, FT4 messages, roles and weights,
// FT5 tools, FT6 images, FT7 preference and reinforcement, FT8 the text itself, FT9 the file as a whole.
func Rules() []*lint.Rule {
	return slices.Concat(file.Rules(), syntax.Rules(), shape.Rules(), chat.Rules(), tools.Rules(), images.Rules(), preference.Rules(), text.Rules(), whole.Rules())
}

// Unreadable returns the rules that say why a file or a line cannot be read at all: what a count or a split has to know.
// With those alone a [Checker] leaves out all facts but how many examples there are.
func Unreadable() []*lint.Rule {
	return slices.DeleteFunc(Rules(), func(r *lint.Rule) bool { return !r.Unreadable() })
}

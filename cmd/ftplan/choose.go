package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/dataset/lint"
)

// A choice says which rules judge a file. Rules are named by code (FT401), by the start of a code (FT4), or by name.
type choice struct {
	allow, only []string
	strict      bool
}

func (c *choice) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringSliceVar(&c.allow, "allow", nil, "let findings of a rule pass: code, start of a code, or name; may be repeated")
	f.StringSliceVar(&c.only, "only", nil, "judge by these rules alone; may be repeated")
}

// rules returns the rules to judge by, and those of them whose findings are let pass.
func (c *choice) rules() (judge []*lint.Rule, allowed map[*lint.Rule]bool, err error) {
	judge = lint.Rules()
	if len(c.only) > 0 {
		only, err := rulesNamed(judge, c.only)
		if err != nil {
			return nil, nil, err
		}
		judge = slices.DeleteFunc(judge, func(r *lint.Rule) bool { return !only[r] })
	}
	allowed, err = rulesNamed(lint.Rules(), c.allow)
	return judge, allowed, err
}

// rulesNamed returns the rules that the words name.
func rulesNamed(rules []*lint.Rule, words []string) (map[*lint.Rule]bool, error) {
	named := map[*lint.Rule]bool{}
	for _, word := range words {
		found := matching(rules, word)
		if len(found) == 0 {
			return nil, unknownRule(rules, word)
		}
		for _, r := range found {
			named[r] = true
		}
	}
	return named, nil
}

// matching returns the rules that a word names, in the order of their codes.
func matching(rules []*lint.Rule, word string) []*lint.Rule {
	word = strings.TrimSpace(word)
	code := strings.ToUpper(word)
	family := len(code) > len("FT") && strings.HasPrefix(code, "FT")
	var found []*lint.Rule
	for _, r := range rules {
		if r.Name == strings.ToLower(word) || family && strings.HasPrefix(r.Code, code) {
			found = append(found, r)
		}
	}
	return found
}

func unknownRule(rules []*lint.Rule, word string) error {
	var known []string
	for _, r := range rules {
		known = append(known, r.Name, r.Code)
	}
	hint := "ftplan rules lists the codes and names"
	if near := lint.Nearest(word, known); near != "" {
		hint = "did you mean " + near + "? " + hint
	}
	return usage(hint, "no rule is called %s", lint.Quote([]byte(word)))
}

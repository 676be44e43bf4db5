package main

import (
	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
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
	if judge, err = lint.Select(rules.Rules(), nil, c.only); err != nil {
		return nil, nil, usageError{err: err}
	}
	allowed = map[*lint.Rule]bool{}
	if len(c.allow) == 0 {
		return judge, allowed, nil
	}
	passing, err := lint.Select(rules.Rules(), nil, c.allow)
	if err != nil {
		return nil, nil, usageError{err: err}
	}
	for _, r := range passing {
		allowed[r] = true
	}
	return judge, allowed, nil
}

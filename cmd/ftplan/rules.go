package main

import (
	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
)

type rulesOptions struct {
	word, format string
}

func newRules(c *common) *cobra.Command {
	var o rulesOptions
	cmd := &cobra.Command{
		Use:   "rules [CODE|NAME]",
		Short: "List the rules that lint judges by, or explain one",
		Example: "  ftplan rules\n" +
			"  ftplan rules FT4\n" +
			"  ftplan rules unknown-role",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.word = args[0]
			}
			return rules(c, o)
		},
	}
	formatFlag(cmd, &o.format, view.RulesFormats())
	return cmd
}

// rules lists the rules, or those of a family, or explains one.
func rules(c *common, o rulesOptions) error {
	if err := checkFormat(o.format, view.RulesFormats()); err != nil {
		return err
	}
	found := lint.Rules()
	if o.word == "" {
		return view.Rules(c.out, o.format, found, c.style())
	}
	if found = matching(lint.Rules(), o.word); len(found) == 0 {
		return unknownRule(lint.Rules(), o.word)
	}
	if len(found) > 1 {
		return view.Rules(c.out, o.format, found, c.style())
	}
	return view.Rule(c.out, o.format, found[0], c.style())
}

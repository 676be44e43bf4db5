package main

import (
	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/examples"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
)

type rulesOptions struct {
	word, format string
}

func newRules(c *common) *cobra.Command {
	var o rulesOptions
	cmd := &cobra.Command{
		Use:   "rules [CODE|NAME|tokens]",
		Short: "List the rules that lint judges by, or explain one, or how tokens are counted",
		Example: "  ftplan rules\n" +
			"  ftplan rules FT4\n" +
			"  ftplan rules unknown-role\n" +
			"  ftplan rules tokens",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.word = args[0]
			}
			return listRules(c, o)
		},
	}
	formatFlag(cmd, &o.format, findings.RulesFormats())
	return cmd
}

// listRules lists the rules, or those of a family, or explains one.
func listRules(c *common, o rulesOptions) error {
	if err := checkFormat(o.format, findings.RulesFormats()); err != nil {
		return err
	}
	if o.word == "tokens" {
		return examples.Counting(c.out, o.format, c.style())
	}
	var words []string
	if o.word != "" {
		words = []string{o.word}
	}
	found, err := lint.Select(rules.Rules(), nil, words)
	if err != nil {
		return usageError{err: err}
	}
	if len(found) > 1 {
		return findings.Rules(c.out, o.format, found, c.style())
	}
	return findings.Rule(c.out, o.format, found[0], c.style())
}

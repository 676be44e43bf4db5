package main

import (
	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan/catalog"
)

func newModels(c *common) *cobra.Command {
	var format, provider string
	cmd := &cobra.Command{
		Use:     "models",
		Short:   "List the models that can be fine-tuned, their methods, prices and last days",
		Example: "  ftplan models --provider openai",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := checkFormat(format, view.ModelsFormats()); err != nil {
				return err
			}
			now, err := c.clock()
			if err != nil {
				return err
			}
			cat := catalog.Builtin()
			if provider != "" {
				if _, err := cat.Provider(provider); err != nil {
					return err
				}
			}
			return view.Models(c.out, format, cat, provider, now, c.style())
		},
	}
	cmd.Flags().StringVar(&provider, "provider", "", "only what this provider trains")
	formatFlag(cmd, &format, view.ModelsFormats())
	return cmd
}

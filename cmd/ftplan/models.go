package main

import (
	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/costs"
	"github.com/ftplan/ftplan/plan/catalog"
)

func newModels(c *common) *cobra.Command {
	var format, provider string
	cmd := &cobra.Command{
		Use:     "models [PROVIDER]",
		Short:   "List the models that can be fine-tuned, their methods, prices and last days",
		Example: "  ftplan models --provider openai",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && provider != "" && provider != args[0] {
				return usage("leave one of them out", "two providers are named, %s and %s", args[0], provider)
			}
			if len(args) == 1 {
				provider = args[0]
			}
			if err := checkFormat(format, costs.ModelsFormats()); err != nil {
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
			return costs.Models(c.out, format, cat, provider, now, c.style())
		},
	}
	cmd.Flags().StringVar(&provider, "provider", "", "only what this provider trains")
	formatFlag(cmd, &format, costs.ModelsFormats())
	return cmd
}

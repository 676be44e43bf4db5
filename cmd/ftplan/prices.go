package main

import (
	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/costs"
	"github.com/ftplan/ftplan/plan/catalog"
)

func newPrices(c *common) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "prices [SHEET]",
		Short: "Show the price sheets, or every figure of one with its source and date",
		Long: "prices lists the price sheets that quotes are made with. Of one sheet, or of a file of your own, it shows every\n" +
			"figure with its source and the day on which it was read.",
		Example: "  ftplan prices\n  ftplan prices openai",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkFormat(format, costs.PricesFormats()); err != nil {
				return err
			}
			sheet := ""
			if len(args) == 1 {
				sheet = args[0]
			}
			return prices(c, sheet, format)
		},
	}
	formatFlag(cmd, &format, costs.PricesFormats())
	return cmd
}

// prices prints one sheet, or all of them in short.
func prices(c *common, name, format string) error {
	at, err := c.moment(name)
	if err != nil {
		return err
	}
	r := costs.PricesReport{Now: at.now, Sheets: at.catalog.Sheets}
	if at.sheet != "" {
		sheet, err := at.catalog.Sheet(at.sheet)
		if err != nil {
			return err
		}
		r.Sheets, r.Full = []catalog.Sheet{*sheet}, true
	}
	return costs.Prices(c.out, format, r, c.style())
}

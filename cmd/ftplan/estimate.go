package main

import (
	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/costs"
	"github.com/ftplan/ftplan/plan"
)

type estimateOptions struct {
	target
	job
	usageFlags
	tokens, examples quantity
	maxCost          amount
	format           string
	onceOnly         bool // nobody said how many epochs
}

func newEstimate(c *common) *cobra.Command {
	var o estimateOptions
	cmd := &cobra.Command{
		Use:   "estimate [TOKENS]",
		Short: "Price a job without a file, from tokens by hand, and what using the model costs",
		Example: "  ftplan estimate --model gpt-4o-mini --tokens 5M --epochs 1\n" +
			"  ftplan estimate --tokens 5M --epochs 1 --monthly-input 1M --monthly-output 2M --months 12",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := o.byHand(args); err != nil {
				return err
			}
			return estimate(c, o)
		},
	}
	o.target.names(cmd, defaultModel)
	o.job.flags(cmd)
	cmd.Flags().Var(&o.tokens, "tokens", "billed tokens of one epoch, such as 5M")
	cmd.Flags().Var(&o.examples, "examples", "examples, from which automatic epochs are resolved")
	cmd.Flags().Var(&o.maxCost, "max-cost", "fail with exit code 5 if training may cost more than this")
	o.usageFlags.flags(cmd)
	formatFlag(cmd, &o.format, costs.EstimateFormats())
	return cmd
}

// byHand takes the tokens of an epoch from the argument: estimate 5M is estimate --tokens 5M.
func (o *estimateOptions) byHand(args []string) error {
	if len(args) == 0 {
		return nil
	}
	if o.tokens.set {
		return usage("leave one of them out", "the tokens are given twice, as %s and with --tokens", args[0])
	}
	if err := o.tokens.Set(args[0]); err != nil {
		return usage("give the tokens of one epoch, such as 5M; or count a file with "+view.Command("ftplan", "quote", args[0]), "%w", err)
	}
	if o.epochs == "auto" && !o.examples.set {
		o.epochs, o.onceOnly = "1", true
	}
	return nil
}

// estimate prices tokens that were counted elsewhere. A model whose time is over is priced for comparison; the command then
// fails.
func estimate(c *common, o estimateOptions) error {
	if err := checkFormat(o.format, costs.EstimateFormats()); err != nil {
		return err
	}
	if !o.tokens.set {
		return usage("add --tokens, those of one epoch, such as 5M; or count a file with ftplan quote FILE", "nothing says how many tokens are trained on")
	}
	at, err := c.moment(o.prices)
	if err != nil {
		return err
	}
	r, err := o.price(at)
	if err != nil {
		return err
	}
	if err := costs.Estimate(c.out, o.format, r, c.style()); err != nil {
		return err
	}
	switch {
	case r.Refused != nil:
		return r.Refused
	case r.Budget != nil:
		return r.Budget.Refusal()
	}
	return nil
}

func (o *estimateOptions) price(at moment) (r costs.EstimateReport, err error) {
	s, err := o.target.settings()
	if err != nil {
		return r, err
	}
	s.Sheet = at.sheet
	if err := o.job.set(&s); err != nil {
		return r, err
	}
	use, err := o.usage()
	if err != nil {
		return r, err
	}
	r.Estimate, r.Refused, err = withPastTraining(s, func(s plan.Settings) (*plan.Estimate, error) {
		return plan.NewEstimate(s, o.tokens.n, o.examples.n, use, at.catalog, at.now)
	})
	if err != nil {
		return r, err
	}
	if _, err := billed(r.Estimate.Ownership, nil); err != nil {
		return r, err
	}
	if o.maxCost.set {
		r.Max, r.Budget = &o.maxCost.USD, r.Estimate.Within(o.maxCost.USD)
	}
	if o.onceOnly {
		r.Estimate.Assumptions = append(r.Estimate.Assumptions, "one epoch, since nothing says how many; --epochs does")
	}
	s.Epochs = r.Estimate.Epochs
	r.BreakEven, err = o.breakEven(s, r.Estimate.Total, use, nil, at)
	r.Advice = plan.Advise(s, nil, use, at.catalog, at.now)
	return r, err
}

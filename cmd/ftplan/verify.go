package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/costs"
	"github.com/ftplan/ftplan/plan"
)

type verifyOptions struct {
	trust
	quote, prices, format string
	launch                []string // the arguments of the command that launches it
}

func newVerify(c *common) *cobra.Command {
	var o verifyOptions
	cmd := &cobra.Command{
		Use:   "verify QUOTE",
		Short: "Say whether a quote, its approval and its files still fit together",
		Long: "verify makes the quote again from its choices and the files, and compares it with the saved one and the approval\n" +
			"beside it. It says of each whether it fits, and ends with exit code 5 where one does not.",
		Example: "  ftplan verify quote.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.quote, o.launch = args[0], append(chosen(cmd, ofTheLaunch), args[0])
			return verify(cmd.Context(), c, o)
		},
	}
	o.trust.flags(cmd)
	cmd.Flags().StringVar(&o.prices, "prices", "", "the price sheet file that the quote was made with, if any")
	formatFlag(cmd, &o.format, costs.VerifyFormats())
	return cmd
}

// verify says what fits and what does not. The first thing that does not is the error.
func verify(ctx context.Context, c *common, o verifyOptions) error {
	if err := checkFormat(o.format, costs.VerifyFormats()); err != nil {
		return err
	}
	at, err := c.moment(o.prices)
	if err != nil {
		return err
	}
	r, err := o.check(ctx, c, at)
	if err != nil {
		return err
	}
	if err := costs.Verify(c.out, o.format, r, c.style()); err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		first := *r.Problems[0]
		first.Differences = nil // they were just shown
		return &first
	}
	return nil
}

// check makes the quote again and lists what keeps its job from being launched now.
func (o *verifyOptions) check(ctx context.Context, c *common, at moment) (r costs.VerifyReport, err error) {
	r = costs.VerifyReport{QuoteFile: o.quote, ApprovalFile: approvalPath(o.quote), Launch: o.launch}
	if r.Quote, err = readQuote(o.quote); err != nil {
		r.Problems, err = asProblem(err, "quote")
		return r, err
	}
	r.Approval, err = readApproval(r.ApprovalFile)
	if r.Problems, err = asProblem(err, "approval"); err != nil {
		return r, err
	}
	if r.Approval == nil && len(r.Problems) == 0 {
		r.Problems = append(r.Problems, &plan.Refusal{Reason: "not approved: there is no " + r.ApprovalFile, Hint: view.Command("ftplan", "approve", r.QuoteFile), About: "approval"})
	}
	g, err := o.guards(ctx, c, at, launchFiles{quote: o.quote}, r.Quote, r.Approval)
	r.Files, r.Problems = g.files, append(r.Problems, g.problems...)
	return r, err
}

// asProblem turns a refusal into a problem of a part; another error stays one.
func asProblem(err error, about string) ([]*plan.Refusal, error) {
	var refusal *plan.Refusal
	if !errors.As(err, &refusal) {
		return nil, err
	}
	return []*plan.Refusal{{Reason: err.Error(), Hint: refusal.Hint, About: about}}, nil
}

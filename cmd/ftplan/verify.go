package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan"
)

type verifyOptions struct {
	quote, prices, format string
}

func newVerify(c *common) *cobra.Command {
	var o verifyOptions
	cmd := &cobra.Command{
		Use:   "verify QUOTE",
		Short: "Say whether a quote, its approval and its files still fit together",
		Long: "verify reads the quote and the approval beside it and hashes the quoted files again. It says of each whether it\n" +
			"fits, and ends with exit code 5 where one does not.",
		Example: "  ftplan verify quote.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.quote = args[0]
			return verify(cmd.Context(), c, o)
		},
	}
	cmd.Flags().StringVar(&o.prices, "prices", "", "the price sheet file that the quote was made with, if any")
	formatFlag(cmd, &o.format, view.VerifyFormats())
	return cmd
}

// verify says what fits and what does not. The first thing that does not is the error.
func verify(ctx context.Context, c *common, o verifyOptions) error {
	if err := checkFormat(o.format, view.VerifyFormats()); err != nil {
		return err
	}
	at, err := c.moment(o.prices)
	if err != nil {
		return err
	}
	team, err := configAbove()
	if err != nil {
		return err
	}
	r, err := o.look(ctx, at, team)
	if err != nil {
		return err
	}
	if err := view.Verify(c.out, o.format, r, c.style()); err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		return r.Problems[0]
	}
	return nil
}

func (o *verifyOptions) look(ctx context.Context, at moment, team config) (r view.VerifyReport, err error) {
	r = view.VerifyReport{QuoteFile: o.quote, ApprovalFile: approvalPath(o.quote)}
	if r.Quote, err = readQuote(o.quote); err != nil {
		r.Problems, err = asProblem(err, "quote")
		return r, err
	}
	if r.Files, err = hashFiles(ctx, r.Quote, launchFiles{quote: o.quote}.locate); err != nil {
		return r, err
	}
	r.Approval, err = readApproval(r.ApprovalFile)
	if r.Problems, err = asProblem(err, "approval"); err != nil {
		return r, err
	}
	found, err := consentProblems(r, team, at)
	r.Problems = append(r.Problems, found...)
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

// consentProblems lists what keeps the job from being launched now: the quote, the approval, the files, the prices and
// the signature that a team demands.
func consentProblems(r view.VerifyReport, team config, at moment) ([]*plan.Refusal, error) {
	var list []*plan.Refusal
	switch {
	case r.Approval != nil:
		list = r.Approval.Problems(r.Quote, at.now, r.Files)
	case len(r.Problems) == 0:
		list = append(list, &plan.Refusal{Reason: "not approved: there is no " + r.ApprovalFile, Hint: view.Command("ftplan", "approve", r.QuoteFile), About: "approval"})
		fallthrough
	default:
		list = append(list, r.Quote.Problems(at.now, r.Files)...)
	}
	outdated, err := asProblem(r.Quote.Outdated(at.catalog), "quote")
	if err != nil {
		return nil, err
	}
	list = append(list, outdated...)
	if r.Approval == nil || len(team.signers) == 0 {
		return list, nil
	}
	unsigned, err := asProblem(r.Approval.SignedBy(team.signers), "approval")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", team.path, err)
	}
	return append(list, unsigned...), nil
}

package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/costs"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/money"
	"github.com/ftplan/ftplan/submit/service"
)

type approveOptions struct {
	quote, by, key, prices, format string

	limit   amount
	expires span
	force   bool
}

func newApprove(c *common) *cobra.Command {
	var o approveOptions
	cmd := &cobra.Command{
		Use:   "approve QUOTE",
		Short: "Let a quote's job be paid for, up to a limit and until a time",
		Long: "approve makes the quote again from its choices and the files, shows what will be paid and asks for the word yes.\n" +
			"Where there is no terminal to ask on, --limit is the consent. The approval is written beside the quote, fits that\n" +
			"quote alone, and is recorded on this machine: elsewhere it counts only with a signature.\n\n" +
			"A team that wants two people lists their public keys in " + configName + ":\n\n" +
			"  approval:\n    signers:\n      - ssh-ed25519 AAAA… grace\n\n" +
			"The second person then signs with approve --sign-with KEY, at once or over the first one's approval.",
		Example: "  ftplan approve quote.json\n" +
			"  ftplan approve --limit 25.00 --by Ada quote.json\n" +
			"  ftplan approve --sign-with ~/.ssh/id_ed25519 quote.json",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.quote = args[0]
			return approve(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	f.Var(&o.limit, "limit", "the most that may be spent (default on a terminal: the quote's total)")
	f.StringVar(&o.by, "by", "", "who approves (default: the user's name on this machine)")
	f.Var(&o.expires, "expires", "how long the approval is good for, such as 4h (default as long as the quote)")
	f.StringVar(&o.key, "sign-with", "", "sign with this ed25519 private key, as ssh-keygen makes it")
	f.StringVar(&o.prices, "prices", "", "the price sheet of the quote, where it is a file of your own")
	f.BoolVar(&o.force, "force", false, "replace the approval if there is one")
	formatFlag(cmd, &o.format, costs.ApprovalFormats())
	return cmd
}

// approve writes a person's consent to a quote, or adds a second person's signature to it.
func approve(ctx context.Context, c *common, o approveOptions) error {
	if err := checkFormat(o.format, costs.ApprovalFormats()); err != nil {
		return err
	}
	at, err := c.moment(o.prices)
	if err != nil {
		return err
	}
	teams, err := teamsOf(o.quote)
	if err != nil {
		return err
	}
	q, err := o.checked(ctx, c, at)
	if err != nil {
		return err
	}
	r := costs.ApprovalReport{QuoteFile: o.quote, File: approvalPath(o.quote), Quote: q, Prices: o.prices}
	if r.Foreign, err = foreign(q, at); err != nil {
		return err
	}
	now := at.now
	old, err := readApproval(r.File)
	if err != nil && !o.force {
		return err
	}
	if old != nil && o.signs() {
		r.Approval, err = o.sign(ctx, c, r, old, now)
	} else {
		r.Approval, err = o.approve(ctx, c, r, old != nil, now)
	}
	if err != nil {
		return err
	}
	if err := c.recordGiven(r.Approval, q, c.now()); err != nil {
		return err
	}
	if info, err := os.Lstat(r.File); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return usage("remove the link", "%s is a link, and an approval is not written through one", r.File)
	}
	if err := save(r.File, o.force || old != nil, r.Approval.Bytes); err != nil {
		return err
	}
	for _, team := range teams {
		if err := r.Approval.SignedBy(team.signers); err != nil && r.Unsigned == nil {
			r.Unsigned, r.Signers, r.Config = err, len(team.signers), team.path
		}
	}
	return costs.Approval(c.out, o.format, r, c.style())
}

// checked reads the quote and makes it again; it is returned where it holds and could be launched.
func (o *approveOptions) checked(ctx context.Context, c *common, at moment) (*plan.Quote, error) {
	q, err := readQuote(o.quote)
	if err != nil {
		return nil, err
	}
	r, err := c.rebuild(ctx, q, at, launchFiles{quote: o.quote})
	if err != nil {
		return nil, err
	}
	if problems := slices.Concat(r.problems, q.Problems(at.now, r.files)); len(problems) > 0 {
		return nil, problems[0]
	}
	return q, service.CheckURL(q.BaseURL)
}

// foreign names the provider of a quote whose address is not one of its own, "" where it is.
func foreign(q *plan.Quote, at moment) (string, error) {
	p, err := at.catalog.Provider(q.Provider)
	if err != nil || p.Owns(q.BaseURL) {
		return "", err
	}
	return p.Title, nil
}

// signs reports whether a signature is all that is asked for.
func (o *approveOptions) signs() bool {
	return o.key != "" && o.by == "" && o.expires.Duration == 0 && !o.force
}

// asks reports whether there is a person to ask, who sees what is asked about.
func (o *approveOptions) asks(c *common) bool { return c.person && o.format == "text" }

// approve makes a new approval.
func (o *approveOptions) approve(ctx context.Context, c *common, r costs.ApprovalReport, there bool, now time.Time) (*plan.Approval, error) {
	if there && !o.force {
		return nil, fmt.Errorf("%q exists already: the quote is approved; say --force to approve it anew", r.File)
	}
	limit, by, err := o.terms(c, r.Quote)
	if err != nil {
		return nil, err
	}
	a, err := plan.Approve(r.Quote, limit, by, now)
	if err != nil {
		return nil, err
	}
	if o.expires.Duration > 0 {
		if a, err = a.Until(now.Add(o.expires.Duration)); err != nil {
			return nil, err
		}
	}
	o.show(c, r)
	if o.asks(c) {
		question := fmt.Sprintf("\nType yes to let up to %s be spent, as %s: ", limit.AtMost(), by)
		if err := c.consent(ctx, question); err != nil {
			return nil, err
		}
	}
	return o.signed(ctx, c, a)
}

// show prints what will be paid, before anybody is asked.
func (o *approveOptions) show(c *common, r costs.ApprovalReport) {
	switch {
	case o.format == "text":
		costs.ToPay(c.out, r, c.style())
	case r.Foreign != "":
		fmt.Fprintln(c.err, costs.ForeignAddress(r.Quote.BaseURL, r.Foreign))
	}
}

// terms are the limit and the name: given by flags, or offered to the person who is asked.
func (o *approveOptions) terms(c *common, q *plan.Quote) (money.USD, string, error) {
	limit, by := o.limit.USD, o.by
	if by == "" {
		by = c.user()
	}
	if o.limit.set {
		return limit, by, nil
	}
	if high := q.Total.High; high != nil {
		limit = *high
	}
	if !o.asks(c) && q.Total.High != nil {
		return limit, by, usage("add --limit "+limit.String()+", the quote's total, or more", "there is no terminal to ask on, so the consent has to be on the command line")
	}
	return limit, by, nil
}

// sign adds a second person's signature to an approval that is there. Without a terminal, --limit says that the person
// knows what is signed.
func (o *approveOptions) sign(ctx context.Context, c *common, r costs.ApprovalReport, a *plan.Approval, now time.Time) (*plan.Approval, error) {
	for _, problem := range a.Problems(r.Quote, now, nil) {
		if problem.About == "quote" || problem.About == "approval" {
			return nil, problem
		}
	}
	if o.limit.set && a.Limit.Cmp(o.limit.USD) > 0 {
		return nil, &plan.Refusal{Reason: fmt.Sprintf("%s allows %s, more than the limit of %s", r.File, a.Limit.AtMost(), o.limit.AtMost()),
			Hint: "let the first person approve it again with a lower limit and --force"}
	}
	o.show(c, r)
	if o.asks(c) {
		question := fmt.Sprintf("\nApproved by %s. Type yes to sign for up to %s: ", a.By, a.Limit.AtMost())
		if err := c.consent(ctx, question); err != nil {
			return nil, err
		}
	} else if !o.limit.set {
		return nil, usage("add --limit "+a.Limit.String()+", the most that may be spent", "there is no terminal to ask on, so the consent has to be on the command line")
	}
	return o.signed(ctx, c, a)
}

// signed signs an approval where that is asked for.
func (o *approveOptions) signed(ctx context.Context, c *common, a *plan.Approval) (*plan.Approval, error) {
	if o.key == "" {
		return a, nil
	}
	key, err := c.signer(ctx, o.key)
	if err != nil {
		return nil, err
	}
	return a.Sign(key)
}

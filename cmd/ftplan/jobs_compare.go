package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/runs"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

func newCompareJobs(c *common, o *jobsOptions) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "compare ID ID…",
		Short: "Compare jobs: data, model, hyperparameters, validation loss, tokens, dollars, minutes",
		Long: "compare shows what jobs have in common and where they differ, and says which has the lowest validation loss. It\n" +
			"does not rank jobs whose losses measure different things: other validation files, methods or tokens. What the\n" +
			"service no longer knows comes from the ledger of this machine.",
		Example: "  ftplan jobs compare ftjob-abc123 ftjob-abc123",
		Args:    cobra.MinimumNArgs(2),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o.given = chosen(cmd, ofTheService)
		return compareJobs(cmd.Context(), c, o, args)
	}
	o.connection.flags(cmd)
	formatFlag(cmd, &o.format, runs.JobFormats())
	return cmd
}

// compareJobs compares jobs, each where it is.
func compareJobs(ctx context.Context, c *common, o *jobsOptions, ids []string) error {
	if err := checkFormat(o.format, runs.JobFormats()); err != nil {
		return err
	}
	for _, id := range ids {
		if err := service.CheckJobID(id); err != nil {
			return usageError{err: err}
		}
	}
	dir, err := c.stateFolder()
	if err != nil {
		return err
	}
	ledger, err := submit.Bills(dir)
	if err != nil {
		return err
	}
	var all runs.Comparison
	clients := map[string]*service.Client{}
	defer func() {
		for _, client := range clients {
			client.Close()
		}
	}()
	for _, id := range ids {
		compared, err := o.compared(ctx, c, clients, ledger, id)
		if err != nil {
			return err
		}
		all.Jobs = append(all.Jobs, compared)
	}
	return runs.CompareJobs(c.out, o.format, all.Ranked(), c.style())
}

// compared is one job of a comparison: as the service tells it, or where the service does not know it or no key for it is
// at hand, as the ledger has it.
func (o *jobsOptions) compared(ctx context.Context, c *common, clients map[string]*service.Client, ledger []submit.Bill, id string) (runs.Compared, error) {
	bill, err := o.seen(ctx, c, clients, id)
	if err == nil {
		return runs.Compared{Bill: bill}, nil
	}
	kept, ok := submit.BillOf(ledger, id)
	switch {
	case ok && service.Gone(err):
		return runs.Compared{Bill: kept, Ledger: "the service does not know it any more"}, nil
	case ok && service.ClassOf(err) == service.ClassKey:
		return runs.Compared{Bill: kept, Ledger: "there is no key to ask the service with"}, nil
	}
	return runs.Compared{}, fmt.Errorf("%s: %w", id, err)
}

// seen is a job as its service tells it, through one client for each service.
func (o *jobsOptions) seen(ctx context.Context, c *common, clients map[string]*service.Client, id string) (submit.Bill, error) {
	at, err := o.account(c, id)
	if err != nil {
		return submit.Bill{}, err
	}
	service := at.provider.Name + " " + at.endpoint.URL
	if clients[service] == nil {
		client, err := o.client(c, at.endpoint)
		if err != nil {
			return submit.Bill{}, err
		}
		clients[service] = client
	}
	at.client = clients[service]
	t, err := at.training(ctx, c, id)
	if err != nil {
		return submit.Bill{}, err
	}
	if err := c.remember(at, t); err != nil {
		return submit.Bill{}, err
	}
	return at.ending(c, t).Bill(), nil
}

package main

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

type jobsOptions struct {
	connection
	provider, baseURL, format string
	limit                     entries
}

func newJobs(c *common) *cobra.Command {
	group := &cobra.Command{
		Use:     "jobs",
		Short:   "See, follow and stop jobs, and compare them with their quotes",
		Example: "  ftplan jobs list",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	o := &jobsOptions{}
	f := group.PersistentFlags()
	f.StringVar(&o.provider, "provider", "", "whose jobs: openai, azure, nebius … (default openai, or where the job was launched to)")
	f.StringVar(&o.baseURL, "base-url", "", "the service's address, where it is not the provider's own")
	for _, verb := range []struct {
		name, short string
		args        cobra.PositionalArgs
		formats     []string
		run         func(context.Context, *common, *service.Client, *jobsOptions, string) error
	}{
		{"list", "List the account's jobs, newest first", cobra.NoArgs, view.JobFormats(), listJobs},
		{"show ID", "Show a job, and why it failed with the cure", cobra.ExactArgs(1), view.JobFormats(), showJob},
		{"watch ID", "Follow a job to its end", cobra.ExactArgs(1), view.JobFormats(), watchJob},
		{"events ID", "Print what the service noted about a job", cobra.ExactArgs(1), view.JobFormats(), listEvents},
		{"checkpoints ID", "List a job's checkpoints", cobra.ExactArgs(1), view.JobFormats(), listCheckpoints},
		{"cancel ID", "Stop a job and say what became of it", cobra.ExactArgs(1), view.JobFormats(), cancelJob},
		{"pause ID", "Ask a job to pause", cobra.ExactArgs(1), view.JobFormats(), pauseJob},
		{"resume ID", "Let a paused job go on", cobra.ExactArgs(1), view.JobFormats(), resumeJob},
	} {
		cmd := &cobra.Command{Use: verb.name, Short: verb.short, Args: explained(verb.args)}
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			o.given = chosen(cmd, ofTheService)
			return o.withClient(cmd.Context(), c, verb.run, args)
		}
		cmd.Example = "  ftplan jobs " + exampleOf(verb.name)
		o.connection.flags(cmd)
		o.limit = 20
		cmd.Flags().Var(&o.limit, "limit", "entries shown; 0 = all")
		formatFlag(cmd, &o.format, verb.formats)
		group.AddCommand(cmd)
	}
	group.AddCommand(newHistory(c))
	return group
}

func exampleOf(use string) string {
	for i := range use {
		if use[i] == ' ' {
			return use[:i] + " ftjob-abc123"
		}
	}
	return use
}

// withClient makes the client that a verb works with.
func (o *jobsOptions) withClient(ctx context.Context, c *common, run func(context.Context, *common, *service.Client, *jobsOptions, string) error, args []string) error {
	if err := checkFormat(o.format, view.JobFormats()); err != nil {
		return err
	}
	id := ""
	if len(args) > 0 {
		id = args[0]
		if err := service.CheckJobID(id); err != nil {
			return usageError{err: err}
		}
	}
	endpoint, err := o.endpoint(c, id)
	if err != nil {
		return err
	}
	client, err := o.client(c, endpoint)
	if err != nil {
		return err
	}
	defer client.Close()
	return run(ctx, c, client, o, id)
}

// endpoint is the service that was named; without a name it is the one that a job of this machine was launched to, so that
// neither its id nor the key goes to another.
func (o *jobsOptions) endpoint(c *common, id string) (service.Endpoint, error) {
	name, baseURL := cmp.Or(o.provider, defaultProvider), o.baseURL
	if id != "" && o.provider == "" && o.baseURL == "" {
		q, err := c.quoteOf(id)
		if err != nil {
			return service.Endpoint{}, err
		}
		if q != nil {
			name, baseURL = q.Provider, q.BaseURL
		}
	}
	provider, err := catalog.Builtin().Provider(name)
	if err != nil {
		return service.Endpoint{}, err
	}
	return submit.EndpointFor(provider, baseURL)
}

func listJobs(ctx context.Context, c *common, client *service.Client, o *jobsOptions, _ string) error {
	var jobs []service.Job
	for job, err := range client.Jobs(ctx) {
		if err != nil {
			return err
		}
		if jobs = append(jobs, job); len(jobs) == int(o.limit) {
			break
		}
	}
	return view.Jobs(c.out, o.format, jobs, c.style())
}

func showJob(ctx context.Context, c *common, client *service.Client, o *jobsOptions, id string) error {
	job, err := client.Job(ctx, id)
	if err != nil {
		return err
	}
	q, err := c.quoteOf(id)
	if err != nil {
		return err
	}
	return view.Job(c.out, o.format, view.JobReport{Job: job, Cure: cureFor(job, q)}, c.style())
}

func watchJob(ctx context.Context, c *common, client *service.Client, o *jobsOptions, id string) error {
	q, err := c.quoteOf(id)
	if err != nil {
		return err
	}
	return o.follow(ctx, c, client, o.format, id, q)
}

func listEvents(ctx context.Context, c *common, client *service.Client, o *jobsOptions, id string) error {
	var events []service.Event
	for event, err := range client.Events(ctx, id) {
		if err != nil {
			return err
		}
		if events = append(events, event); len(events) == int(o.limit) {
			break
		}
	}
	return view.Events(c.out, o.format, events, c.style())
}

func listCheckpoints(ctx context.Context, c *common, client *service.Client, o *jobsOptions, id string) error {
	var checkpoints []service.Checkpoint
	for checkpoint, err := range client.Checkpoints(ctx, id) {
		if err != nil {
			return err
		}
		if checkpoints = append(checkpoints, checkpoint); len(checkpoints) == int(o.limit) {
			break
		}
	}
	return view.Checkpoints(c.out, o.format, checkpoints, c.style())
}

func cancelJob(ctx context.Context, c *common, client *service.Client, o *jobsOptions, id string) error {
	return printing(c, o)(client.Change(ctx, id, service.Cancel))
}

func pauseJob(ctx context.Context, c *common, client *service.Client, o *jobsOptions, id string) error {
	return printing(c, o)(client.Change(ctx, id, service.Pause))
}

func resumeJob(ctx context.Context, c *common, client *service.Client, o *jobsOptions, id string) error {
	return printing(c, o)(client.Change(ctx, id, service.Resume))
}

// printing returns what prints the job that a call returned.
func printing(c *common, o *jobsOptions) func(service.Job, error) error {
	return func(job service.Job, err error) error {
		if err != nil {
			return err
		}
		return view.Job(c.out, o.format, view.JobReport{Job: job, Next: o.jobs("show", job.ID)}, c.style())
	}
}

func newHistory(c *common) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "history",
		Short:   "Compare what was quoted with what was billed, for every followed job",
		Example: "  ftplan jobs history",
		Args:    explained(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if err := checkFormat(format, view.JobFormats()); err != nil {
				return err
			}
			dir, err := c.stateFolder()
			if err != nil {
				return err
			}
			bills, err := submit.Bills(dir)
			if err != nil {
				return err
			}
			return view.Bills(c.out, format, bills, c.style())
		},
	}
	formatFlag(cmd, &format, view.JobFormats())
	return cmd
}

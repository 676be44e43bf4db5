package main

import (
	"cmp"
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

type jobsOptions struct {
	connection
	provider, baseURL, format string
	limit                     entries
	out                       string // the folder for result files
	yes, force                bool
}

// A jobsVerb is one command about jobs.
type jobsVerb struct {
	name, short string
	args        cobra.PositionalArgs
	run         func(context.Context, *common, account, *jobsOptions, string) error
	flags       func(*cobra.Command, *jobsOptions) // beside those that all have; may be nil
	example     string                             // what stands behind the id
}

var jobsVerbs = []jobsVerb{
	{name: "list", short: "List the account's jobs, newest first", args: cobra.NoArgs, run: listJobs},
	{name: "show ID", short: "Show a job: how to use its model, or why it failed with the cure", args: cobra.ExactArgs(1), run: showJob},
	{name: "watch ID", short: "Follow a job to its end", args: cobra.ExactArgs(1), run: watchJob},
	{name: "events ID", short: "Print what the service noted about a job, and its losses over all steps", args: cobra.ExactArgs(1), run: listEvents},
	{name: "checkpoints ID", short: "List a job's checkpoints, and say which to try first", args: cobra.ExactArgs(1), run: listCheckpoints},
	{name: "results ID", short: "Download a job's result files, with its losses as a picture", args: cobra.ExactArgs(1), run: writeResults,
		flags: resultFlags, example: " -o results"},
	{name: "cancel ID", short: "Stop a job, after a question, and say what became of it", args: cobra.ExactArgs(1), run: cancelJob,
		flags: func(cmd *cobra.Command, o *jobsOptions) {
			cmd.Flags().BoolVar(&o.yes, "yes", false, "cancel without a question, as a script has to")
		}, example: " --yes"},
	{name: "pause ID", short: "Ask a job to pause", args: cobra.ExactArgs(1), run: pauseJob},
	{name: "resume ID", short: "Let a paused job go on", args: cobra.ExactArgs(1), run: resumeJob},
}

func newJobs(c *common) *cobra.Command {
	group := &cobra.Command{
		Use:     "jobs",
		Short:   "See, follow, compare and stop jobs, and compare them with their quotes",
		Example: "  ftplan jobs list",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	o := &jobsOptions{}
	f := group.PersistentFlags()
	f.StringVar(&o.provider, "provider", "", "whose jobs: openai, azure, nebius … (default openai, or where the job was launched to)")
	f.StringVar(&o.baseURL, "base-url", "", "the service's address, where it is not the provider's own")
	for _, verb := range jobsVerbs {
		group.AddCommand(verb.command(c, o))
	}
	group.AddCommand(newHistory(c), newCompareJobs(c, o))
	return group
}

// command makes the command of a verb.
func (v jobsVerb) command(c *common, o *jobsOptions) *cobra.Command {
	cmd := &cobra.Command{Use: v.name, Short: v.short, Args: v.args}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o.given = chosen(cmd, ofTheService)
		return o.withAccount(cmd.Context(), c, v.run, args)
	}
	cmd.Example = "  ftplan jobs " + exampleOf(v.name) + v.example
	o.connection.flags(cmd)
	o.limit = 20
	cmd.Flags().Var(&o.limit, "limit", "entries shown; 0 = all")
	formatFlag(cmd, &o.format, view.JobFormats())
	if v.flags != nil {
		v.flags(cmd, o)
	}
	return cmd
}

func exampleOf(use string) string {
	for i := range use {
		if use[i] == ' ' {
			return use[:i] + " ftjob-abc123"
		}
	}
	return use
}

// An account is where a command about jobs looks.
type account struct {
	client   *service.Client
	provider *catalog.Provider
	endpoint service.Endpoint
	quote    *plan.Quote // by which the job was launched from here; nil where it was not
}

// withAccount opens the account that a verb works with.
func (o *jobsOptions) withAccount(ctx context.Context, c *common, run func(context.Context, *common, account, *jobsOptions, string) error, args []string) error {
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
	at, err := o.account(c, id)
	if err != nil {
		return err
	}
	if at.client, err = o.client(c, at.endpoint); err != nil {
		return err
	}
	defer at.client.Close()
	return run(ctx, c, at, o, id)
}

// account is the account of the service that was named, without a client yet; without a name it is the one that a job of
// this machine was launched to, so that neither its id nor the key goes to another.
func (o *jobsOptions) account(c *common, id string) (at account, err error) {
	name, baseURL := cmp.Or(o.provider, defaultProvider), o.baseURL
	if id != "" {
		var record *submit.Record
		if record, at.quote, err = c.launched(id); err != nil {
			return at, err
		}
		switch named := o.provider != "" || o.baseURL != ""; {
		case named || record == nil:
		case at.quote != nil:
			name, baseURL = at.quote.Provider, at.quote.BaseURL
		default:
			name, baseURL = cmp.Or(record.Provider, defaultProvider), record.URL
		}
	}
	if at.provider, err = catalog.Builtin().Provider(name); err != nil {
		return at, err
	}
	at.endpoint, err = submit.EndpointFor(at.provider, baseURL)
	return at, err
}

// method is the method of a job: as it tells, or as it was quoted.
func (at account) method(job service.Job) catalog.Method {
	if job.Method == "" && at.quote != nil {
		return at.quote.Method
	}
	return cmp.Or(catalog.Method(job.Method), catalog.Supervised)
}

func listJobs(ctx context.Context, c *common, at account, o *jobsOptions, _ string) error {
	var jobs []service.Job
	for job, err := range at.client.Jobs(ctx) {
		if err != nil {
			return err
		}
		if jobs = append(jobs, job); len(jobs) == int(o.limit) {
			break
		}
	}
	return view.Jobs(c.out, o.format, jobs, c.style())
}

func showJob(ctx context.Context, c *common, at account, o *jobsOptions, id string) error {
	job, err := at.client.Job(ctx, id)
	if err != nil {
		return err
	}
	report, err := o.report(ctx, c, at, job)
	if err != nil {
		return err
	}
	return view.Job(c.out, o.format, report, c.style())
}

// report says of a job what its state leads to: how to use its model, why it failed, what it was billed.
func (o *connection) report(ctx context.Context, c *common, at account, job service.Job) (view.JobReport, error) {
	r := view.JobReport{Job: job}
	if !job.Status.Ended() {
		if job.Status != "" {
			r.Next = o.jobs("watch", job.ID)
		}
		return r, nil
	}
	var events []service.Event
	if at.provider.Billing.BillEvent != "" {
		for event, err := range at.client.Events(ctx, job.ID) {
			if err != nil {
				return r, err
			}
			events = append(events, event)
		}
	}
	return o.ended(ctx, c, at, r, events), nil
}

// ended completes the report of a job that has ended.
func (o *connection) ended(ctx context.Context, c *common, at account, r view.JobReport, events []service.Event) view.JobReport {
	rules, method := at.provider.Billing, at.method(r.Job)
	r.BilledTokens = submit.BilledTokens(r.Job, events, rules)
	r.Billing = submit.BillNote(r.Status, r.BilledTokens, method, rules)
	switch r.Status {
	case service.Succeeded:
		r.Use = o.use(c.world, at, r.FineTunedModel)
		r.Next = o.jobs("checkpoints", r.ID)
	case service.Failed:
		r.Cure = o.cure(ctx, c.world, at, r.Job)
	}
	return r
}

func watchJob(ctx context.Context, c *common, at account, o *jobsOptions, id string) error {
	return o.follow(ctx, c, at, o.format, id)
}

func newHistory(c *common) *cobra.Command {
	var format string
	var figures bool
	cmd := &cobra.Command{
		Use:   "history",
		Short: "Compare what was quoted with what was billed, for every followed job",
		Long: "history compares what was quoted with what was billed, for every job that was followed to its end from here.\n" +
			"Later quotes for the same model at the same address say how earlier ones met their bills. With --figures it prints\n" +
			"one line for each known bill instead, as ftplan bill does: no name and no text of yours is in it, so that it can\n" +
			"be shared.",
		Example: "  ftplan jobs history",
		Args:    cobra.NoArgs,
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
			if figures {
				return view.Figures(c.out, bills)
			}
			return view.Bills(c.out, format, bills, c.style())
		},
	}
	cmd.Flags().BoolVar(&figures, "figures", false, "print the figures alone, a line of JSON for each known bill")
	formatFlag(cmd, &format, view.JobFormats())
	return cmd
}

// envKey is the environment variable that holds a provider's key: the first that is set, or the provider's own.
func envKey(w world, provider string) string {
	names := keyNames(provider)
	if i := slices.IndexFunc(names, func(name string) bool { return w.getenv(name) != "" }); i >= 0 {
		return names[i]
	}
	return names[len(names)-1]
}

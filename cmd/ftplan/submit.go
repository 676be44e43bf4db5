package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/runs"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai"
)

type submitOptions struct {
	launchFiles
	connection
	trust
	watch, dryRun, again, fence bool
	accept                      bool // a job that is not as it was approved
	reuse                       bool // of a validation file that the account holds
	format, prices              string
	resume                      string // the command that goes on with this launch
}

func newSubmit(c *common) *cobra.Command {
	var o submitOptions
	cmd := &cobra.Command{
		Use:   "submit QUOTE",
		Short: "Launch the job of an approved quote, exactly once",
		Long: "submit uploads the files of an approved quote and creates its job. It sends the create call at most once and\n" +
			"keeps a journal, so it can be run again after any trouble: it goes on where it stopped, and a quote that has\n" +
			"been launched prints its job. The training file is uploaded each time, because a job is told from others by it;\n" +
			"a validation file that the account holds from an earlier launch is offered. The key comes from FTPLAN_API_KEY,\n" +
			"OPENAI_API_KEY (or that of another provider), --key-file or --key-stdin.",
		Example: "  ftplan submit quote.json --dry-run\n  ftplan submit quote.json --watch",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.quote, o.given, o.resume = args[0], chosen(cmd, ofTheKey), resumption(cmd, args[0])
			return launch(cmd.Context(), c, o)
		},
	}
	o.launchFlags(cmd)
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "print every request that would be made, and send none")
	cmd.Flags().BoolVar(&o.reuse, "reuse-validation", false, "use the copy of the validation file that the account holds from an earlier launch")
	cmd.Flags().BoolVar(&o.again, "again", false, "launch although the same data went to the same model lately")
	return cmd
}

func newResume(c *common) *cobra.Command {
	var o submitOptions
	cmd := &cobra.Command{
		Use:   "resume QUOTE",
		Short: "Go on with a launch that was interrupted, or look for its job",
		Long: "resume goes on with a launch where it stopped. Where the outcome of the create call is unknown it only looks\n" +
			"for the job. With --fence it first deletes the uploaded training file, so that a late create call must fail,\n" +
			"looks for the job for the full time, and only then launches anew.",
		Example: "  ftplan resume quote.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.quote, o.given, o.resume = args[0], chosen(cmd, ofTheKey), resumption(cmd, args[0])
			return launch(cmd.Context(), c, o)
		},
	}
	o.launchFlags(cmd)
	cmd.Flags().BoolVar(&o.fence, "fence", false, "end an unknown outcome by deleting the training file, then launch anew")
	return cmd
}

func (o *submitOptions) launchFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.approval, "approval", "", "the approval (default: QUOTE with .approval.json)")
	cmd.Flags().StringVar(&o.prices, "prices", "", "the price sheet of the quote, where it is a file of your own")
	cmd.Flags().BoolVar(&o.watch, "watch", false, "follow the job to its end")
	o.trust.flags(cmd)
	cmd.Flags().BoolVar(&o.accept, "accept-differences", false, "take the job as it is where the service made it otherwise than approved")
	o.connection.flags(cmd)
	formatFlag(cmd, &o.format, runs.JobFormats())
}

// launch launches what was approved and prints the job. With --watch it follows the job and compares the bill.
func launch(ctx context.Context, c *common, o submitOptions) error {
	if err := checkFormat(o.format, runs.JobFormats()); err != nil {
		return err
	}
	q, a, err := o.read()
	if err != nil {
		return o.refused(ctx, c, err)
	}
	l, endpoint, err := o.approved(ctx, c, q, a)
	if err != nil {
		return o.refused(ctx, c, err)
	}
	if o.dryRun {
		return o.preview(c, l, endpoint)
	}
	client, err := o.client(c, endpoint)
	if err != nil {
		return err
	}
	defer client.Close()
	if err := o.offerReuse(ctx, c, client, &l); err != nil {
		return err
	}
	at, err := o.account(c, client, endpoint, q)
	if err != nil {
		return err
	}
	job, err := o.run(ctx, c, client, l, q)
	if err != nil {
		return errors.Join(err, c.noteDifferences(at, job, err))
	}
	return o.show(ctx, c, at, job)
}

// refused ends a launch that may not go on; what was made before is looked after, whatever has changed since.
func (o *submitOptions) refused(ctx context.Context, c *common, err error) error {
	if o.dryRun {
		return err
	}
	return o.lookAfter(ctx, c, err)
}

// show prints a job, or follows it with --watch.
func (o *submitOptions) show(ctx context.Context, c *common, at account, job service.Job) error {
	if o.watch {
		return o.follow(ctx, c, at, o.format, job.ID)
	}
	report, err := o.report(ctx, c, at, job)
	if err != nil {
		return err
	}
	return runs.Job(c.out, o.format, report, c.style())
}

// account is where the job of a quote is looked at.
func (o *submitOptions) account(c *common, client *service.Client, endpoint service.Endpoint, q *plan.Quote) (account, error) {
	cat, _, err := c.catalog(o.prices)
	if err != nil {
		return account{}, err
	}
	provider, err := cat.Provider(q.Provider)
	return account{client: client, provider: provider, endpoint: endpoint, quote: q}, err
}

// preview prints every call that the launch would make. It needs no key and no network, and refuses what the launch would.
func (o *submitOptions) preview(c *common, l submit.Launch, endpoint service.Endpoint) error {
	if c.called(l.ID) {
		_, err := fmt.Fprintln(c.out, "this quote was launched already: submit would look for its job and create no other")
		return err
	}
	if dir, err := c.stateFolder(); err == nil {
		if err := submit.Unused(dir, l); err != nil {
			return err
		}
	}
	client, err := openai.New(endpoint, service.Key{}, c.settings)
	if err != nil {
		return err
	}
	defer client.Close()
	calls, err := submit.Preview(client, l)
	if err != nil {
		return err
	}
	return runs.Calls(c.out, o.format, calls, c.style())
}

// approved turns quote and approval into a launch. Everything that keeps it from being launched is refused.
func (o *submitOptions) approved(ctx context.Context, c *common, q *plan.Quote, a *plan.Approval) (submit.Launch, service.Endpoint, error) {
	fail := func(err error) (submit.Launch, service.Endpoint, error) {
		return submit.Launch{}, service.Endpoint{}, err
	}
	at, err := c.moment(o.prices)
	if err != nil {
		return fail(err)
	}
	provider, err := at.catalog.Provider(q.Provider)
	if err != nil {
		return fail(unbelieved(err))
	}
	paths := map[submit.Role]string{}
	for _, f := range q.Files {
		paths[submit.Role(f.Role)] = o.locate(f.Name)
	}
	l, endpoint, err := submit.Approved(q, a, provider, paths)
	if err != nil {
		return fail(err)
	}
	if err := o.guard(ctx, c, at, q, a, &l); err != nil {
		return fail(err)
	}
	l.Accept, l.Confirm = o.accept, o.confirm(c)
	l.Again, l.Resume, l.Reach = o.again, o.resume, view.Command(o.reach(q, provider)...)
	return l, endpoint, err
}

// guard asks the guards of a launch.
func (o *submitOptions) guard(ctx context.Context, c *common, at moment, q *plan.Quote, a *plan.Approval, l *submit.Launch) error {
	g, err := o.guards(ctx, c, at, o.launchFiles, q, a)
	if err != nil {
		return err
	}
	if len(g.problems) > 0 {
		return g.problems[0]
	}
	l.Consent = string(g.why)
	return nil
}

// called reports whether a journal of this machine says that a create call of the submission was made.
func (c *common) called(submission string) bool {
	dir, err := c.stateFolder()
	if err != nil {
		return false
	}
	records, err := submit.Records(dir)
	return err == nil && slices.ContainsFunc(records, func(r submit.Record) bool { return r.Submission == submission && r.Called() })
}

// reach returns the flags with which the commands about jobs come to the service of a quote.
func (o *submitOptions) reach(q *plan.Quote, p *catalog.Provider) []string {
	var words []string
	if q.Provider != defaultProvider {
		words = append(words, "--provider", q.Provider)
	}
	if q.BaseURL != p.BaseURL {
		words = append(words, "--base-url", q.BaseURL)
	}
	return append(words, o.given...)
}

// ofTheKey reports whether a flag says where the key is.
func ofTheKey(flag string) bool { return flag != "base-url" && ofTheService(flag) }

// ofTheLaunch reports whether a flag says what a launch rests on beside the quote.
func ofTheLaunch(flag string) bool {
	return slices.Contains([]string{"approval", "prices", "signer", "unsigned", "base-url"}, flag)
}

// resumption is the command that goes on with a launch that a command began.
func resumption(cmd *cobra.Command, quote string) string {
	again := chosen(cmd, func(flag string) bool { return ofTheLaunch(flag) || ofTheService(flag) })
	return view.Command(slices.Concat([]string{"ftplan", "resume"}, again, []string{quote})...)
}

// run holds the journal while the launch goes on.
func (o *submitOptions) run(ctx context.Context, c *common, client *service.Client, l submit.Launch, q *plan.Quote) (service.Job, error) {
	dir, err := c.stateFolder()
	if err != nil {
		return service.Job{}, err
	}
	journal, err := submit.OpenJournal(dir, l)
	if err != nil {
		return service.Job{}, err
	}
	defer journal.Close()
	if err := keepQuote(dir, l.ID, q); err != nil {
		return service.Job{}, err
	}
	if c.launching != nil {
		c.launching.Store(&underway{client, o.resume})
	}
	if o.fence {
		return submit.Fence(ctx, client, l, journal)
	}
	return submit.Submit(ctx, client, l, journal)
}

// follow prints a job's states until it has ended, then what it cost beside what was quoted, which goes to the ledger.
func (o *connection) follow(ctx context.Context, c *common, at account, format, id string) error {
	last, err := o.watch(ctx, c, at, id)
	if err != nil {
		return err
	}
	t, err := at.trainingOf(ctx, c, last)
	if err != nil {
		return err
	}
	report := o.ended(ctx, c, at, runs.JobReport{Job: last}, t.Events)
	if report.Next == "" {
		report.Next = o.jobs("events", id)
	}
	if err := runs.Job(c.out, format, report, c.style()); err != nil {
		return err
	}
	if at.quote != nil {
		if err := c.compare(format, at, t); err != nil {
			return err
		}
	}
	return last.Outcome()
}

// watch prints a job's states until it has ended, and returns it then.
func (o *connection) watch(ctx context.Context, c *common, at account, id string) (last service.Job, err error) {
	for job, err := range submit.Watch(ctx, at.client, id) {
		if err != nil && service.ClassOf(err) != service.ClassTemporary {
			if ctx.Err() != nil {
				return last, &service.Error{Class: service.ClassStopped, Message: "stopped watching; job " + id + " goes on", Hint: o.jobs("watch", id) + " comes back to it", Err: ctx.Err()}
			}
			return last, err
		}
		if err != nil || job.Status != last.Status || (job.EstimatedEnd == nil) != (last.EstimatedEnd == nil) {
			runs.Progress(c.err, job, err, c.style())
		}
		if job.ID != "" {
			last = job
		}
	}
	return last, nil
}

// compare prints quoted against billed and writes it to the ledger.
func (c *common) compare(format string, at account, t training) error {
	bill, err := c.bill(at, t)
	if err != nil || format != "text" {
		return err
	}
	return runs.Bills(c.out, format, []submit.Bill{bill}, c.style())
}

// noteDifferences writes to the ledger that a job is not as it was approved, where that is the error.
func (c *common) noteDifferences(at account, job service.Job, err error) error {
	if service.ClassOf(err) != service.ClassDiffers || job.ID == "" {
		return nil
	}
	dir, failed := c.stateFolder()
	if failed != nil {
		return failed
	}
	bill := at.ending(c, training{job: job}).Bill()
	bill.Differs = err.Error()
	return submit.WriteBill(dir, bill)
}

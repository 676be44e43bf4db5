package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/costs"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit/service"
)

type quoteOptions struct {
	target
	job
	vocabulary
	usageFlags
	compareFlags
	validationFlags
	graderFlag
	file, format, out, baseURL, suffix string

	chosen []string // the flags that a saved quote of the same job needs

	seed        int64
	seedGiven   bool
	expires     span
	allowErrors bool
	force       bool
}

func newQuote(c *common) *cobra.Command {
	var o quoteOptions
	cmd := &cobra.Command{
		Use:   "quote FILE",
		Short: "Lint, count and price a training file: what each epoch costs and how long the model lives",
		Example: "  ftplan quote testdata/support.jsonl\n" +
			"  ftplan quote --model gpt-4.1-mini --epochs 2 --validation 10% testdata/support.jsonl\n" +
			"  ftplan quote --max-cost 25 -o quote.json testdata/support.jsonl\n" +
			"  ftplan quote --compare --anatomy testdata/support.jsonl",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.file, o.seedGiven, o.chosen = args[0], cmd.Flags().Changed("seed"), chosen(cmd, ofTheJob)
			return quote(cmd.Context(), c, o)
		},
	}
	o.target.flags(cmd, defaultModel)
	o.job.flags(cmd)
	o.vocabulary.flags(cmd)
	o.usageFlags.flags(cmd)
	o.compareFlags.flags(cmd)
	o.validationFlags.flags(cmd)
	o.graderFlag.flag(cmd)
	f := cmd.Flags()
	f.StringVar(&o.baseURL, "base-url", "", "the service's address, where it is not the provider's own")
	f.StringVar(&o.suffix, "suffix", "", "a part of the tuned model's name")
	f.Int64Var(&o.seed, "seed", 0, "the job's seed")
	f.BoolVar(&o.allowErrors, "allow-errors", false, "quote a file that the service would refuse")
	f.StringVarP(&o.out, "output", "o", "", "save the quote to this file, for approval and launch")
	f.Var(&o.expires, "expires", "how long the quote is good for, such as 24h or 7d (default 72h)")
	f.BoolVar(&o.force, "force", false, "replace the output file if there is one")
	formatFlag(cmd, &o.format, costs.QuoteFormats())
	return cmd
}

// ofTheJob reports whether a flag of quote says something about the job.
func ofTheJob(flag string) bool {
	return !slices.Contains([]string{"today", "quiet", "verbose", "no-color", "format", "output", "force", "jobs", "compare", "anatomy", "diff"}, flag)
}

// chosen returns the wanted ones of the flags that were given, as words of a command line.
func chosen(cmd *cobra.Command, wanted func(flag string) bool) []string {
	var words []string
	cmd.Flags().Visit(func(f *pflag.Flag) {
		list, isList := f.Value.(pflag.SliceValue)
		switch {
		case !wanted(f.Name):
		case isList:
			for _, value := range list.GetSlice() {
				words = append(words, "--"+f.Name, value)
			}
		case f.Value.Type() == "bool":
			words = append(words, "--"+f.Name)
		default:
			words = append(words, "--"+f.Name, f.Value.String())
		}
	})
	return words
}

// quote goes over the file once and prints what the job would cost. A file with errors, or a model whose time is over,
// still gets its statistics; the command then fails.
func quote(ctx context.Context, c *common, o quoteOptions) (err error) {
	if o.file, err = c.one(ctx, o.file, "quote"); err != nil {
		return err
	}
	if err := o.checkOutput(); err != nil {
		return err
	}
	if o.out == "" {
		release, err := c.keep(o.file)
		if err != nil {
			return err
		}
		defer release()
	}
	q, err := o.build(ctx, c)
	if err != nil {
		return err
	}
	r := &q.report
	if o.out != "" && r.Quote != nil && r.Refused == nil && r.Budget == nil {
		if err := save(o.out, o.force, r.Quote.Bytes); err != nil {
			return err
		}
	}
	if err := costs.Quote(c.out, o.format, *r, c.style()); err != nil {
		return err
	}
	switch {
	case r.Quote == nil:
		return errFindings
	case r.Refused != nil:
		return r.Refused
	case r.Budget != nil:
		return r.Budget.Refusal()
	}
	return nil
}

// checkOutput refuses to save the quote over what it is made from, under whatever name.
func (o *quoteOptions) checkOutput() error {
	if o.out == "-" {
		return usage("name a file such as quote.json, or print it with --format json", "a saved quote is a file, not standard output")
	}
	for _, in := range []string{o.file, o.validation, o.grader, o.prices} {
		if same(o.out, in) {
			return usage("choose another name", "the output %s is the input itself", o.out)
		}
	}
	return nil
}

// A quoteBuilder is a quote in the making: what there is to print, and what the rest is computed from.
type quoteBuilder struct {
	moment
	report   costs.QuoteReport
	settings plan.Settings
	usage    *plan.Usage
}

func (o *quoteOptions) build(ctx context.Context, c *common) (*quoteBuilder, error) {
	if err := checkFormat(o.format, costs.QuoteFormats()); err != nil {
		return nil, err
	}
	at, err := c.moment(o.prices)
	if err != nil {
		return nil, err
	}
	d := &quoteBuilder{moment: at, report: costs.QuoteReport{File: o.file, Sheet: at.sheet, Now: at.now, Saved: o.out, Chosen: o.chosen, Anatomy: o.anatomy}}
	if o.prices != at.sheet {
		d.report.SheetFile = o.prices
	}
	if d.settings, err = o.plan(at.sheet); err != nil {
		return nil, err
	}
	if d.catalog, err = o.countedBy(c, d.catalog); err != nil {
		return nil, err
	}
	if evidence := c.evidence(d.catalog, d.settings); o.out != "" { // it is this machine's of today; a saved quote is not
		d.report.Evidence = evidence
	} else {
		d.settings.Evidence = evidence
	}
	if d.usage, err = o.usage(); err != nil {
		return nil, err
	}
	if d.report.Old, err = o.old(); err != nil {
		return nil, err
	}
	if d.report.Result, err = o.survey(ctx, c, d); err != nil {
		return nil, err
	}
	if len(d.report.Faulty()) > 0 && !o.allowErrors {
		return d, nil
	}
	if result := d.report.Result; result.Training[0].File.Examples == 0 && result.Uncounted.Examples > 0 {
		return nil, c.uncounted(ctx, o.file, result)
	}
	noteAllowed(d.report.Result)
	if err := d.quote(); err != nil {
		return nil, err
	}
	return d, o.consider(d)
}

// countedBy returns the catalog in which the model is counted with the user's vocabulary, where there is one.
func (o *quoteOptions) countedBy(c *common, cat *catalog.Catalog) (*catalog.Catalog, error) {
	if err := o.vocabulary.check(); err != nil || !o.vocabulary.given() {
		return cat, err
	}
	counting, err := o.vocabulary.counting(c.cache)
	if err != nil {
		return nil, err
	}
	return cat.WithCounting(o.model, counting)
}

// noteAllowed notes in the surveys which codes of severity error were found and are quoted all the same.
func noteAllowed(result *plan.Result) {
	var codes []string
	for rule := range result.Tally.Rules {
		if rule.Severity() == lint.Error {
			codes = append(codes, rule.Code)
		}
	}
	slices.Sort(codes)
	for i := range result.Training {
		result.Training[i].Lint.Allowed = codes
	}
}

// quote prices the job; one that can no longer be created is priced for comparison.
func (d *quoteBuilder) quote() (err error) {
	d.report.Quote, d.report.Refused, err = withPastTraining(d.settings, func(s plan.Settings) (*plan.Quote, error) {
		return plan.NewQuote(s, &d.report.Result.Training[0], d.catalog, d.now)
	})
	return err
}

// plan turns the flags into settings.
func (o *quoteOptions) plan(sheet string) (plan.Settings, error) {
	s, err := o.settings()
	if err != nil {
		return s, err
	}
	if o.baseURL != "" {
		if err := service.CheckURL(o.baseURL); err != nil {
			return s, usageError{err: err}
		}
	}
	s.Sheet, s.BaseURL, s.Suffix, s.AllowErrors, s.Lifespan = sheet, o.baseURL, o.suffix, o.allowErrors, o.expires.Duration
	if o.seedGiven {
		s.Seed = &o.seed
	}
	if v := o.vocabulary; v.given() {
		s.Vocabulary = &plan.Vocabulary{File: v.path, Pattern: v.pattern, Chat: v.chat}
	}
	if s.Grader, err = o.readGrader(); err != nil {
		return s, err
	}
	return s, o.job.set(&s)
}

// survey goes over the training file, and over the validation file or the examples split off for validation.
func (o *quoteOptions) survey(ctx context.Context, c *common, d *quoteBuilder) (*plan.Result, error) {
	pass, err := plan.NewPass(d.catalog, d.settings)
	if err != nil {
		return nil, err
	}
	pass.Keep, pass.Jobs = 20, o.jobs
	if err := o.countings(pass, d.catalog); err != nil {
		return nil, err
	}
	portion, isPortion, err := o.portion()
	if err != nil {
		return nil, err
	}
	if isPortion {
		if pass.Split, err = c.split(ctx, o.file, division{portion: portion, seed: o.splitSeed}, o.jobs); err != nil {
			return nil, err
		}
	}
	in, err := c.rereadable(o.file, "a quote")
	if err != nil {
		return nil, err
	}
	defer in.close() // not before the validation file has been compared with it
	result, err := in.survey(ctx, pass)
	if err != nil || o.validation == "" {
		return result, err
	}
	if isPortion {
		if err := c.unwrittenLabels(ctx, o.file, pass, result); err != nil {
			return nil, err
		}
		return result, o.splitOff(result, &d.settings)
	}
	return result, o.validate(ctx, c, pass, result, d)
}

// splitOff says what would be split off: nothing that could be uploaded is written yet.
func (o *quoteOptions) splitOff(result *plan.Result, s *plan.Settings) error {
	if o.out != "" {
		words := []string{"ftplan", "split", o.file, "--validation", o.validation}
		if o.splitSeed != 0 {
			words = append(words, "--seed", strconv.FormatUint(o.splitSeed, 10))
		}
		return usage("run "+view.Command(words...)+" first, then quote the two files it makes",
			"a quote is bound to the files that will be uploaded, and the split has not been written yet")
	}
	return o.validationFlags.splitOff(o.file, result, s)
}

// validate goes over the validation file, whose findings count like the training file's.
func (o *quoteOptions) validate(ctx context.Context, c *common, pass *plan.Pass, result *plan.Result, d *quoteBuilder) error {
	validation, err := c.surveyValidation(ctx, pass, result, o.validation)
	if err != nil {
		return err
	}
	result.Validation, d.report.Validation = validation.Training, validation
	d.settings.Validation = &result.Validation[0]
	return nil
}

// surveyFile goes over a file that will be uploaded, so it has to be one.
func (c *common) surveyFile(ctx context.Context, pass *plan.Pass, file, why string) (*plan.Result, error) {
	in, err := c.rereadable(file, why)
	if err != nil {
		return nil, err
	}
	defer in.close()
	return in.survey(ctx, pass)
}

// survey goes over a file that still has to be the same at the end.
func (in *input) survey(ctx context.Context, pass *plan.Pass) (*plan.Result, error) {
	pass.Name, pass.Again, pass.Hash = in.name, in.again, true
	result, err := pass.Survey(ctx, in)
	if err != nil {
		return nil, err
	}
	if err := in.unchanged(); err != nil {
		return nil, fmt.Errorf("%s: %w", in.name, err)
	}
	return result, nil
}

// save writes a file in one step, refusing to replace one unless forced.
func save(path string, force bool, bytes func() ([]byte, error)) error {
	data, err := bytes()
	if err != nil {
		return err
	}
	create := dataset.Create
	if force {
		create = dataset.Replace
	}
	f, err := create(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Commit()
}

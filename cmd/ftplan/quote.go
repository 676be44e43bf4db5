package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
)

type quoteOptions struct {
	target
	file, format, out, prices, baseURL, epochs, validation, suffix string

	set         []string
	splitSeed   uint64
	seed        int64
	seedGiven   bool
	allowErrors bool
	force       bool
}

func newQuote(c *common) *cobra.Command {
	var o quoteOptions
	cmd := &cobra.Command{
		Use:   "quote FILE",
		Short: "Lint, count and price a training file: what each epoch costs and how long the model lives",
		Example: "  ftplan quote testdata/support.jsonl\n" +
			"  ftplan quote --model gpt-4.1-mini --epochs 2 --validation 10% testdata/support.jsonl",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.file, o.seedGiven = args[0], cmd.Flags().Changed("seed")
			return quote(cmd.Context(), c, o)
		},
	}
	o.flags(cmd, defaultModel)
	f := cmd.Flags()
	f.StringVar(&o.epochs, "epochs", "auto", "a number, or auto as the service would choose; pinned in the quote")
	f.StringVar(&o.prices, "prices", "", "a price sheet: openai, guide-2026, …, or a file (default: the provider's own)")
	f.StringVar(&o.baseURL, "base-url", "", "the service's address, where it is not the provider's own")
	f.StringVar(&o.validation, "validation", "", "a validation file, or the share (10%) or number of examples to split off")
	f.Uint64Var(&o.splitSeed, "split-seed", 0, "decides, with the content, which examples are split off")
	f.StringVar(&o.suffix, "suffix", "", "a part of the tuned model's name")
	f.Int64Var(&o.seed, "seed", 0, "the job's seed")
	f.StringArrayVar(&o.set, "set", nil, "a hyperparameter as name=value, such as batch_size=8; may be repeated")
	f.BoolVar(&o.allowErrors, "allow-errors", false, "quote a file that the service would refuse")
	f.StringVarP(&o.out, "output", "o", "", "save the quote to this file, for approval and launch")
	f.BoolVar(&o.force, "force", false, "replace the output file if there is one")
	formatFlag(cmd, &o.format, view.QuoteFormats())
	return cmd
}

// quote goes over the file once and prints what the job would cost. A file with errors, or a model whose time is over,
// still gets its statistics; the command then fails.
func quote(ctx context.Context, c *common, o quoteOptions) error {
	q, err := o.draw(ctx, c)
	if err != nil {
		return err
	}
	if err := view.Quote(c.out, o.format, q.report, c.style()); err != nil {
		return err
	}
	switch {
	case q.report.Quote == nil && q.report.Look.Tally.Count(lint.Error) > 0:
		return errFindings
	case q.refused != nil:
		return q.refused
	case o.out != "":
		return save(o.out, o.force, q.report.Quote.Bytes)
	}
	return nil
}

// A drawn quote is what there is to print, and the refusal that keeps the quote from being saved.
type drawn struct {
	report  view.QuoteReport
	refused *plan.Refusal
}

func (o *quoteOptions) draw(ctx context.Context, c *common) (drawn, error) {
	if err := checkFormat(o.format, view.QuoteFormats()); err != nil {
		return drawn{}, err
	}
	now, err := c.clock()
	if err != nil {
		return drawn{}, err
	}
	catalog, sheet, err := c.catalog(o.prices)
	if err != nil {
		return drawn{}, err
	}
	settings, err := o.plan(sheet)
	if err != nil {
		return drawn{}, err
	}
	look, err := o.survey(ctx, c, catalog, &settings)
	if err != nil {
		return drawn{}, err
	}
	d := drawn{report: view.QuoteReport{File: o.file, Look: look, Sheet: sheet, Now: now, Saved: o.out}}
	if look.Tally.Count(lint.Error) > 0 && !o.allowErrors {
		return d, nil
	}
	d.report.Quote, err = plan.NewQuote(settings, &look.Training[0], catalog, now)
	if errors.As(err, &d.refused) {
		settings.PastTraining = true
		d.report.Refused = d.refused
		d.report.Quote, err = plan.NewQuote(settings, &look.Training[0], catalog, now)
	}
	return d, err
}

// plan turns the flags into settings.
func (o *quoteOptions) plan(sheet string) (plan.Settings, error) {
	s, err := o.settings()
	if err != nil {
		return s, err
	}
	s.Sheet, s.BaseURL, s.Suffix, s.AllowErrors = sheet, o.baseURL, o.suffix, o.allowErrors
	if o.seedGiven {
		s.Seed = &o.seed
	}
	if o.epochs != "auto" {
		if s.Epochs, err = strconv.ParseInt(o.epochs, 10, 64); err != nil || s.Epochs < 1 {
			return s, usage("give a whole number such as 3, or auto", "--epochs %q is no number of epochs", o.epochs)
		}
	}
	s.Hyperparameters = map[string]string{}
	for _, pair := range o.set {
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			return s, usage("write --set batch_size=8", "--set %q lacks a value", pair)
		}
		s.Hyperparameters[name] = value
	}
	return s, nil
}

// survey goes over the training file, and over the validation file or the examples split off for validation.
func (o *quoteOptions) survey(ctx context.Context, c *common, catalog *plan.Catalog, s *plan.Settings) (*plan.Look, error) {
	pass, err := catalog.Pass(*s)
	if err != nil {
		return nil, err
	}
	pass.Keep, pass.Jobs = 20, o.jobs
	portion, isPortion := o.portion()
	if isPortion {
		if pass.Split, err = c.split(ctx, o.file, portion, o.splitSeed, o.jobs); err != nil {
			return nil, err
		}
	}
	look, err := c.surveyFile(ctx, pass, o.file)
	if err != nil || o.validation == "" {
		return look, err
	}
	if isPortion {
		return look, o.splitOff(look, s)
	}
	return look, o.validate(ctx, c, pass, look, s)
}

// portion reads --validation as a portion; it is a file otherwise.
func (o *quoteOptions) portion() (dataset.Portion, bool) {
	portion, err := dataset.ParsePortion(o.validation)
	return portion, err == nil
}

func (o *quoteOptions) splitOff(look *plan.Look, s *plan.Settings) error {
	if o.out != "" {
		return usage(fmt.Sprintf("run ftplan split %s --validation %s first, then quote the two files it makes", o.file, o.validation),
			"a quote is bound to the files that will be uploaded, and the split has not been written yet")
	}
	training, validation := splitNames(o.file)
	look.Training[0].File.Name, look.Validation[0].File.Name = training, validation
	s.Validation = &look.Validation[0]
	if s.Validation.File.Examples == 0 {
		return usage("ask for a larger share, or for a number such as 5", "no example falls into a validation share of %s", o.validation)
	}
	s.Split = &plan.Split{Source: look.Source, Validation: o.validation, Seed: int64(o.splitSeed)}
	return nil
}

// validate goes over the validation file, whose findings count like the training file's.
func (o *quoteOptions) validate(ctx context.Context, c *common, pass *plan.Pass, look *plan.Look, s *plan.Settings) error {
	other := *pass
	other.Lint.Format, other.Lint.Limits.MinExamples, other.Against = look.Format, 0, look.Summary
	validation, err := c.surveyFile(ctx, &other, o.validation)
	if err != nil {
		return err
	}
	look.Validation = validation.Training
	s.Validation = &look.Validation[0]
	if n := validation.Tally.Count(lint.Error); n > 0 && !o.allowErrors {
		return usage("ftplan lint "+o.validation+" shows them", "the validation file %s has %d errors", o.validation, n)
	}
	return nil
}

// surveyFile goes over a file that will be uploaded, so it has to be one.
func (c *common) surveyFile(ctx context.Context, pass *plan.Pass, file string) (*plan.Look, error) {
	in, err := c.rereadable(file, "a quote")
	if err != nil {
		return nil, err
	}
	defer in.close()
	pass.Name, pass.Again, pass.Hash = file, in.again, true
	return pass.Survey(ctx, in)
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

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/page"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

// keptFindings is how many findings of each rule a report keeps: enough to see what they have in common.
const keptFindings = 100

type reportOptions struct {
	judging
	job
	usageFlags
	validationFlags
	files    []string
	out      string
	maxCost  amount
	losses   []string // ids of jobs
	showText bool
	force    bool
}

func newReport(c *common) *cobra.Command {
	var o reportOptions
	cmd := &cobra.Command{
		Use:   "report FILE…",
		Short: "Write one HTML page about training files: findings, tokens, costs, what-if, lifetime",
		Long: "report goes over each file once and writes a page that stands alone: no request leaves it, and it opens from a\n" +
			"folder, a mail or a build's artifacts. It quotes no text of the examples unless --show-text asks for that. What a\n" +
			"team lets pass in a file " + configName + " beside the data, and its baseline, hold here as for lint.",
		Example: "  ftplan report testdata/support.jsonl -o report.html\n" +
			"  ftplan report testdata/support.jsonl --monthly-input 150M --monthly-output 450M --prompt-tokens 2000 -o owned.html",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.files = args
			return writeReport(cmd.Context(), c, o)
		},
	}
	o.judging.flags(cmd, defaultModel)
	o.standards(cmd)
	o.job.flags(cmd)
	o.usageFlags.flags(cmd)
	o.validationFlags.flags(cmd)
	f := cmd.Flags()
	f.Var(&o.maxCost, "max-cost", "fail with exit code 5 if a job may cost more than this")
	f.BoolVar(&o.showText, "show-text", false, "show pieces of the data beside the findings")
	f.StringVarP(&o.out, "output", "o", "report.html", "the page to write; - is standard output")
	f.StringArrayVar(&o.losses, "losses", nil, "show the losses of this job over all steps, as jobs watch, events or results saw them last; may be repeated")
	f.BoolVar(&o.force, "force", false, "replace the output file if there is one")
	return cmd
}

// writeReport goes over every file and writes the page. A file with errors gets its page too; the command then fails.
func writeReport(ctx context.Context, c *common, o reportOptions) (err error) {
	if o.files, err = c.expand(ctx, o.files); err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	release, err := c.keep(o.files...)
	if err != nil {
		return err
	}
	defer release()
	at, err := c.moment(o.prices)
	if err != nil {
		return err
	}
	shown := page.Page{Program: program(), Today: catalog.DateOf(at.now)}
	known := baselines{}
	for _, file := range o.files {
		part, err := o.part(ctx, c, at, known, file)
		if err != nil {
			return err
		}
		shown.Files = append(shown.Files, *part)
	}
	var text bytes.Buffer
	if err := page.HTML(&text, shown); err != nil {
		return err
	}
	if err := o.write(c.data, text.Bytes()); err != nil {
		return err
	}
	if o.out != "-" {
		page.PageWritten(c.out, o.out, int64(text.Len()), shown, c.style())
	}
	return ending(shown.Files)
}

// check refuses what cannot be meant.
func (o *reportOptions) check() error {
	_, isPortion, err := o.portion()
	if err != nil {
		return err
	}
	if o.validation != "" && !isPortion && len(o.files) > 1 {
		return usage("report on one training file with its validation file", "--validation goes with one training file, not with %d", len(o.files))
	}
	if len(o.losses) > 0 && len(o.files) > 1 {
		return usage("report on the file that the job was trained on", "--losses goes with one training file, not with %d", len(o.files))
	}
	for _, input := range append(o.files, o.validation) {
		if same(o.out, input) {
			return usage("choose another name", "the output %s is the input itself", o.out)
		}
	}
	return nil
}

// write writes the page to its file, or to standard output.
func (o *reportOptions) write(out io.Writer, page []byte) error {
	if o.out == "-" {
		_, err := out.Write(page)
		return err
	}
	return save(o.out, o.force, func() ([]byte, error) { return page, nil })
}

// ending is how the command ends: the gravest of what its files lead to.
func ending(files []page.PageFile) error {
	var refused error
	for _, f := range files {
		switch {
		case f.Fails():
			return errFindings
		case f.Refused != nil:
			refused = f.Refused
		case f.Budget != nil && f.Budget.Over != nil:
			refused = f.Budget.Over.Refusal()
		}
	}
	return refused
}

// A reporting is the report on one file in the making.
type reporting struct {
	reportOptions // with the choices beside the file
	moment
	asked    judging // as the command line says
	known    baselines
	file     string
	settings plan.Settings
	usage    *plan.Usage
	part     *page.PageFile
}

// part goes over a file, and over its validation file, and computes what the page shows.
func (o *reportOptions) part(ctx context.Context, c *common, at moment, known baselines, file string) (*page.PageFile, error) {
	r := reporting{reportOptions: *o, moment: at, asked: o.judging, known: known, file: file, part: &page.PageFile{File: file, ShowText: o.showText}}
	var err error
	if r.judging, err = o.configured(file); err != nil {
		return nil, err
	}
	if r.settings, err = r.judging.settings(); err != nil {
		return nil, err
	}
	if r.settings.Grader, err = r.readGrader(); err != nil {
		return nil, err
	}
	r.settings.Sheet, r.settings.AllowErrors = at.sheet, true
	if err := o.job.set(&r.settings); err != nil {
		return nil, err
	}
	if r.usage, err = o.usageFlags.usage(); err != nil {
		return nil, err
	}
	if err := r.survey(ctx, c); err != nil {
		return nil, err
	}
	if r.part.Trainings, err = c.lossesOf(o.losses, r.part.Result); err != nil {
		return nil, err
	}
	return r.part, r.price()
}

// survey goes over the training file and then, while that can still be looked at again, over the validation file.
func (r *reporting) survey(ctx context.Context, c *common) error {
	pass, sieve, err := r.pass()
	if err != nil {
		return err
	}
	portion, isPortion, err := r.portion()
	if err != nil {
		return err
	}
	if isPortion {
		if pass.Split, err = c.split(ctx, r.file, division{portion: portion, seed: r.splitSeed}, r.jobs); err != nil {
			return err
		}
	}
	in, err := c.rereadable(r.file, "a report")
	if err != nil {
		return err
	}
	defer in.close()
	if r.part.Result, err = in.survey(ctx, pass); err != nil {
		return err
	}
	r.part.Measure = sieve.measure(r.strict)
	switch {
	case isPortion && r.part.Result.Source.Examples == 0:
		return nil // the page says that there is nothing to price
	case isPortion:
		return r.splitOff(r.file, r.part.Result, &r.settings)
	case r.validation != "":
		return r.validate(ctx, c)
	}
	return nil
}

// judge returns how to go over a file whose every line is counted, and what holds findings back.
func (r *reporting) judge(j *judging, file string) (*plan.Pass, *sieve, error) {
	pass, sieve, err := j.pass(file)
	if err != nil {
		return nil, nil, err
	}
	pass.Long, pass.Keep, pass.Lint.ShowText = false, keptFindings, r.showText
	sieve.fresh, err = r.known.unknownTo(j.baseline)
	return pass, sieve, err
}

// pass returns how to go over the training file: counted once for each way in which the catalog's open models count.
func (r *reporting) pass() (*plan.Pass, *sieve, error) {
	pass, sieve, err := r.judge(&r.judging, r.file)
	if err != nil {
		return nil, nil, err
	}
	countings, err := r.catalog.Countings()
	if err != nil {
		return nil, nil, err
	}
	for _, counting := range countings {
		if counting.Encoding != pass.Count[0].Encoding && r.open(counting.Encoding) {
			pass.Count = append(pass.Count, counting)
		}
	}
	return pass, sieve, nil
}

// open reports whether a model of that encoding can still be trained somewhere.
func (r *reporting) open(encoding string) bool {
	for i := range r.catalog.Models {
		m := &r.catalog.Models[i]
		for j := range m.Offers {
			if m.Encoding == encoding && m.Offers[j].Open(r.now) {
				return true
			}
		}
	}
	return false
}

// validate goes over the validation file and compares it with the training file. It is for the same target, and the choices
// beside it hold for the rest.
func (r *reporting) validate(ctx context.Context, c *common) error {
	j, err := r.asked.configured(r.validation)
	if err != nil {
		return err
	}
	j.target = r.target
	pass, sieve, err := r.judge(&j, r.validation)
	if err != nil {
		return err
	}
	in, err := c.rereadable(r.validation, "a report")
	if err != nil {
		return err
	}
	defer in.close()
	pass.Against = r.part.Result.Summary
	pass.Lint.Format, pass.Lint.Limits.MinExamples = r.part.Result.Format, 0
	result, err := in.survey(ctx, pass)
	if err != nil {
		return err
	}
	r.part.Validation = &page.PageValidation{Measure: sieve.measure(j.strict), File: r.validation, Result: result}
	if result.Training[0].File.Examples > 0 {
		r.settings.Validation = &result.Training[0]
	}
	return nil
}

// price prices the job, and what follows from it. A file without an example has no price, one that comes too late is
// priced for comparison.
func (r *reporting) price() (err error) {
	survey := &r.part.Result.Training[0]
	if survey.File.Examples == 0 {
		r.part.Unpriced = "the file holds no example that can be read"
		return nil
	}
	r.part.Quote, r.part.Refused, err = withPastTraining(r.settings, func(s plan.Settings) (*plan.Quote, error) {
		return plan.NewQuote(s, survey, r.catalog, r.now)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", r.file, err)
	}
	return r.follow(survey)
}

// follow computes what follows from the quote.
func (r *reporting) follow(survey *plan.Survey) (err error) {
	q, s := r.part.Quote, r.settings
	s.Method = q.Method
	if r.usage != nil {
		if r.part.Ownership, err = billed(plan.NewOwnership(s, q.Total, *r.usage, r.catalog, r.now)); err != nil {
			return err
		}
	}
	if r.part.BreakEven, err = r.breakEven(s, q.Total, r.usage, survey, r.moment); err != nil {
		return err
	}
	r.part.Advice = plan.Advise(s, survey, r.usage, r.catalog, r.now)
	r.part.Candidates = r.candidates(s)
	if r.maxCost.set {
		r.part.Budget = &page.Budget{Max: r.maxCost.USD, Over: q.Within(r.maxCost.USD, r.part.Candidates)}
	}
	return nil
}

// candidates prices the file at every model and provider, for a few numbers of epochs, the chosen one among them.
func (r *reporting) candidates(s plan.Settings) []plan.Candidate {
	surveys := map[string]*plan.Survey{}
	for i := range r.part.Result.Training {
		survey := &r.part.Result.Training[i]
		surveys[survey.Encoding] = survey
	}
	epochs := []int64{1, 2, 3, r.part.Quote.Epochs}
	slices.Sort(epochs)
	epochs = slices.Compact(epochs)
	return plan.Compare(s, surveys, epochs, r.catalog, r.now)
}

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

// A judging says what files are judged against: the target, and which rules count. A config beside the data fills in what
// the command line leaves open.
type judging struct {
	target
	choice
	graderFlag
	limit    int
	grouped  bool // nobody set the limit: a rule that fires often is shown a few times only
	baseline string
	noConfig bool
	given    func(flag string) bool // reports whether the command line has a flag
}

func (j *judging) flags(cmd *cobra.Command, model string) {
	j.target.flags(cmd, model)
	j.choice.flags(cmd)
	cmd.Flags().BoolVar(&j.noConfig, "no-config", false, "do not read "+configName+" beside the data")
	j.given = cmd.Flags().Changed
}

// standards adds the flags that say when findings make the command fail, and what else reinforcement is judged by.
func (j *judging) standards(cmd *cobra.Command) {
	j.graderFlag.flag(cmd)
	cmd.Flags().BoolVar(&j.strict, "strict", false, "warnings make the command fail, too")
	cmd.Flags().StringVar(&j.baseline, "baseline", "", "leave out the findings that this file knows")
}

// configured returns the judging of one file, with the choices beside it. Rules let pass there and here add up; anything
// else said here replaces what is said there.
func (j judging) configured(file string) (judging, error) {
	j.grouped = !j.given("limit")
	if j.noConfig {
		return j, nil
	}
	c, err := configBeside(file)
	if err != nil {
		return j, err
	}
	j.allow = slices.Concat(c.allow, j.allow)
	if !j.given("only") {
		j.only = c.only
	}
	for flag, field := range map[string]struct{ to, from *string }{
		"model": {&j.model, &c.model}, "provider": {&j.provider, &c.provider}, "method": {&j.method, &c.method}, "baseline": {&j.baseline, &c.baseline},
	} {
		if !j.given(flag) && *field.from != "" {
			*field.to = *field.from
		}
	}
	if c.strict != nil && !j.given("strict") {
		j.strict = *c.strict
	}
	if c.limit != nil && !j.given("limit") {
		j.limit, j.grouped = *c.limit, false
	}
	return j, nil
}

// pass returns how to go over a file, and what holds findings back. Without a model, what differs between models is judged
// by the default one, and only lines long enough to matter are counted.
func (j *judging) pass(file string) (*plan.Pass, *sieve, error) {
	settings, err := j.settings()
	if err != nil {
		return nil, nil, err
	}
	if settings.Grader, err = j.readGrader(); err != nil {
		return nil, nil, err
	}
	if len(settings.Grader) > 0 && settings.Method != "" && settings.Method != catalog.Reinforcement {
		return nil, nil, usage("leave one of them out", "--grader is for the method reinforcement, and --method says %s", settings.Method)
	}
	anyModel := settings.Model == ""
	if anyModel {
		settings.Model = defaultModel
	}
	pass, err := plan.NewPass(catalog.Builtin(), settings)
	if err != nil {
		return nil, nil, err
	}
	s := &sieve{passed: map[*lint.Rule]int64{}}
	if pass.Rules, s.allowed, err = j.rules(); err != nil {
		return nil, nil, err
	}
	pass.Name, pass.Jobs, pass.Long, pass.Counts = file, j.jobs, true, s.counts
	if anyModel {
		pass.Lint.Limits.NoImages = false
	}
	return pass, s, nil
}

// bar has a pass say which formats the model takes, and returns why it can be trained no more as of today, "" where it can.
func (j *judging) bar(c *common, pass *plan.Pass) (why string, err error) {
	if j.model == "" {
		return "", nil
	}
	now, err := c.clock()
	if err != nil {
		return "", err
	}
	settings, err := j.settings()
	if err != nil {
		return "", err
	}
	return plan.Bar(catalog.Builtin(), pass, settings, now)
}

// carried are the flags by which a file was judged, for the next command. Where no model was named and the default one does
// not take such files, one that does is among them.
func (j *judging) carried(c *common, result *plan.Result) view.Given {
	given := slices.Clip(c.given)
	for _, choice := range []struct{ flag, value, usual string }{
		{"--model", j.model, ""}, {"--provider", j.provider, defaultProvider}, {"--method", j.method, ""},
	} {
		if choice.value != choice.usual {
			given = given.With(choice.flag, choice.value)
		}
	}
	if j.model != "" {
		return given
	}
	if model, provider := fitting(c, j.provider, result); model != "" {
		given = given.With("--model", model)
		if provider != defaultProvider {
			given = given.With("--provider", provider)
		}
	}
	return given
}

type lintOptions struct {
	judging
	files                             []string
	validation, format, writeBaseline string
	showText                          bool
}

func newLint(c *common) *cobra.Command {
	var o lintOptions
	cmd := &cobra.Command{
		Use:   "lint FILE…",
		Short: "Say whether the service will accept training files, line by line",
		Long: "lint judges training files: what the service would refuse, at which line and column and why, what it would drop\n" +
			"or train for nothing, and what to do about it. Names may be folders, or patterns such as 'data/**/*.jsonl'; - is\n" +
			"standard input. A file " + configName + " beside the data holds a team's choices, below lint: allow, only, strict, limit, model,\n" +
			"provider, method, baseline.",
		Example: "  ftplan lint testdata/support.jsonl\n" +
			"  ftplan lint --validation testdata/support-validation.jsonl testdata/support.jsonl\n" +
			"  ftplan lint --format sarif --limit 0 'data/*.jsonl'",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.files = args
			return lintFiles(cmd.Context(), c, o)
		},
	}
	o.judging.flags(cmd, "")
	o.standards(cmd)
	f := cmd.Flags()
	f.StringVar(&o.writeBaseline, "write-baseline", "", "write what is found to this file, as known, and end with 0")
	f.StringVar(&o.validation, "validation", "", "a validation file to judge along with the training file")
	f.IntVar(&o.limit, "limit", 100, "findings shown of each file, errors first; 0 = all; when not said, repeats are counted")
	f.BoolVar(&o.showText, "show-text", false, "show pieces of the data beside the findings")
	formatFlag(cmd, &o.format, findings.LintFormats())
	return cmd
}

// formatFlag adds --format, which lists its choices.
func formatFlag(cmd *cobra.Command, format *string, choices []string) {
	cmd.Flags().StringVar(format, "format", choices[0], strings.Join(choices, ", "))
}

func checkFormat(format string, choices []string) error {
	if slices.Contains(choices, format) {
		return nil
	}
	return usage(suggestion(format, choices, "choose "+strings.Join(choices, ", ")), "unknown format %q", format)
}

// lintFiles judges files, and a validation file with the training file, and prints what was found. A file that cannot be
// read is said, and the others are judged nevertheless.
func lintFiles(ctx context.Context, c *common, o lintOptions) error {
	l, err := o.begin(ctx, c)
	if err != nil {
		return err
	}
	defer l.close()
	for _, file := range l.files {
		if err := l.file(ctx, file); err != nil {
			if ctx.Err() != nil {
				return err
			}
			report(c.err, l.unread)
			l.unread = err
		}
	}
	if len(l.reports) > 0 {
		out := c.out
		if o.format == "github" { // its commands are meant to be obeyed
			out = c.data
		}
		if err := findings.Lint(out, o.format, l.reports, c.style()); err != nil {
			return err
		}
		findings.Omitted(c.err, o.format, l.reports)
	}
	return l.end()
}

// A linting is one run of lint over several files.
type linting struct {
	lintOptions
	common  *common
	files   []string
	noted   *notebook
	known   baselines
	reports []findings.LintReport
	inputs  []*input // stay open: rules about a validation file read the training file again
	unread  error    // of the last file that could not be read
}

func (o lintOptions) begin(ctx context.Context, c *common) (*linting, error) {
	if err := checkFormat(o.format, findings.LintFormats()); err != nil {
		return nil, err
	}
	if o.limit < 0 {
		return nil, usage("0 shows all", "--limit %d is out of range", o.limit)
	}
	files, err := c.expand(ctx, o.files)
	if err != nil {
		return nil, err
	}
	if o.validation != "" {
		if len(files) > 1 {
			return nil, usage("lint one training file with its validation file", "--validation goes with one training file, not with %d", len(files))
		}
		files = append(files, o.validation)
	}
	l := &linting{lintOptions: o, common: c, files: files, known: baselines{}}
	if o.writeBaseline != "" {
		l.noted = new(notebook)
	}
	return l, nil
}

func (l *linting) close() {
	for _, in := range l.inputs {
		in.close()
	}
	for _, r := range l.reports {
		r.Result.Tally.Close()
	}
}

// file judges one file.
func (l *linting) file(ctx context.Context, file string) error {
	o, err := l.configured(file)
	if err != nil {
		return err
	}
	pass, sieve, err := o.pass(file)
	if err != nil {
		return err
	}
	closed, err := o.bar(l.common, pass)
	if err != nil {
		return err
	}
	if sieve.fresh, err = l.known.unknownTo(o.baseline); err != nil {
		return err
	}
	sieve.noted = l.noted
	in, err := l.common.open(file)
	if err != nil {
		return err
	}
	l.inputs = append(l.inputs, in)
	pass.Again, pass.Keep, pass.Lint.ShowText = in.again, o.limit, l.showText
	r := findings.LintReport{File: file, Limit: o.limit, Grouped: o.grouped, Model: o.model}
	if r.Model == "" {
		r.Model = defaultModel
	}
	if l.validation != "" && len(l.reports) > 0 {
		pass.Against, r.Training = l.reports[0].Result.Summary, l.reports[0].File
		pass.Lint.Limits.MinExamples = 0 // no source asks for a number of them in a validation file
	} else {
		r.Validation = l.validation
	}
	if r.Result, err = pass.Survey(ctx, in); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	l.common.leadOn(ctx, &r)
	r.Given = o.carried(l.common, r.Result)
	if r.Measure = sieve.measure(o.strict); closed != "" {
		r.Result.Notes = append(r.Result.Notes, closed)
	}
	l.reports = append(l.reports, r)
	return nil
}

// end writes the baseline and returns how the run ends.
func (l *linting) end() error {
	if l.unread != nil {
		return l.unread
	}
	if l.noted != nil {
		if err := l.noted.write(l.writeBaseline); err != nil {
			return err
		}
		findings.BaselineWritten(l.common.err, l.writeBaseline, l.noted.findings, l.files)
		return nil
	}
	if slices.ContainsFunc(l.reports, findings.LintReport.Fails) {
		return errFindings
	}
	return nil
}

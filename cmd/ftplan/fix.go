package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
)

type fixOptions struct {
	judging
	output
	file, format string
	unsafe, diff bool
	ask          bool
}

func newFix(c *common) *cobra.Command {
	var o fixOptions
	cmd := &cobra.Command{
		Use:   "fix FILE -o OUT",
		Short: "Repair what lint found, byte by byte, and leave the rest as it is",
		Long: "fix repairs what lint finds and a machine can repair. Only the bytes that are wrong change. Fixes that can change\n" +
			"what is trained are made with --unsafe-fixes alone; --diff shows them first and writes nothing; with\n" +
			"--format json it prints what fixing would print, and no diff. The exit code is 1 where errors remain.",
		Example: "  ftplan fix --diff testdata/broken.jsonl\n" +
			"  ftplan fix testdata/broken.jsonl -o fixed.jsonl --rejects rejects.jsonl",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.file = args[0]
			return fix(cmd.Context(), c, o)
		},
	}
	o.judging.flags(cmd, "")
	o.output.flags(cmd)
	f := cmd.Flags()
	f.BoolVar(&o.inPlace, "in-place", false, "write the result over the file itself")
	f.BoolVar(&o.unsafe, "unsafe-fixes", false, "make fixes, too, that can change what is trained")
	f.BoolVar(&o.ask, "ask", false, "ask for each fix before it is made, or once for all of a kind")
	f.BoolVar(&o.diff, "diff", false, "show what would change, and write nothing")
	formatFlag(cmd, &o.format, findings.FixFormats())
	return cmd
}

// fix repairs a file and says what was done and what remains. Errors that remain, or lines that were left out, make it
// fail; the output is written nevertheless.
func fix(ctx context.Context, c *common, o fixOptions) error {
	var err error
	if o.file, err = c.one(ctx, o.file, "fix"); err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	if o.ask && !c.person {
		return usage("leave --ask out, or look first with --diff", "--ask wants a terminal, where somebody answers")
	}
	if o.judging, err = o.configured(o.file); err != nil {
		return err
	}
	in, err := c.rewindable(o.file)
	if err != nil {
		return err
	}
	defer in.close()
	defer c.reading.End()
	f := &fixing{fixOptions: o, common: c, in: in}
	if err := f.look(ctx); err != nil {
		return fmt.Errorf("%s: %w", o.file, err)
	}
	switch {
	case f.before.Foreign != nil:
		report(c.err, fmt.Errorf("%s: %w", o.file, f.before.Foreign))
		return errFindings
	case o.diff:
		return f.show(ctx)
	}
	return f.write(ctx)
}

func (o *fixOptions) check() error {
	if err := checkFormat(o.format, findings.FixFormats()); err != nil {
		return err
	}
	switch {
	case o.ask && (o.diff || o.file == "-" || o.out == "-" || o.format != "text"):
		return usage("name a file and an output", "--ask talks to a person, so --diff, --format and standard input or output do not go with it")
	case o.diff && (o.out != "" || o.inPlace || o.rejects != ""):
		return usage("leave out one of them", "--diff writes nothing; -o, --in-place and --rejects do")
	case o.diff:
		return nil
	case o.inPlace && o.file == "-":
		return usage("say -o OUT", "standard input has no place to be fixed in")
	case o.inPlace && o.out != "":
		return usage("leave out one of them", "--in-place and -o name two places")
	case o.inPlace:
		o.out = o.file
	case o.out == "":
		return usage(view.Command("ftplan", "fix", o.file, "-o", view.Beside(o.file, "fixed"))+", or --diff to look first", "fix needs to know where to write")
	}
	return o.output.check(o.file)
}

// A fixing is one run of fix.
type fixing struct {
	fixOptions
	common  *common
	in      *rewindable
	before  *plan.Result
	checker *lint.Checker  // of the rules whose findings are fixed
	judged  dataset.Format // by which the file and the result are judged
}

// followed returns a reader of the whole file, which shows how far it has come.
func (f *fixing) followed() io.Reader {
	size := int64(0)
	if info, err := f.in.Stat(); err == nil {
		size = info.Size()
	}
	return f.common.reading.Of(f.in.start(), f.file, size)
}

// look judges the file as it is: how it is to be judged, and what only the whole of it shows.
func (f *fixing) look(ctx context.Context) error {
	pass, sieve, err := f.pass(f.file)
	if err != nil {
		return err
	}
	pass.Again, pass.Keep = f.in, 10
	if f.before, err = pass.Survey(ctx, f.followed()); err != nil {
		return err
	}
	var rules []*lint.Rule
	for _, rule := range pass.Rules {
		if !sieve.allowed[rule] {
			rules = append(rules, rule)
		}
	}
	if f.before.Foreign == nil {
		f.judged = f.before.Format
		return f.agree(ctx, pass.Lint, rules)
	}
	return nil
}

// agree finds the format by which the result is judged when it is read on its own. It is the file's where that stands, and
// where no line tells a format before it is fixed, what the lines tell afterwards.
func (f *fixing) agree(ctx context.Context, settings lint.Settings, rules []*lint.Rule) error {
	options := lint.FixOptions{Unsafe: f.unsafe, Jobs: f.jobs, Again: f.in}
	told := func(judged dataset.Format, options lint.FixOptions) (dataset.Format, error) {
		settings.Format, f.judged = judged, judged
		f.checker = lint.NewChecker(settings, rules)
		return f.formatOf(ctx, options)
	}
	first := f.before.Format
	if dataset.NewReader(f.in.start(), 0).Format() == dataset.UnknownFormat {
		anyway := options
		anyway.Anyway = true
		var err error
		if first, err = told(first, anyway); err != nil {
			return err
		}
	}
	if f.rejects != "" {
		options.Rejects = io.Discard
	}
	candidates := []dataset.Format{first, dataset.Chat, dataset.Preference, dataset.Reinforcement}
	for i := 0; i < len(candidates); i++ {
		format, err := told(candidates[i], options)
		if err != nil || format == candidates[i] {
			return err
		}
		if !slices.Contains(candidates[:i+1], format) {
			candidates = slices.Insert(candidates, i+1, format)
		}
	}
	_, err := told(first, options)
	return err
}

// formatOf returns the format by which the result of fixing is judged; the one it is fixed by where there is no result.
func (f *fixing) formatOf(ctx context.Context, options lint.FixOptions) (dataset.Format, error) {
	var head start
	_, err := lint.FixFile(ctx, dataset.NewReader(f.in.start(), 0), &head, f.checker, options)
	if head.Len() == 0 || err != nil && !errors.Is(err, errStarted) {
		return f.judged, err
	}
	pass, _, err := f.pass(f.file)
	if err != nil {
		return f.judged, err
	}
	pass.Rules = nil
	look, err := pass.Survey(ctx, &head.Buffer)
	if err != nil || look.Foreign != nil {
		return f.judged, err
	}
	return look.Format, nil
}

// A start takes in the first bytes of a result, as many as decide its format.
type start struct{ bytes.Buffer }

// startSize is how many bytes decide the format of a file.
const startSize = 1 << 20

// errStarted ends the writing of a result when enough of it is there.
var errStarted = errors.New("the start is there")

func (s *start) Write(p []byte) (int, error) {
	if s.Len() >= startSize {
		return 0, errStarted
	}
	return s.Buffer.Write(p)
}

// run copies the file to w with fixes made.
func (f *fixing) run(ctx context.Context, w io.Writer, options lint.FixOptions) (lint.FixReport, error) {
	options.Unsafe, options.Jobs, options.Again = f.unsafe, f.jobs, f.in
	report, err := lint.FixFile(ctx, dataset.NewReader(f.followed(), 0), w, f.checker, options)
	if err == nil {
		err = f.in.unchanged()
	}
	if err != nil {
		err = fmt.Errorf("%s: %w; nothing was written", f.file, err)
	}
	return report, err
}

// show prints what fixing would change and what would remain, as a diff or as the JSON that writing it would print.
func (f *fixing) show(ctx context.Context) error {
	var options lint.FixOptions
	if f.format == "text" {
		options.Changed = findings.NewDiff(f.common.out, f.file, f.common.style()).Change
	}
	report := findings.FixReport{File: f.file, Before: f.before, Unsafe: f.unsafe}
	if err := f.rehearse(ctx, &report, options); err != nil {
		return err
	}
	if f.format == "text" {
		findings.DiffDone(f.common.err, report, f.common.style())
	} else if err := findings.Fix(f.common.out, f.format, report, f.common.style()); err != nil {
		return err
	}
	if report.Fails() {
		return errFindings
	}
	return nil
}

// rehearse fixes the file into one that has no name, and judges that.
func (f *fixing) rehearse(ctx context.Context, report *findings.FixReport, options lint.FixOptions) error {
	result, err := spool(strings.NewReader(""))
	if err != nil {
		return err
	}
	defer result.close()
	w := bufio.NewWriter(result)
	if report.Report, err = f.run(ctx, w, options); err != nil {
		return err
	}
	if report.Left = f.before; report.Report.Changed == 0 {
		return nil
	}
	if err := w.Flush(); err != nil {
		return err
	}
	report.Left, err = f.survey(ctx, f.file, result.start(), result)
	return err
}

// write writes the fixed file, judges it again and says what was done. The reading that judges it is of the bytes that
// were written, wherever they went.
func (f *fixing) write(ctx context.Context) error {
	d, err := f.start(f.common.data)
	if err != nil {
		return err
	}
	defer d.discard()
	var (
		options lint.FixOptions
		asked   asker
	)
	if d.rejects != nil {
		options.Rejects = d.rejects
	}
	if f.ask {
		f.common.reading.Hide()
		asked = *newAsker(ctx, f.common, f.file)
		options.Wanted, f.jobs = asked.wanted, 1
	}
	report := findings.FixReport{File: f.file, Out: f.out, Rejects: f.rejects, Unsafe: f.unsafe, Before: f.before}
	switch {
	case f.out == "-":
		err = f.pour(ctx, &report, d.writer(), options)
	default:
		report.Report, err = f.run(ctx, d.writer(), options)
	}
	if asked.err != nil {
		return asked.err
	}
	if err != nil {
		return err
	}
	if n := report.Report.TooLong; f.inPlace && n > 0 {
		return usage("say -o OUT, so that the file stays", "line %d of %s is longer than the limit and would be lost; nothing was written", n, f.file)
	}
	if f.inPlace && report.Report.Changed == 0 && report.Report.Rejected == 0 {
		d.main.Discard()
		d.main = nil
	}
	if err := d.commit(); err != nil {
		return err
	}
	return f.conclude(ctx, report)
}

// pour writes the fixed file to standard output, and judges it on its way.
func (f *fixing) pour(ctx context.Context, report *findings.FixReport, stdout io.Writer, options lint.FixOptions) error {
	kept, err := spool(strings.NewReader(""))
	if err != nil {
		return err
	}
	defer kept.close()
	w := bufio.NewWriter(io.MultiWriter(kept, stdout))
	if report.Report, err = f.run(ctx, w, options); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	report.Left, err = f.survey(ctx, f.file, kept.start(), kept)
	return err
}

// conclude judges what was written and says what was done.
func (f *fixing) conclude(ctx context.Context, report findings.FixReport) (err error) {
	to := f.common.err
	if f.out != "-" {
		to = f.common.out
		if report.Left, err = f.judge(ctx, f.out); err != nil {
			return err
		}
	}
	if err := findings.Fix(to, f.format, report, f.common.style()); err != nil {
		return err
	}
	if report.Fails() {
		return errFindings
	}
	return nil
}

// judge judges the file that was written.
func (f *fixing) judge(ctx context.Context, file string) (*plan.Result, error) {
	in, err := f.common.open(file)
	if err != nil {
		return nil, err
	}
	defer in.close()
	return f.survey(ctx, file, in, in.again)
}

// survey judges what is in, as the file was judged that it was made from.
func (f *fixing) survey(ctx context.Context, file string, in io.Reader, again io.ReaderAt) (*plan.Result, error) {
	pass, _, err := f.pass(file)
	if err != nil {
		return nil, err
	}
	pass.Again, pass.Keep, pass.Lint.Format = again, 10, f.judged
	return pass.Survey(ctx, in)
}

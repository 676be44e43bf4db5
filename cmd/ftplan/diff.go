package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/costs"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/delta"
)

type diffOptions struct {
	target
	job
	old, new, format string

	limit    int
	showText bool
}

func newDiff(c *common) *cobra.Command {
	var o diffOptions
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what changed between two versions of a file: examples, tokens, cost, findings",
		Long: "diff compares two versions of a training file. Examples that say the same are the same wherever they stand;\n" +
			"of the others, those with the same prompt count as changed, the rest as removed and added. Tokens and cost are\n" +
			"those of each version, by the same counting and prices. The command fails, with exit code 1, if the new\n" +
			"version has errors that the old one has not. One of the two may be -, the standard input.",
		Example: "  ftplan diff testdata/support.jsonl testdata/support-validation.jsonl\n" +
			"  ftplan diff --format markdown testdata/support.jsonl testdata/support.jsonl",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.old, o.new = args[0], args[1]
			return diff(cmd.Context(), c, o)
		},
	}
	o.target.flags(cmd, defaultModel)
	o.job.flags(cmd)
	f := cmd.Flags()
	f.IntVar(&o.limit, "limit", 20, "lines and findings named of each kind; 0 = all")
	f.BoolVar(&o.showText, "show-text", false, "show pieces of the examples that changed")
	formatFlag(cmd, &o.format, costs.DeltaFormats())
	return cmd
}

// comparedFindings is how many findings of each kind are compared one by one.
const comparedFindings = 100_000

// diff goes over both versions once and prints what changed.
func diff(ctx context.Context, c *common, o diffOptions) error {
	if err := checkFormat(o.format, costs.DeltaFormats()); err != nil {
		return err
	}
	if o.old == "-" && o.new == "-" {
		return usage("save one of them to a file", "standard input cannot be both versions")
	}
	var err error
	if o.old, err = c.one(ctx, o.old, "diff OLD"); err != nil {
		return err
	}
	if o.new, err = c.one(ctx, o.new, "diff NEW"); err != nil {
		return err
	}
	old, err := o.version(ctx, c, o.old)
	if err != nil {
		return err
	}
	changed, err := o.version(ctx, c, o.new)
	if err != nil {
		return err
	}
	r := costs.DeltaReport{OldFile: o.old, NewFile: o.new, Model: o.model, Old: old, New: changed, Limit: o.limit}
	if q := changed.Quote; q != nil {
		r.Model = q.Model
	}
	r.Delta = delta.New(old, changed)
	if err := o.excerpts(c, &r); err != nil {
		return err
	}
	if err := costs.Delta(c.out, o.format, r, c.style()); err != nil {
		return err
	}
	if brokeSomething(r.Delta) {
		return errFindings
	}
	return nil
}

// brokeSomething reports whether there are errors now that were not there before.
func brokeSomething(d *delta.Delta) bool {
	if d.Findings {
		return slices.ContainsFunc(d.NewFindings, func(f lint.Finding) bool { return f.Rule.Severity() == lint.Error })
	}
	return slices.ContainsFunc(d.Rules, func(r delta.Rule) bool { return r.Rule.Severity() == lint.Error && r.New > r.Old })
}

// version goes over one file and prices it, whatever is wrong with it.
func (o *diffOptions) version(ctx context.Context, c *common, file string) (*delta.Version, error) {
	at, err := c.moment(o.prices)
	if err != nil {
		return nil, err
	}
	s, err := o.settings()
	if err != nil {
		return nil, err
	}
	if err := o.job.set(&s); err != nil {
		return nil, err
	}
	s.Sheet, s.AllowErrors, s.PastTraining = at.sheet, true, true
	pass, err := plan.NewPass(at.catalog, s)
	if err != nil {
		return nil, err
	}
	in, err := c.open(file)
	if err != nil {
		return nil, err
	}
	defer in.close()
	var v delta.Version
	pass.Name, pass.Jobs, pass.Keep, pass.Hash, pass.Again, pass.Each = file, o.jobs, comparedFindings, true, in.again, v.Note
	if v.Result, err = pass.Survey(ctx, in); err != nil || v.Result.Source.Examples == 0 {
		return &v, err
	}
	v.Quote, err = plan.NewQuote(s, &v.Result.Training[0], at.catalog, at.now)
	return &v, err
}

// excerpts reads pieces of the lines that are named, if they are to be shown.
func (o *diffOptions) excerpts(c *common, r *costs.DeltaReport) (err error) {
	if !o.showText || r.Examples == nil {
		return nil
	}
	m := r.Examples
	fresh := slices.Clone(limitTo(m.Added, o.limit))
	for _, pairs := range [][]dataset.Pair{limitTo(m.Answers, o.limit), limitTo(m.Rest, o.limit)} {
		for _, p := range pairs {
			fresh = append(fresh, p.New)
		}
	}
	if r.OldText, err = c.excerpts(o.old, limitTo(m.Removed, o.limit)); err != nil {
		return err
	}
	r.NewText, err = c.excerpts(o.new, fresh)
	return err
}

func limitTo[T any](list []T, limit int) []T {
	if limit > 0 {
		return list[:min(len(list), limit)]
	}
	return list
}

// excerpts returns a piece of each of the lines of a file.
func (c *common) excerpts(file string, lines []int) (map[int]string, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	in, err := c.rereadable(file, "--show-text")
	if err != nil {
		return nil, err
	}
	defer in.close()
	wanted := map[int]bool{}
	for _, line := range lines {
		wanted[line] = true
	}
	var r dataset.Record
	text := map[int]string{}
	for line, err := range dataset.NewReader(in, 0).Lines() {
		if err != nil {
			return nil, err
		}
		if !wanted[line.Number] {
			continue
		}
		r.Decode(line)
		text[line.Number] = view.Excerpt(&r)
		if len(text) == len(wanted) {
			break
		}
	}
	return text, nil
}

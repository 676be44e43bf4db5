package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/examples"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

type tokensOptions struct {
	target
	vocabulary
	files  []string
	format string
	tools  bool
}

func newTokens(c *common) *cobra.Command {
	var o tokensOptions
	cmd := &cobra.Command{
		Use:   "tokens FILE…",
		Short: "Count the tokens of a training file as the service bills them",
		Long: "tokens counts a training file as the service bills it, by what the tokens are spent on. With --format jsonl or\n" +
			"csv it prints a row for every example instead: its line, its tokens in one epoch, those of them that are\n" +
			"trained, and its messages. A model whose vocabulary is not included is counted with --vocab: a rank file as\n" +
			"tiktoken reads it, such as Llama 3's tokenizer.model or qwen.tiktoken.",
		Example: "  ftplan tokens --model gpt-4o-mini testdata/support.jsonl\n  ftplan tokens --format csv testdata/support.jsonl\n" +
			"  ftplan tokens --vocab qwen.tiktoken --chat qwen3 testdata/support.jsonl",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.files = args
			if o.vocabulary.given() && !cmd.Flags().Changed("model") {
				o.model = ""
			}
			return tokens(cmd.Context(), c, o)
		},
	}
	cmd.Flags().StringVarP(&o.model, "model", "m", defaultModel, "the model whose tokens are counted")
	o.vocabulary.flags(cmd)
	cmd.Flags().BoolVar(&o.tools, "tools", false, "show the definitions of tools as the model reads them")
	o.jobsFlag(cmd)
	formatFlag(cmd, &o.format, examples.TokensFormats())
	return cmd
}

// tokens counts a file and prints the counts. Lines that cannot be read are left out, said, and make the command fail.
func tokens(ctx context.Context, c *common, o tokensOptions) error {
	if err := checkFormat(o.format, examples.TokensFormats()); err != nil {
		return err
	}
	if _, err := o.settings(); err != nil {
		return err
	}
	counting, note, err := o.counting(c)
	if err != nil {
		return err
	}
	files, err := c.expand(ctx, o.files)
	if err != nil {
		return err
	}
	rows := examples.Rows(c.out, o.format)
	if rows != nil && len(files) > 1 {
		return usage("choose text or json, or count one file at a time", "--format %s has the rows of one file, not of %d", o.format, len(files))
	}
	var reports, counted []examples.TokensReport
	for _, file := range files {
		result, err := o.count(ctx, c, file, counting, rows)
		if err != nil {
			return err
		}
		r := examples.TokensReport{File: file, Model: o.model, Result: result, Note: note, Tools: o.tools}
		if reports = append(reports, r); result.Training[0].File.Examples > 0 {
			counted = append(counted, r)
		}
	}
	if rows == nil && len(counted) > 0 {
		if err := examples.Tokens(c.out, o.format, counted, c.style()); err != nil {
			return err
		}
	}
	for _, r := range reports {
		if broken := c.counted(ctx, r.File, r.Result); broken != nil {
			err = broken
		}
	}
	return err
}

// count counts one file.
func (o *tokensOptions) count(ctx context.Context, c *common, file string, counting catalog.Counting, rows func(plan.Row)) (*plan.Result, error) {
	in, err := c.open(file)
	if err != nil {
		return nil, err
	}
	defer in.close()
	pass := plan.Pass{Name: file, Jobs: o.jobs, Rules: rules.Unreadable(), Count: []catalog.Counting{counting}, Keep: 20,
		Legacy: completions(o.model)}
	pass.Each = rows
	return pass.Survey(ctx, in)
}

// counted says which lines could not be counted.
func (c *common) counted(ctx context.Context, file string, result *plan.Result) error {
	switch {
	case result.Tally.Count(lint.Error) > 0:
		findings.Broken(c.err, file, result)
	case result.Uncounted.Examples > 0:
		return c.uncounted(ctx, file, result)
	case result.Source.Examples == 0:
		next := c.conversion(ctx, file)
		if next == "" {
			next = view.Command("ftplan", "lint", file) + " says more"
		}
		report(c.err, usage(next, "%s holds no example on a line of its own", file))
	default:
		return nil
	}
	return errFindings
}

// counting returns how to count, and what is to be said about it. With a vocabulary of the user's the model is no more than
// a name, unless the catalog knows its limits.
func (o *tokensOptions) counting(c *common) (counting catalog.Counting, note string, err error) {
	if err := o.vocabulary.check(); err != nil {
		return catalog.Counting{}, "", err
	}
	cat := catalog.Builtin()
	if !o.vocabulary.given() {
		return cat.CountingFor(o.model)
	}
	if counting, err = o.vocabulary.counting(c.cache); err != nil {
		return catalog.Counting{}, "", err
	}
	if _, unknown := cat.Model(o.model); unknown != nil {
		return counting, "", nil
	}
	if cat, err = cat.WithCounting(o.model, counting); err != nil {
		return catalog.Counting{}, "", err
	}
	return cat.CountingFor(o.model)
}

// completions reports whether a model learns from prompts and completions in place of messages.
func completions(name string) bool {
	model, err := catalog.Builtin().Model(name)
	return err == nil && slices.ContainsFunc(model.Offers, func(o catalog.Offer) bool { return o.Completions })
}

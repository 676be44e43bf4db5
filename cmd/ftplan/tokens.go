package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

type tokensOptions struct {
	target
	vocabulary
	file, format string
	tools        bool
}

func newTokens(c *common) *cobra.Command {
	var o tokensOptions
	cmd := &cobra.Command{
		Use:   "tokens FILE",
		Short: "Count the tokens of a training file as the service bills them",
		Long: "tokens counts a training file as the service bills it, by what the tokens are spent on. With --format jsonl or\n" +
			"csv it prints a row for every example instead: its line, its tokens in one epoch, those of them that are\n" +
			"trained, and its messages. A model whose vocabulary is not included is counted with --vocab: a rank file as\n" +
			"tiktoken reads it, such as Llama 3's tokenizer.model or qwen.tiktoken.",
		Example: "  ftplan tokens --model gpt-4o-mini testdata/support.jsonl\n  ftplan tokens --format csv testdata/support.jsonl\n" +
			"  ftplan tokens --vocab qwen.tiktoken --chat qwen3 testdata/support.jsonl",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.file = args[0]
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
	formatFlag(cmd, &o.format, view.TokensFormats())
	return cmd
}

// tokens counts a file and prints the counts. Lines that cannot be read are left out, said, and make the command fail.
func tokens(ctx context.Context, c *common, o tokensOptions) error {
	if err := checkFormat(o.format, view.TokensFormats()); err != nil {
		return err
	}
	if _, err := o.settings(); err != nil {
		return err
	}
	counting, note, err := o.counting(c)
	if err != nil {
		return err
	}
	in, err := c.open(o.file)
	if err != nil {
		return err
	}
	defer in.close()
	pass := plan.Pass{Name: o.file, Jobs: o.jobs, Rules: rules.Unreadable(), Count: []catalog.Counting{counting}, Keep: 20}
	rows := view.Rows(c.out, o.format)
	pass.Each = rows
	result, err := pass.Survey(ctx, in)
	if err != nil {
		return err
	}
	if rows != nil {
		return c.counted(o.file, result)
	}
	report := view.TokensReport{File: o.file, Model: o.model, Result: result, Note: note, Tools: o.tools}
	if err := view.Tokens(c.out, o.format, report, c.style()); err != nil {
		return err
	}
	return c.counted(o.file, result)
}

// counted says which lines could not be counted.
func (c *common) counted(file string, result *plan.Result) error {
	if result.Tally.Count(lint.Error) > 0 {
		view.Broken(c.err, file, result)
		return errFindings
	}
	return nil
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

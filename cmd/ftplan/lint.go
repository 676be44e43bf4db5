package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
)

type lintOptions struct {
	target
	file, validation, format string
	limit                    int
	showText                 bool
}

func newLint(c *common) *cobra.Command {
	var o lintOptions
	cmd := &cobra.Command{
		Use:     "lint FILE",
		Short:   "Say whether the service will accept a training file, line by line",
		Example: "  ftplan lint testdata/support.jsonl",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.file = args[0]
			return lintFile(cmd.Context(), c, o)
		},
	}
	o.flags(cmd, "")
	cmd.Flags().StringVar(&o.validation, "validation", "", "a validation file to judge along with the training file")
	cmd.Flags().IntVar(&o.limit, "limit", 100, "findings shown; 0 = all")
	cmd.Flags().BoolVar(&o.showText, "show-text", false, "show pieces of the data beside the findings")
	formatFlag(cmd, &o.format, view.LintFormats())
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

// lintFile judges a file, and a validation file with it, and prints what was found.
func lintFile(ctx context.Context, c *common, o lintOptions) error {
	if err := checkFormat(o.format, view.LintFormats()); err != nil {
		return err
	}
	files := []string{o.file}
	if o.validation != "" {
		files = append(files, o.validation)
	}
	failed := false
	var reports []view.LintReport
	for _, file := range files {
		look, err := o.look(ctx, c, file)
		if err != nil {
			return err
		}
		failed = failed || look.Tally.Count(lint.Error) > 0
		reports = append(reports, view.LintReport{File: file, Look: look, Limit: o.limit})
	}
	if err := view.Lint(c.out, o.format, reports, c.style()); err != nil {
		return err
	}
	if failed {
		return errFindings
	}
	return nil
}

// look judges one file. Without a model, what differs between models is judged by the default one, and only lines long
// enough to matter are counted.
func (o *lintOptions) look(ctx context.Context, c *common, file string) (*plan.Look, error) {
	in, err := c.open(file)
	if err != nil {
		return nil, err
	}
	defer in.close()
	pass, err := o.pass(file)
	if err != nil {
		return nil, err
	}
	pass.Again = in.again
	pass.Keep = o.limit
	pass.Lint.ShowText = o.showText
	return pass.Survey(ctx, in)
}

func (o *lintOptions) pass(file string) (*plan.Pass, error) {
	settings, err := o.settings()
	if err != nil {
		return nil, err
	}
	anyModel := settings.Model == ""
	if anyModel {
		settings.Model = defaultModel
	}
	pass, err := plan.Builtin().Pass(settings)
	if err != nil {
		return nil, err
	}
	pass.Name, pass.Jobs, pass.Long = file, o.jobs, true
	if anyModel {
		pass.Lint.Limits.NoImages = false
	}
	return pass, nil
}

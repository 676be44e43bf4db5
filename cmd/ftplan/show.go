package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/examples"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/repair"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/tokenize"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

type showOptions struct {
	file, model, format string

	line   int
	tokens bool
}

func newShow(c *common) *cobra.Command {
	var o showOptions
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: "Show one example as the model will see it: what is trained, read, and cut off",
		Long: "show prints the example of one line: what the model learns to write, what it only reads, answers of weight 0,\n" +
			"and what lies behind the longest example that the model takes and is cut off. It prints the text of the data.",
		Example: "  ftplan show testdata/support.jsonl --line 17\n  ftplan show testdata/support.jsonl:17\n  ftplan show testdata/tools.jsonl --line 2 --tokens",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.file = args[0]
			if file, line, is := place(args[0]); is && !cmd.Flags().Changed("line") {
				o.file, o.line = file, line
			}
			return show(c, o)
		},
	}
	cmd.Flags().IntVarP(&o.line, "line", "n", 1, "the line of the example")
	cmd.Flags().BoolVar(&o.tokens, "tokens", false, "show where tokens end; in JSON, their numbers")
	cmd.Flags().StringVarP(&o.model, "model", "m", defaultModel, "the model that is to see it")
	formatFlag(cmd, &o.format, examples.ShowFormats())
	return cmd
}

// place reads a file and a line of it as lint names them: train.jsonl:17, or train.jsonl:17:5 with a column. A file that has
// such a name is that file.
func place(name string) (file string, line int, is bool) {
	found := placed.FindStringSubmatch(name)
	if found == nil {
		return "", 0, false
	}
	if _, err := os.Lstat(name); err == nil {
		return "", 0, false
	}
	line, err := strconv.Atoi(found[2])
	return found[1], line, err == nil
}

var placed = regexp.MustCompile(`^(.+?):([0-9]+)(?::[0-9]+)?$`)

// show prints one example of a file. Where the file has none at the line, what is wrong is said and makes the command fail.
func show(c *common, o showOptions) error {
	if err := checkFormat(o.format, examples.ShowFormats()); err != nil {
		return err
	}
	if o.line < 1 {
		return usage("lines are counted from 1", "--line %d is out of range", o.line)
	}
	counting, note, err := catalog.Builtin().CountingFor(o.model)
	if err != nil {
		return err
	}
	encoding, err := bpe.ByName(counting.Encoding)
	if err != nil {
		return err
	}
	r, err := c.record(o.file, o.line)
	if err != nil {
		return err
	}
	turns, tokens := tokenize.Turns(r, encoding, counting.Chat, counting.Images, counting.Limit)
	report := examples.ShowReport{File: o.file, Line: o.line, Model: o.model, Encoding: counting.Encoding, Format: r.Format,
		Limit: counting.Limit, Turns: turns, Tokens: tokens, Note: note}
	if o.tokens {
		report.Spell = encoding.Token
	}
	return examples.Show(c.out, o.format, report, c.style())
}

// record reads one line of a file, which has to hold an example.
func (c *common) record(file string, number int) (*dataset.Record, error) {
	in, err := c.open(file)
	if err != nil {
		return nil, err
	}
	defer in.close()
	reader, lines := dataset.NewReader(in, 0), 0
	format, more := reader.Format(), view.Command("ftplan", "lint", file)+" says more"
	for line, err := range reader.Lines() {
		if _, foreign := dataset.IsForeign(err); foreign {
			return nil, c.faulty(fmt.Errorf("%s: %w", file, err))
		}
		if err != nil {
			return nil, err
		}
		if lines = line.Number; lines != number {
			continue
		}
		r := new(dataset.Record)
		line.Text = append([]byte(nil), line.Text...)
		r.DecodeAs(line, format)
		switch {
		case r.Err != nil:
			return nil, c.unreadable(file, r)
		case r.Root.Kind() != dataset.Object:
			return nil, c.faulty(usage(more, "line %d of %s holds no example", number, file))
		case r.Misread(true) != "":
			return nil, c.faulty(usage(c.conversion(context.Background(), file), "line %d of %s is not shown: %s", number, file, r.Misread(true)))
		}
		return r, nil
	}
	if lines == 0 {
		return nil, c.faulty(errors.New(file + " is empty"))
	}
	return nil, usage("count them with "+view.Command("ftplan", "lint", file), "%s has %d lines, and no line %d", file, lines, number)
}

// unreadable says why a line of a file is not JSON and shows the place; it returns how the command ends.
func (c *common) unreadable(file string, r *dataset.Record) error {
	number := r.Number
	if r.Err.Fault == dataset.LineTooLong || r.Err.Fault == dataset.BlankLine {
		return c.faulty(usage("", "line %d of %s cannot be read: %s", number, file, r.Err.Reason))
	}
	fault := repair.Diagnose(r.Text, r.Err)
	hint := "no repair is known: write the line anew, or take it out"
	switch {
	case fault.Edits != nil && fault.Unsafe:
		hint = view.Command("ftplan", "fix", "--unsafe-fixes", "--diff", file) + " shows it mended, by a guess"
	case fault.Edits != nil:
		hint = view.Command("ftplan", "fix", "--diff", file) + " shows it mended"
	}
	column := utf8.RuneCount(r.Text[:fault.At]) + 1
	report(c.err, usage(hint, "line %d of %s cannot be read: column %d: %s", number, file, column, dataset.Printable(fault.Reason)))
	snippet, caret := lint.Snippet(r.Text, fault.At)
	findings.Place(c.err, snippet, caret, c.style())
	return errFindings
}

// faulty says what is wrong with a file, and returns how a command ends for which that is a finding.
func (c *common) faulty(err error) error {
	report(c.err, err)
	return errFindings
}

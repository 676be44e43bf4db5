package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/examples"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

type splitOptions struct {
	target
	file, portion, training, validation, format string
	group, stratify                             string

	seed  uint64
	force bool
}

func newSplit(c *common) *cobra.Command {
	var o splitOptions
	cmd := &cobra.Command{
		Use:   "split FILE",
		Short: "Divide a file into training and validation examples, always alike",
		Long: "split divides a file into training and validation examples. Which side an example is on depends on the seed\n" +
			"and on what it asks, so the same file always splits alike, more lines move nobody where a share was asked\n" +
			"for, and examples that ask the same or begin alike stay together. No side is ever empty.",
		Example: "  ftplan split testdata/support.jsonl --validation 10%",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.file = args[0]
			return split(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.portion, "validation", "10%", "the share of examples (10%) or their number (20) for validation")
	f.Uint64Var(&o.seed, "seed", 0, "another seed divides otherwise")
	f.StringVar(&o.group, "group", "", "keep lines together that have the same value under this key")
	f.StringVar(&o.stratify, "stratify", "", "divide each class by itself: label for what the answers say, or a key")
	f.StringVar(&o.training, "training-output", "", "the training file (default FILE.train.jsonl)")
	f.StringVar(&o.validation, "validation-output", "", "the validation file (default FILE.valid.jsonl)")
	f.BoolVar(&o.force, "force", false, "replace the output files if there are any")
	f.StringVarP(&o.model, "model", "m", defaultModel, "the model whose tokens are counted")
	o.jobsFlag(cmd)
	formatFlag(cmd, &o.format, examples.SplitFormats())
	return cmd
}

// splitNames returns the names of the two files that a file is divided into, beside it.
func splitNames(file string) (training, validation string) {
	base := strings.TrimSuffix(file, filepath.Ext(file))
	return base + ".train.jsonl", base + ".valid.jsonl"
}

// split divides a file and says how many examples and tokens went where. Both files appear, or neither.
func split(ctx context.Context, c *common, o splitOptions) error {
	if err := checkFormat(o.format, examples.SplitFormats()); err != nil {
		return err
	}
	if o.training == "-" || o.validation == "-" {
		return usage("name a file such as train.jsonl", "a side of a split is a file, not standard output")
	}
	portion, err := dataset.ParsePortion(o.portion)
	if err != nil {
		return usageError{err: err}
	}
	if _, err := o.settings(); err != nil {
		return err
	}
	by, err := c.split(ctx, o.file, division{portion, o.seed, o.group, o.stratify}, o.jobs)
	if err != nil {
		return err
	}
	result, err := o.survey(ctx, c, by)
	if err != nil {
		return err
	}
	if err := c.counted(ctx, o.file, result); err != nil {
		return err
	}
	if err := o.write(c, *by, result); err != nil {
		return err
	}
	report := examples.SplitReport{File: o.file, Portion: o.portion, Seed: o.seed, Result: result}
	if report.Labels, err = c.missingLabels(ctx, result.Training[0].File.Name, result.Validation[0].File.Name, o.jobs); err != nil {
		return err
	}
	return examples.Split(c.out, o.format, report, c.style())
}

func (o *splitOptions) survey(ctx context.Context, c *common, by *dataset.Split) (*plan.Result, error) {
	counting, _, err := catalog.Builtin().CountingFor(o.model)
	if err != nil {
		return nil, err
	}
	pass := plan.Pass{Jobs: o.jobs, Rules: rules.Unreadable(), Count: []catalog.Counting{counting}, Keep: 20, Split: by}
	result, err := c.surveyFile(ctx, &pass, o.file, "a split")
	if err != nil {
		return nil, err
	}
	training, validation := splitNames(o.file)
	if o.training != "" {
		training = o.training
	}
	if o.validation != "" {
		validation = o.validation
	}
	result.Training[0].File.Name, result.Validation[0].File.Name = training, validation
	return result, nil
}

// write writes the two files, which have to come out as they were surveyed.
func (o *splitOptions) write(c *common, by dataset.Split, result *plan.Result) error {
	names := [2]string{result.Training[0].File.Name, result.Validation[0].File.Name}
	if oneFile(names[0], names[1]) {
		return usage("choose another name for one of them", "both outputs are one file, %s", names[0])
	}
	var files [2]*dataset.File
	for i, name := range names {
		f, err := o.create(name)
		if err != nil {
			return err
		}
		defer f.Discard()
		files[i] = f
	}
	in, err := c.rereadable(o.file, "a split")
	if err != nil {
		return err
	}
	defer in.close()
	written, err := divide(in, by, files)
	if err != nil {
		return err
	}
	if want := [2]string{result.Training[0].File.SHA256, result.Validation[0].File.SHA256}; written != want {
		return fmt.Errorf("%s changed while it was read; nothing was written, run the command again", o.file)
	}
	return dataset.CommitAll(files[:]...)
}

// create starts an output file, which may not be the input under another name.
func (o *splitOptions) create(name string) (*dataset.File, error) {
	if same(name, o.file) {
		return nil, usage("choose another name", "the output %s is the input itself", name)
	}
	if o.force {
		return dataset.Replace(name)
	}
	return dataset.Create(name)
}

// same reports whether two names are of one file.
func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// divide writes every example of in to its file, and returns the hash of what went where.
func divide(in *input, by dataset.Split, files [2]*dataset.File) (written [2]string, err error) {
	sums := [2]hash.Hash{sha256.New(), sha256.New()}
	var r dataset.Record
	for line, err := range dataset.NewReader(in, 0).Lines() {
		if err != nil {
			return written, err
		}
		if r.Decode(line); r.Root.Kind() != dataset.Object {
			continue
		}
		side := 0
		if by.Validation(&r) {
			side = 1
		}
		if _, err := line.WriteTo(io.MultiWriter(files[side], sums[side])); err != nil {
			return written, err
		}
	}
	for side, sum := range sums {
		written[side] = hex.EncodeToString(sum.Sum(nil))
	}
	return written, nil
}

// A division says how examples are divided: what portion is for validation, what stays together, and what is divided by
// itself.
type division struct {
	portion  dataset.Portion
	seed     uint64
	group    string // the name of a member whose equal values stay together; "" for equal prompts
	stratify string // label, or the name of a member whose values are divided each by itself; "" for none
}

// templateShare is the part of the examples, one in so many, that may begin alike before that is a template, which says
// nothing about what belongs together.
const templateShare = 10

// split returns the division of a file. Conversations that begin alike stay together, and where they nearly all do, those
// that ask the same.
func (c *common) split(ctx context.Context, file string, d division, jobs int) (*dataset.Split, error) {
	key := dataset.Key(dataset.ByOpening)
	if d.group != "" {
		key = dataset.ByField(d.group)
	}
	picker, err := c.sort(ctx, file, d, key, jobs)
	if err != nil {
		return nil, err
	}
	largest, examples := picker.Largest()
	if d.group == "" && largest > 3 && largest > examples/templateShare {
		if picker, err = c.sort(ctx, file, d, dataset.ByPrompt, jobs); err != nil {
			return nil, err
		}
	}
	if examples == 0 || picker.Misread() {
		return &dataset.Split{}, nil // the survey behind this says so
	}
	if n := picker.Without(); n > 0 {
		name := d.group
		if name == "" {
			name = d.stratify
		}
		return nil, usage("name a key that every line has", "example %d of %s has no %s to divide by", n, file, name)
	}
	by, err := picker.Split()
	if err != nil {
		return nil, usageError{err: err}
	}
	return &by, nil
}

// sort goes over a file to learn what keys its examples have.
func (c *common) sort(ctx context.Context, file string, d division, key dataset.Key, jobs int) (*dataset.Picker, error) {
	in, err := c.rereadable(file, "a split")
	if err != nil {
		return nil, err
	}
	defer in.close()
	var class dataset.Key
	switch d.stratify {
	case "":
	case "label":
		class = dataset.ByAnswer
	default:
		class = dataset.ByField(d.stratify)
	}
	picker := dataset.NewPicker(d.seed, d.portion, key, class)
	for sorted, err := range dataset.Map(ctx, dataset.NewReader(in, 0), jobs, picker.Sort) {
		if foreign := new(dataset.ForeignError); errors.As(err, &foreign) {
			break // the survey behind this says so
		}
		if err != nil {
			return nil, err
		}
		if sorted.Example {
			picker.Add(sorted)
		}
	}
	return picker, nil
}

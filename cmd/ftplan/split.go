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

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

type splitOptions struct {
	target
	file, portion, training, validation, format string

	seed  uint64
	force bool
}

func newSplit(c *common) *cobra.Command {
	var o splitOptions
	cmd := &cobra.Command{
		Use:   "split FILE",
		Short: "Divide a file into training and validation examples, always alike",
		Long: "split divides a file into training and validation examples. Which side an example is on depends on the seed\n" +
			"and on what it says, so the same file always splits alike, more lines move nobody where a share was asked\n" +
			"for, and equal examples stay together.",
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
	f.StringVar(&o.training, "training-output", "", "the training file (default FILE.train.jsonl)")
	f.StringVar(&o.validation, "validation-output", "", "the validation file (default FILE.valid.jsonl)")
	f.BoolVar(&o.force, "force", false, "replace the output files if there are any")
	f.StringVarP(&o.model, "model", "m", defaultModel, "the model whose tokens are counted")
	o.jobsFlag(cmd)
	formatFlag(cmd, &o.format, view.SplitFormats())
	return cmd
}

// splitNames returns the names of the two files that a file is divided into, beside it.
func splitNames(file string) (training, validation string) {
	base := strings.TrimSuffix(file, filepath.Ext(file))
	return base + ".train.jsonl", base + ".valid.jsonl"
}

// split divides a file and says how many examples and tokens went where. Both files appear, or neither.
func split(ctx context.Context, c *common, o splitOptions) error {
	if err := checkFormat(o.format, view.SplitFormats()); err != nil {
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
	by, err := c.split(ctx, o.file, portion, o.seed, o.jobs)
	if err != nil {
		return err
	}
	result, err := o.survey(ctx, c, by)
	if err != nil {
		return err
	}
	if result.Tally.Count(lint.Error) > 0 {
		view.Broken(c.err, o.file, result)
		return errFindings
	}
	if err := o.write(c, *by, result); err != nil {
		return err
	}
	report := view.SplitReport{File: o.file, Portion: o.portion, Seed: o.seed, Result: result}
	return view.Split(c.out, o.format, report, c.style())
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
		if by.Validation(r.Root.Hash()) {
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

// split returns the division that gives a portion of a file to validation. A number of examples takes a look at the file
// first, to find who they are.
func (c *common) split(ctx context.Context, file string, portion dataset.Portion, seed uint64, jobs int) (*dataset.Split, error) {
	if portion.Count == 0 {
		return &dataset.Split{Seed: seed, Below: portion.Below}, nil
	}
	in, err := c.rereadable(file, "a split")
	if err != nil {
		return nil, err
	}
	defer in.close()
	picker, examples := dataset.NewPicker(seed, portion.Count), 0
	marked := func(r *dataset.Record) (hash struct {
		example bool
		of      uint64
	}) {
		if hash.example = r.Root.Kind() == dataset.Object; hash.example {
			hash.of = r.Root.Hash()
		}
		return hash
	}
	for hash, err := range dataset.Map(ctx, dataset.NewReader(in, 0), jobs, marked) {
		if foreign := new(dataset.ForeignError); errors.As(err, &foreign) {
			break // the survey behind this says so
		}
		if err != nil {
			return nil, err
		}
		if hash.example {
			examples++
			picker.Add(hash.of)
		}
	}
	by, err := picker.Split(examples)
	if err != nil {
		return nil, usageError{err: err}
	}
	return &by, nil
}

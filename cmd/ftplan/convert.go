package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert"
)

type convertOptions struct {
	output
	file, to, from, system, format string
	columns                        []string
	dropExtra                      bool
}

func newConvert(c *common) *cobra.Command {
	var o convertOptions
	cmd := &cobra.Command{
		Use:   "convert FILE -o OUT",
		Short: "Rewrite data of another shape as lines that the service takes",
		Long: "convert rewrites training data for a service: prompts and completions, ShareGPT, Alpaca, TRL pairs, functions in\n" +
			"place of tools, tables, JSON documents. Text goes through as it is. An example that cannot be carried over whole is\n" +
			"left out with its line and the reason, and the command ends with 1.\n\nSources, recognised by themselves:\n" + sources(),
		Example: "  ftplan convert testdata/guide.jsonl --to chat -o chat.jsonl\n" +
			"  ftplan convert faq.csv --columns user=Question,assistant=Answer --system 'Be brief.' -o chat.jsonl",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.file = args[0]
			return convertFile(cmd.Context(), c, o)
		},
	}
	o.output.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.to, "to", convert.TargetNames()[0], strings.Join(convert.TargetNames(), ", "))
	f.StringVar(&o.from, "from", "", "what the input is, where it is not recognised: "+strings.Join(convert.SourceNames(), ", "))
	f.StringVar(&o.system, "system", "", "a system message for examples that have none")
	f.StringSliceVar(&o.columns, "columns", nil, "key=name: read a key from the column or member of that name; may be repeated")
	f.BoolVar(&o.dropExtra, "drop-extra", false, "leave out metadata, and answers that the target has no place for")
	f.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "column" {
			name = "columns"
		}
		return pflag.NormalizedName(name)
	})
	formatFlag(cmd, &o.format, view.ConvertFormats())
	return cmd
}

// sources lists what can be converted.
func sources() string {
	var b strings.Builder
	for _, name := range convert.SourceNames() {
		fmt.Fprintf(&b, "  %-16s %s\n", name, convert.Source(name).Title())
	}
	return strings.TrimRight(b.String(), "\n")
}

// convertFile rewrites a file. Examples that were left out make it fail; the others are written nevertheless.
func convertFile(ctx context.Context, c *common, o convertOptions) error {
	options, err := o.options()
	if err != nil {
		return err
	}
	in, err := c.open(o.file)
	if err != nil {
		return err
	}
	defer in.close()
	d, err := o.start(c.data)
	if err != nil {
		return err
	}
	defer d.discard()
	report, err := o.run(ctx, in, d, options)
	if err != nil {
		return c.unconverted(ctx, err)
	}
	if report.Stats.Examples == 0 && d.main != nil {
		d.main.Discard()
		d.main, report.Out = nil, ""
	}
	if err := d.commit(); err != nil {
		return err
	}
	to := c.out
	if o.out == "-" {
		to = c.err
	}
	if err := view.Convert(to, o.format, report, c.style()); err != nil {
		return err
	}
	if report.Stats.Rejected > 0 {
		return errFindings
	}
	return nil
}

func (o *convertOptions) options() (convert.Options, error) {
	options := convert.Options{From: convert.Source(o.from), System: o.system, DropExtra: o.dropExtra, Columns: map[string]string{}}
	if err := checkFormat(o.format, view.ConvertFormats()); err != nil {
		return options, err
	}
	to, known := dataset.FormatNamed(o.to)
	if !known {
		return options, usage("choose "+strings.Join(convert.TargetNames(), ", "), "unknown format %q to convert to", o.to)
	}
	options.To = to
	for _, column := range o.columns {
		key, name, ok := strings.Cut(column, "=")
		if !ok || key == "" || name == "" {
			return options, usage("write it as user=Question", "--columns %q names no key and column", column)
		}
		options.Columns[key] = name
	}
	if o.out == "" {
		return options, usage(view.Command("ftplan", "convert", o.file, "--to", o.to, "-o", view.Beside(o.file, o.to)), "convert needs to know where to write")
	}
	return options, o.check(o.file)
}

// run converts the input. An error before the first byte was read is one of the command line.
func (o *convertOptions) run(ctx context.Context, in *input, d *draft, options convert.Options) (view.ConvertReport, error) {
	report := view.ConvertReport{File: o.file, Out: o.out, To: o.to, RejectsFile: o.rejects}
	w := d.writer()
	emit := func(line []byte) error {
		if _, err := w.Write(line); err != nil {
			return err
		}
		_, err := w.Write([]byte{'\n'})
		return err
	}
	reject := func(r convert.Reject) error {
		report.Note(r)
		if d.rejects == nil {
			return nil
		}
		return writeReject(d.rejects, r)
	}
	name := o.file
	if name == "-" {
		name = ""
	}
	touched := &touched{Reader: in}
	var err error
	report.Stats, err = convert.Convert(ctx, touched, name, options, emit, reject)
	switch {
	case err != nil && !touched.read:
		err = usageError{err: err, hint: "ftplan convert --help lists the sources and targets"}
	case err != nil:
		err = fmt.Errorf("%s: %w", o.file, err)
	}
	return report, err
}

// unconverted returns how the command ends after an error that ended a conversion: one about the input as a whole is said,
// and is no error of the world.
func (c *common) unconverted(ctx context.Context, err error) error {
	var (
		wrong usageError
		world *fs.PathError
	)
	if ctx.Err() != nil || errors.As(err, &wrong) || errors.As(err, &world) {
		return err
	}
	report(c.err, err)
	return errFindings
}

// touched notes whether anybody read it.
type touched struct {
	io.Reader
	read bool
}

func (t *touched) Read(p []byte) (int, error) {
	t.read = true
	return t.Reader.Read(p)
}

// writeReject writes an example that was left out as one line of JSON. Bytes that are not UTF-8 become U+FFFD there.
func writeReject(w io.Writer, r convert.Reject) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Line   int    `json:"line"`
		Reason string `json:"reason"`
		Text   string `json:"text"`
	}{r.Line, r.Reason, string(r.Text)})
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/examples"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert"
	"github.com/ftplan/ftplan/plan/catalog"
)

type convertOptions struct {
	output
	file, to, from, system, format, provider string
	columns, templates, drop                 []string
	dropExtra, noHeader, dryRun              bool
}

func newConvert(c *common) *cobra.Command {
	var o convertOptions
	cmd := &cobra.Command{
		Use:   "convert FILE -o OUT",
		Short: "Rewrite data of another shape as lines that the service takes",
		Long: "convert rewrites training data for a service: prompts and completions, ShareGPT, Alpaca, TRL pairs, functions in\n" +
			"place of tools, tables, Parquet, JSON documents. Text goes through as it is. An example that cannot be\n" +
			"carried over whole is left out with its line and the reason, and the command ends with 1. Keys such as label, weight,\n" +
			"train and mask say what is trained: a 0 becomes the weight 0, and an example whose answer is not to be trained is\n" +
			"left out.\n\nSources, recognised by themselves:\n" + sources(),
		Example: "  ftplan convert testdata/guide.jsonl --to chat -o chat.jsonl\n" +
			"  ftplan convert faq.csv --columns user=Question,assistant=Answer --system 'Be brief.' -o chat.jsonl\n" +
			"  ftplan convert testdata/guide.jsonl --template user={prompt} assistant={completion} --dry-run",
		Args: func(_ *cobra.Command, args []string) error { return o.args(args) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			return convertFile(cmd.Context(), c, o)
		},
	}
	o.output.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.to, "to", convert.TargetNames()[0], strings.Join(convert.TargetNames(), ", "))
	f.StringVar(&o.from, "from", "", "what the input is, where it is not recognised: "+strings.Join(convert.SourceNames(), ", "))
	f.StringVar(&o.system, "system", "", "a system message for examples that have none")
	f.StringSliceVar(&o.columns, "columns", nil, "key=name: read a key from the column or member of that name; may be repeated")
	f.StringArrayVar(&o.templates, "template", nil, "role=text: put a message together, with the names of columns in braces; may be repeated")
	f.BoolVar(&o.dropExtra, "drop-extra", false, "leave out metadata, and answers that the target has no place for")
	f.StringSliceVar(&o.drop, "drop", nil, "leave out the key of that name, whatever it holds; may be repeated")
	f.StringVar(&o.provider, "provider", defaultProvider, "who trains: what it takes beyond the others is kept")
	f.BoolVar(&o.noHeader, "no-header", false, "the first row of a table is an example; its columns are called 1, 2 and on")
	f.BoolVar(&o.dryRun, "dry-run", false, "write nothing; show the first example before and after, and what each key became")
	f.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "column" {
			name = "columns"
		}
		return pflag.NormalizedName(name)
	})
	formatFlag(cmd, &o.format, examples.ConvertFormats())
	return cmd
}

// args takes the file, and further templates: --template user=… assistant=… reads as one is used to.
func (o *convertOptions) args(args []string) error {
	if len(args) == 0 {
		return usage("ftplan convert FILE -o OUT", "convert wants a file")
	}
	o.file = args[0]
	for _, word := range args[1:] {
		if _, _, role := strings.Cut(word, "="); !role || len(o.templates) == 0 {
			return usage("name one file", "convert takes one file; %q is one too many", word)
		}
		o.templates = append(o.templates, word)
	}
	return nil
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
	if pictures := o.folder(); pictures != nil {
		defer pictures.Close()
		options.Pictures = pictures.FS()
	}
	d, err := o.draft(c.data)
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
	if err := examples.Convert(to, o.format, report, c.style()); err != nil {
		return err
	}
	if report.Stats.Rejected > 0 {
		return errFindings
	}
	return nil
}

// draft starts the files to write; none where nothing is to be written.
func (o *convertOptions) draft(stdout io.Writer) (*draft, error) {
	if o.dryRun {
		return &draft{stdout: io.Discard}, nil
	}
	return o.start(stdout)
}

// folder opens the folder of the file, below which pictures may be read; nil where there is none.
func (o *convertOptions) folder() *os.Root {
	if o.file == "-" {
		return nil
	}
	root, err := os.OpenRoot(filepath.Dir(o.file))
	if err != nil {
		return nil
	}
	return root
}

func (o *convertOptions) options() (convert.Options, error) {
	options := convert.Options{From: convert.Source(o.from), System: o.system, DropExtra: o.dropExtra, Drop: o.drop,
		NoHeader: o.noHeader, Preview: o.dryRun}
	if err := checkFormat(o.format, examples.ConvertFormats()); err != nil {
		return options, err
	}
	to, known := dataset.FormatNamed(o.to)
	if !known {
		return options, usage("choose "+strings.Join(convert.TargetNames(), ", "), "unknown format %q to convert to", o.to)
	}
	options.To = to
	var err error
	if options.Columns, err = named(o.columns, "columns", "write it as user=Question", "names no key and column"); err != nil {
		return options, err
	}
	if options.Template, err = named(o.templates, "template", "write it as user='{question}'", "names no role and text"); err != nil {
		return options, err
	}
	if options.Keeps, err = keeps(o.provider); err != nil || o.dryRun {
		return options, err
	}
	if o.out == "" {
		return options, usage(view.Command("ftplan", "convert", o.file, "--to", o.to, "-o", view.Beside(o.file, o.to)), "convert needs to know where to write")
	}
	return options, o.check(o.file)
}

// command is the command that writes what a dry run showed.
func (o *convertOptions) command() string {
	words := []string{"ftplan", "convert", o.file, "--to", o.to}
	for _, flag := range []struct{ name, value string }{{"--from", o.from}, {"--system", o.system}} {
		if flag.value != "" {
			words = append(words, flag.name, flag.value)
		}
	}
	if o.provider != defaultProvider {
		words = append(words, "--provider", o.provider)
	}
	for _, list := range []struct {
		name   string
		values []string
	}{{"--columns", o.columns}, {"--template", o.templates}, {"--drop", o.drop}} {
		for _, value := range list.values {
			words = append(words, list.name, value)
		}
	}
	for name, given := range map[string]bool{"--drop-extra": o.dropExtra, "--no-header": o.noHeader} {
		if given {
			words = append(words, name)
		}
	}
	return view.Command(append(words, "-o", view.Beside(o.file, o.to))...)
}

// named reads words of the form name=value.
func named(words []string, flag, form, fault string) (map[string]string, error) {
	values := map[string]string{}
	for _, word := range words {
		name, value, ok := strings.Cut(word, "=")
		if !ok || name == "" || value == "" {
			return nil, usage(form, "--%s %q %s", flag, word, fault)
		}
		values[name] = value
	}
	return values, nil
}

// keeps returns what a provider takes beyond the format that all share.
func keeps(provider string) (convert.Keeps, error) {
	p, err := catalog.Builtin().Provider(provider)
	if err != nil {
		return convert.Keeps{}, usageError{err: err}
	}
	return convert.Keeps{Reasoning: p.Takes.Reasoning, Weights: p.Takes.Weights}, nil
}

// run converts the input. An error before the first byte was read is one of the command line.
func (o *convertOptions) run(ctx context.Context, in *input, d *draft, options convert.Options) (examples.ConvertReport, error) {
	report := examples.ConvertReport{File: o.file, Out: o.out, To: o.to, RejectsFile: o.rejects}
	if o.dryRun {
		report.Next = o.command()
	}
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

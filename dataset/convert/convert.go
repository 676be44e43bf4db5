// Package convert turns training data as people have it into lines that a fine-tuning service takes.
//
// What comes in is recognised by itself, or told: prompt and completion, ShareGPT, Alpaca, TRL's prompt, chosen and
// rejected, chat with deprecated functions, pairs of question and answer; as JSON lines, as a JSON array, as
// pretty-printed objects one after another, as CSV or TSV. What goes out is chat, preference, reinforcement or
// completion.
//
// Three promises hold for every pair of the two. Nothing is invented: text goes through as it is, and what has to be
// added or taken off to fit the format is said in [Stats]. Nothing is dropped in silence: an example that cannot be
// carried over whole is handed out as a [Reject], with its line and the reason. And memory is bounded by the longest
// example, not by the size of the input.
//
// The separators that prompts and completions of the old models end in belong to the file, not to a line: they are taken
// off only where every example has them. So that kind of input is read twice, and a pipe of it is kept in a temporary
// file in between.
package convert

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// Options say what to make of an input. The zero Options recognise the source and make chat of it.
type Options struct {
	From   Source         // what the input is; "" to recognise it
	To     dataset.Format // one of [TargetNames]; 0 for [dataset.Chat]
	System string         // a system message for examples that have none

	// Columns says which column or key of the input holds a key that a source knows: {"user": "Question"} reads the
	// user's text from the column Question.
	Columns map[string]string

	// DropExtra leaves out keys that are plainly metadata (numbers, booleans, ids, sources, scores) and, where the
	// target has room for one answer only, the non-preferred answer. What was left out is counted in [Stats].Notes.
	DropExtra bool
}

// A Reject is an example that was not carried over.
type Reject struct {
	Line   int    // on which the example starts, 1 for the first of the input
	Reason string // in lower case, without a period; holds no text of the example but names of its keys, cut and quoted
	Text   []byte // the example as the input has it, which may be several lines; empty where it was too long to keep; valid until reject returns
}

// Stats say what became of an input.
type Stats struct {
	Examples int      // handed to emit
	Rejected int      // handed to reject
	From     string   // what the input was taken for: "sharegpt in a JSON array"
	Notes    []string // what was added, taken off, renamed or left out, each a sentence in lower case without its period
}

// Convert reads in to its end and hands each example, as one line without its newline, to emit, and each one that could
// not be carried over to reject, both in the order of the input. The line is valid until emit returns. The name, of a file
// or "", helps to recognise tables.
//
// An error is one of the options, one about the input as a whole (nothing in it is recognised), one of reading, of emit,
// of reject, or of ctx. It ends the conversion, and the Stats count what was done until then.
func Convert(ctx context.Context, in io.Reader, name string, o Options, emit func(line []byte) error, reject func(Reject) error) (Stats, error) {
	c, err := newConverter(o)
	if err != nil {
		return Stats{}, err
	}
	src := newReplay(in)
	defer src.close()
	head, err := src.head()
	if err != nil {
		return Stats{}, err
	}
	form, err := formOf(name, head, c.o)
	if err != nil {
		return Stats{}, err
	}
	if err := src.rewind(); err != nil {
		return Stats{}, err
	}
	if err := c.look(ctx, form, src); err != nil {
		return Stats{}, err
	}
	if err := src.last(); err != nil {
		return Stats{}, err
	}
	err = c.run(ctx, form.rows(src), emit, reject)
	c.stats.From = c.shape.name + " in " + form.name
	c.stats.Notes = c.notes.sentences(c.legacy)
	return c.stats, err
}

// A converter turns rows of one shape into lines of one target.
type converter struct {
	o      Options
	shape  *shape // what the rows are; nil until it is known
	target *target
	legacy legacy // what all prompts and completions have in common
	notes  notes
	stats  Stats

	record dataset.Record
	object object
	line   []byte
}

func newConverter(o Options) (*converter, error) {
	if o.To == dataset.UnknownFormat {
		o.To = dataset.Chat
	}
	t := targetOf(o.To)
	if t == nil {
		return nil, fmt.Errorf("cannot convert to %v; the targets are %s", o.To, strings.Join(TargetNames(), ", "))
	}
	if o.System != "" && o.To == dataset.Completion {
		return nil, errors.New("completion has no place for a system message; leave --system out")
	}
	if o.From != "" && !slices.Contains(SourceNames(), string(o.From)) {
		return nil, fmt.Errorf("unknown source %s; the sources are %s", quoted(string(o.From)), strings.Join(SourceNames(), ", "))
	}
	for key := range o.Columns {
		if !slices.Contains(columnKeys(), key) {
			return nil, fmt.Errorf("no source has a key %s to read a column as; the keys are %s", quoted(key), strings.Join(columnKeys(), ", "))
		}
	}
	shape := shapeNamed(string(o.From))
	if shape != nil && !shape.knows(o.Columns) {
		return nil, fmt.Errorf("a column is to be read as a key that %s does not have; its keys are %s", shape.name, strings.Join(shape.keys(), ", "))
	}
	c := &converter{o: o, shape: shape, target: t, legacy: newLegacy()}
	c.object.columns = o.Columns
	return c, c.possible()
}

// possible returns an error where no example of the shape can become one of the target.
func (c *converter) possible() error {
	switch {
	case c.shape == nil:
		return nil
	case c.o.To == dataset.Preference && !c.shape.pair:
		return fmt.Errorf("%s has one answer to a prompt and cannot become preference, which needs a preferred and a non-preferred one", c.shape.name)
	case c.o.To != dataset.Preference && c.shape.pair && !c.o.DropExtra:
		return fmt.Errorf("%s has a non-preferred answer, for which %v has no place; convert it --to preference, or leave that answer out with --drop-extra", c.shape.name, c.o.To)
	}
	return nil
}

// run converts the rows.
func (c *converter) run(ctx context.Context, rows rows, emit func([]byte) error, reject func(Reject) error) error {
	for row, err := range rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if err := c.row(row, emit, reject); err != nil {
			return err
		}
	}
	return nil
}

func (c *converter) row(row row, emit func([]byte) error, reject func(Reject) error) error {
	if row.blank {
		c.notes.all[blankLines]++
		return nil
	}
	c.notes.begin()
	reason := c.convert(row)
	if reason == nil {
		c.notes.keep()
		c.stats.Examples++
		return emit(c.line)
	}
	c.stats.Rejected++
	text := reason.Error()
	if row.element > 0 {
		text = fmt.Sprintf("element %d: %s", row.element, text)
	}
	return reject(Reject{Line: row.line, Reason: text, Text: row.raw})
}

// convert makes c.line of the row. The error is the reason why it cannot.
func (c *converter) convert(row row) error {
	if err := c.decode(row); err != nil {
		return err
	}
	if !c.shape.fits(&c.object) {
		if other := shapeOf(&c.object); other != nil {
			return fmt.Errorf("it has the keys of %s, not those of %s like the rest", other.name, c.shape.name)
		}
		return fmt.Errorf("it lacks %s, which %s needs", c.shape.wants(&c.object), c.shape.name)
	}
	talk, err := c.shape.read(c)
	if err != nil {
		return err
	}
	if err := c.extras(&talk); err != nil {
		return err
	}
	if err := c.fit(&talk); err != nil {
		return err
	}
	c.line, err = c.target.write(c.line[:0], &talk)
	return err
}

// decode reads the row into c.object.
func (c *converter) decode(row row) error {
	if row.fault != nil {
		return row.fault
	}
	c.record.Decode(dataset.Line{Number: row.line, Text: row.text})
	if err := c.record.Err; err != nil {
		return place(row, err.Offset, err.Reason)
	}
	if c.record.HasTwins() {
		c.notes.count(twins)
	}
	if at := c.record.LoneSurrogate(); at >= 0 {
		return place(row, at, "an escape is half a surrogate pair and stands for no character")
	}
	if kind := c.record.Root.Kind(); kind != dataset.Object {
		return fmt.Errorf("it is %s, not an object with keys", article(kind))
	}
	c.object.reset(c.record.Root)
	return nil
}

// place says where in a row something is wrong: by line where it has several, and by byte of that line.
func place(row row, offset int, reason string) error {
	before := row.text[:min(offset, len(row.text))]
	lines := bytes.Count(before, []byte("\n"))
	if lines == 0 {
		return fmt.Errorf("not readable at byte %d: %s", offset, reason)
	}
	column := len(before) - bytes.LastIndexByte(before, '\n') - 1
	return fmt.Errorf("not readable on line %d at byte %d: %s", row.line+lines, column, reason)
}

// article returns a kind of value with its article.
func article(k dataset.Kind) string {
	switch k {
	case dataset.Null, dataset.Absent:
		return k.String()
	case dataset.Object, dataset.Array:
		return "an " + k.String()
	}
	return "a " + k.String()
}

// Limits of the look at the start of an input that decides what it is.
const (
	lookRows  = 100
	lookBytes = 1 << 20
)

// look reads as much of the input as it takes to know its shape and, for the old models' prompts and completions, all
// of it, to learn what they have in common.
func (c *converter) look(ctx context.Context, form form, in io.Reader) error {
	l := looker{converter: c, votes: map[*shape]int{}}
	for row, err := range form.rows(in) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if row.blank {
			continue
		}
		l.row(row)
		if l.seen >= lookRows || l.bytes >= lookBytes {
			if c.shape = l.winner(); !c.surveys() {
				break
			}
		}
	}
	if l.seen == 0 {
		return errors.New("the input holds no examples")
	}
	if c.shape = l.winner(); c.shape == nil {
		return l.unknown()
	}
	if !c.surveys() {
		c.legacy = legacy{}
	}
	return c.possible()
}

// surveys reports whether the whole input is looked at before anything is converted.
func (c *converter) surveys() bool {
	return c.shape != nil && c.shape.name == completionName && c.o.To != dataset.Completion
}

// A looker counts what shape the first rows have.
type looker struct {
	*converter
	votes       map[*shape]int
	seen, bytes int
	fault       error  // of the first row that could not be read
	line        int    // of that row
	keys        string // of the first row that was read and not recognised
}

func (l *looker) row(row row) {
	l.seen++
	l.bytes += len(row.text)
	if err := l.decode(row); err != nil {
		if l.fault == nil {
			l.fault, l.line = err, row.line
		}
		return
	}
	s := shapeOf(&l.object)
	if s == nil && l.keys == "" {
		l.keys = l.object.names()
	}
	if s != nil {
		l.votes[s]++
	}
	l.legacy.note(&l.object)
}

// winner returns the shape of most rows, the earlier in the list of sources where two are equal; nil without any.
func (l *looker) winner() *shape {
	if l.shape != nil {
		return l.shape
	}
	var best *shape
	for i := range shapes {
		if s := &shapes[i]; l.votes[s] > l.votes[best] {
			best = s
		}
	}
	return best
}

func (l *looker) unknown() error {
	if l.keys == "" {
		return fmt.Errorf("nothing in the input can be read; line %d: %w", l.line, l.fault)
	}
	return fmt.Errorf("the keys are %s, which is no source known here (%s); say which is which, as in --columns user=KEY,assistant=KEY",
		l.keys, strings.Join(SourceNames(), ", "))
}

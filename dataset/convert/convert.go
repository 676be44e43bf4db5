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
	"io/fs"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert/input"
)

// Options say what to make of an input. The zero Options recognise the source and make chat of it.
type Options struct {
	From   Source         // what the input is; "" to recognise it
	To     dataset.Format // one of [TargetNames]; 0 for [dataset.Chat]
	System string         // a system message for examples that have none

	// Columns says which column or key of the input holds a key that a source knows: {"user": "Question"} reads the
	// user's text from the column Question.
	Columns map[string]string

	// Template puts the messages together from several columns, whose names stand in braces:
	// {"user": "{premise} / {hypothesis}", "assistant": "{label}"}. Its keys are system, user and assistant.
	Template map[string]string

	// DropExtra leaves out keys that describe an example (ids, sources, scores, texts under a name that is none of
	// content), and, where the target has room for one answer only, the non-preferred answer. What was left out is counted
	// in [Stats].Notes. A number, true or false goes only where its name says what it is.
	DropExtra bool

	// Drop are the names of keys to leave out wherever they stand and whatever they hold.
	Drop []string

	Keeps    Keeps // what the target takes beyond the format that all providers share
	Pictures fs.FS // the folder below which pictures named by rows are; nil for none
	NoHeader bool  // the first row of a table is an example; its columns are called 1, 2 and on
	Preview  bool  // keep the first example as it was and as it became in [Stats].First
}

// Keeps says what a provider takes that others refuse.
type Keeps struct {
	Reasoning bool // reasoning_content beside the answer
	Weights   bool // a weight on any message and on the whole example, and other weights than 0 and 1
}

// A Reject is an example that was not carried over.
type Reject struct {
	Line     int    // on which the example starts, 1 for the first of the input
	Reason   string // in lower case, without a period; holds no text of the example but names of its keys, cut and quoted
	Text     []byte // the example as the input has it, which may be several lines; empty where it was too long to keep; valid until reject returns
	Unwanted bool   // its source says not to train it, so that leaving it out is what was asked for
}

// Stats say what became of an input.
type Stats struct {
	Examples int      // handed to emit
	Rejected int      // handed to reject because they could not be carried over
	Unwanted int      // handed to reject because their source says not to train them
	From     string   // what the input was taken for: "sharegpt in a JSON array"
	Notes    []string // what was added, taken off, renamed or left out, each a sentence in lower case without its period
	First    Preview  // with [Options].Preview
}

// Convert reads in to its end and hands each example, as one line without its newline, to emit, and each one that could
// not be carried over to reject, both in the order of the input. Answers for which a pair was looked for in vain come last.
// The line is valid until emit returns. The name, of a file or "", helps to recognise tables.
//
// An error is one of the options, one about the input as a whole (nothing in it is recognised), one of reading, of emit,
// of reject, or of ctx. It ends the conversion, and the Stats count what was done until then.
func Convert(ctx context.Context, in io.Reader, name string, o Options, emit func(line []byte) error, reject func(Reject) error) (Stats, error) {
	c, err := newConverter(o)
	if err != nil {
		return Stats{}, err
	}
	src := input.NewReplay(in)
	defer src.Close()
	form, err := c.prepare(ctx, src, name)
	if err != nil {
		return Stats{}, err
	}
	c.emit, c.reject = emit, reject
	if err = c.run(ctx, form.Rows(src)); err == nil {
		err = c.unpaired()
	}
	c.stats.From = c.shape.name + " in " + form.Name
	c.stats.Notes = c.notes.sentences(c.legacy)
	return c.stats, err
}

// prepare finds out what the input is, and makes it ready to be read from its start.
func (c *converter) prepare(ctx context.Context, src *input.Replay, name string) (input.Form, error) {
	head, err := src.Head()
	if err != nil {
		return input.Form{}, err
	}
	form, err := formOf(name, head, c.o, src)
	if err != nil {
		return form, err
	}
	if err := src.Rewind(); err != nil {
		return form, err
	}
	if err := c.look(ctx, form, src); err != nil {
		return form, err
	}
	return form, src.Last()
}

// A converter turns rows of one shape into lines of one target.
type converter struct {
	o        Options
	shape    *shape // what the rows are; nil until it is known
	target   *target
	fillings []filling // where messages are put together from columns
	legacy   legacy    // what all prompts and completions have in common
	pairing  *pairing  // where pairs are made of marked answers; nil otherwise
	notes    notes
	stats    Stats
	emit     func([]byte) error
	reject   func(Reject) error

	record  dataset.Record
	objects []object // the examples of a row
	object  *object  // the one of them that is converted
	lines   [][]byte // what became of them
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
	c := &converter{o: o, target: t, legacy: newLegacy()}
	if err := c.choose(); err != nil {
		return nil, err
	}
	return c, c.possible()
}

// choose checks what the options say about the source.
func (c *converter) choose() (err error) {
	o := c.o
	if o.From != "" && !slices.Contains(SourceNames(), string(o.From)) {
		return fmt.Errorf("unknown source %s; the sources are %s", dataset.Quote([]byte(o.From)), strings.Join(SourceNames(), ", "))
	}
	c.shape = shapeNamed(string(o.From))
	if len(o.Template) > 0 {
		if len(o.Columns) > 0 || c.shape != nil {
			return errors.New("a template says itself what the columns are; leave --columns and --from out")
		}
		c.shape = &filled
		c.fillings, err = fillings(o.Template)
		return err
	}
	for key := range o.Columns {
		if !slices.Contains(columnKeys(), key) {
			return fmt.Errorf("no source has a key %s to read a column as; the keys are %s", dataset.Quote([]byte(key)), strings.Join(columnKeys(), ", "))
		}
	}
	if c.shape != nil && !c.shape.knows(o.Columns) {
		return fmt.Errorf("a column is to be read as a key that %s does not have; its keys are %s", c.shape.name, strings.Join(c.shape.keys(), ", "))
	}
	return nil
}

// possible returns an error where no example of the shape can become one of the target.
func (c *converter) possible() error {
	switch {
	case c.shape == nil:
		return nil
	case c.o.To == dataset.Preference && !c.shape.pair && c.pairing == nil:
		return fmt.Errorf("%s has one answer to a prompt and cannot become preference, which needs a preferred and a non-preferred one", c.shape.name)
	case c.o.To != dataset.Preference && c.shape.pair && !c.o.DropExtra:
		return fmt.Errorf("%s has a non-preferred answer, for which %v has no place; convert it --to preference, or leave that answer out with --drop-extra", c.shape.name, c.o.To)
	}
	return nil
}

// run converts the rows.
func (c *converter) run(ctx context.Context, rows input.Rows) error {
	for row, err := range rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if err := c.row(row); err != nil {
			return err
		}
	}
	return nil
}

func (c *converter) row(row input.Row) error {
	if row.Blank {
		c.notes.all[blankLines]++
		return nil
	}
	c.notes.begin()
	reason := c.convert(row)
	if reason != nil {
		return c.refuse(row, reason)
	}
	c.notes.keep()
	c.preview(row)
	for _, line := range c.lines {
		c.stats.Examples++
		if err := c.emit(line); err != nil {
			return err
		}
	}
	return nil
}

// refuse hands out a row that is not carried over.
func (c *converter) refuse(row input.Row, reason error) error {
	if reason == errPending {
		return nil // its pair may follow
	}
	r := Reject{Line: row.Line, Reason: reason.Error(), Text: row.Raw, Unwanted: reason == errUnwanted}
	if r.Unwanted {
		c.stats.Unwanted++
		c.notes.readOnly()
	} else {
		c.stats.Rejected++
	}
	if row.Element > 0 {
		r.Reason = fmt.Sprintf("element %d: %s", row.Element, r.Reason)
	}
	return c.reject(r)
}

// convert makes c.lines of the row. The error is the reason why it cannot.
func (c *converter) convert(row input.Row) error {
	if err := c.decode(row); err != nil {
		return err
	}
	c.lines = c.lines[:0]
	unwanted := 0
	for i := range c.objects {
		c.object = &c.objects[i]
		line, err := c.example(row)
		if err == errUnwanted && len(c.objects) > 1 {
			unwanted++
			continue
		}
		if err != nil {
			return err
		}
		c.lines = append(c.lines, line)
	}
	if unwanted == len(c.objects) {
		return errUnwanted
	}
	if unwanted > 0 {
		c.notes.count(unwantedAmong)
	}
	return nil
}

// example makes a line of c.object.
func (c *converter) example(row input.Row) ([]byte, error) {
	if !c.shape.fits(c.object) {
		if other := shapeOf(c.object); other != nil && other != c.shape {
			return nil, fmt.Errorf("it has the keys of %s, not those of %s like the rest", other.name, c.shape.name)
		}
		if !c.shape.has(c.object) {
			return nil, fmt.Errorf("it lacks %s, which %s needs", c.shape.wants(c.object), c.shape.name)
		}
		return nil, fmt.Errorf("its keys are those of %s, but hold something else", c.shape.name)
	}
	talk, err := c.shape.read(c)
	if err != nil {
		return nil, err
	}
	if err := c.extras(&talk); err != nil {
		return nil, err
	}
	if c.pairing != nil {
		return c.pairUp(row, &talk)
	}
	if err := c.wanted(&talk); err != nil {
		return nil, err
	}
	if err := c.fit(&talk); err != nil {
		return nil, err
	}
	return c.target.write(nil, &talk)
}

// decode reads the row into c.objects.
func (c *converter) decode(row input.Row) error {
	if row.Fault != nil {
		return row.Fault
	}
	c.record.Decode(dataset.Line{Number: row.Line, Text: row.Text})
	if err := c.record.Err; err != nil {
		return place(row, err.Offset, err.Reason)
	}
	if c.record.HasTwins() {
		c.notes.count(twins)
	}
	if at := c.record.LoneSurrogate(); at >= 0 {
		return place(row, at, "an escape is half a surrogate pair and stands for no character")
	}
	root := c.record.Root
	if inner := unpacked(root); root.Kind() == dataset.String && inner.Kind() != dataset.String {
		root = inner
		c.notes.count(encodedTwice)
	}
	return c.expand(root)
}

// expand finds the examples of a row: an object is one, a list of messages is one, a list of objects is as many; instances
// share what stands beside them; and an item is what an evaluation wrapped.
func (c *converter) expand(root dataset.Value) error {
	c.objects = c.objects[:0]
	switch {
	case root.Kind() == dataset.Object:
		return c.expandObject(root)
	case root.Kind() == dataset.Array && isMessages(root):
		o := object{columns: c.o.Columns}
		o.members = []member{{name: []byte("messages"), value: root}}
		c.objects = append(c.objects, o)
		return nil
	}
	for element := range root.Elements() {
		if element.Kind() != dataset.Object {
			return fmt.Errorf("it is a list that holds %s, not examples", article(element.Kind()))
		}
		if err := c.expandObject(element); err != nil {
			return err
		}
		c.notes.count(listedExamples)
	}
	if len(c.objects) == 0 {
		return fmt.Errorf("it is %s, not an object with keys", article(root.Kind()))
	}
	return nil
}

// isMessages reports whether a list holds messages.
func isMessages(list dataset.Value) bool {
	for element := range list.Elements() {
		return element.Member("role").Exists() && element.Member("content").Exists() ||
			element.Member("from").Exists() && element.Member("value").Exists()
	}
	return false
}

func (c *converter) expandObject(root dataset.Value) error {
	o := object{columns: c.o.Columns}
	if item := root.Member("item"); item.Kind() == dataset.Object && shapeOf(&object{members: membersOf(root)}) == nil {
		o.add(item)
		c.notes.count(unwrapped)
	}
	instances := root.Member("instances")
	several := instances.Kind() == dataset.Array && instances.Len() > 0
	for name, value := range root.Members() {
		if several && name.Is("instances") || len(o.members) > 0 && name.Is("item") {
			continue
		}
		o.members = append(o.members, member{name: name.Text(), value: value})
	}
	if !several {
		c.objects = append(c.objects, o)
		return nil
	}
	for instance := range instances.Elements() {
		if instance.Kind() != dataset.Object {
			return fmt.Errorf("instances holds %s, not objects", article(instance.Kind()))
		}
		one := object{columns: o.columns, members: slices.Clone(o.members)}
		one.add(instance)
		c.objects = append(c.objects, one)
		c.notes.count(instancesRead)
	}
	return nil
}

func membersOf(v dataset.Value) []member {
	var o object
	o.reset(v)
	return o.members
}

// place says where in a row something is wrong: by line where it has several, and by byte of that line.
func place(row input.Row, offset int, reason string) error {
	before := row.Text[:min(offset, len(row.Text))]
	lines := bytes.Count(before, []byte("\n"))
	if lines == 0 {
		return fmt.Errorf("not readable at byte %d: %s", offset, reason)
	}
	column := len(before) - bytes.LastIndexByte(before, '\n') - 1
	return fmt.Errorf("not readable on line %d at byte %d: %s", row.Line+lines, column, reason)
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
func (c *converter) look(ctx context.Context, form input.Form, in io.Reader) error {
	l := looker{converter: c, votes: map[*shape]int{}, names: map[string]bool{}}
	for row, err := range form.Rows(in) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if row.Blank {
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
	if name := c.missing(l.names); name != "" && len(l.names) > 0 {
		return fmt.Errorf("the template names %s, which the first %d rows do not have; they have %s", dataset.Quote([]byte(name)), l.seen, l.keys)
	}
	if !c.surveys() {
		c.legacy = legacy{}
	}
	if c.o.To == dataset.Preference && !c.shape.pair && l.marks > 0 {
		c.pairing = newPairing()
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
	names       map[string]bool // of all keys, where a template asks for some
	seen, bytes int
	marks       int    // examples that say whether to train them
	fault       error  // of the first row that could not be read
	line        int    // of that row
	keys        string // of the first row that was read and not recognised
	text        bool   // it was text alone
}

func (l *looker) row(row input.Row) {
	l.seen++
	l.bytes += len(row.Text)
	if err := l.decode(row); err != nil {
		if l.fault == nil {
			l.fault, l.line = err, row.Line
		}
		return
	}
	for i := range l.objects {
		l.note(&l.objects[i])
	}
}

// note counts one example.
func (l *looker) note(o *object) {
	s := shapeOf(o)
	if s != nil && s.name == textName && len(o.columns) == 0 {
		if _, messages := dialect(o.take("text").Text()); messages == nil {
			l.text, s = true, nil // says nothing about who speaks
		}
	}
	if l.keys == "" && (s == nil || l.fillings != nil) {
		l.keys = o.names()
	}
	if s != nil {
		l.votes[s]++
	}
	if o.marks() {
		l.marks++
	}
	if l.fillings != nil {
		for _, m := range o.members {
			l.names[string(m.name)] = true
		}
	}
	l.legacy.note(o)
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
	switch {
	case l.keys == "":
		return fmt.Errorf("nothing in the input can be read; line %d: %w", l.line, l.fault)
	case l.text:
		return errors.New("the keys are text alone, and the text is no conversation in a template known here: nothing says what is asked and what is answered; providers that train on plain text, such as together, take such a file as it is, and where another column holds the answer, --columns user=text,assistant=KEY says so")
	}
	return fmt.Errorf("the keys are %s, which is no source known here (%s); say which is which, as in --columns user=KEY,assistant=KEY, or put them together with --template user='{KEY}' --template assistant='{KEY}'",
		l.keys, strings.Join(SourceNames(), ", "))
}

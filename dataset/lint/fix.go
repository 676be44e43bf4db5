package lint

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
	"github.com/go-json-experiment/json/jsontext"
)

// Apply makes the edits of the findings' fixes to a line and returns the new line and the findings whose fix was made.
// Fixes that would drop the line or its byte-order mark are left to the caller. Of fixes that touch the same bytes the
// first is made; the others wait until the line has been judged again. Unsafe fixes are made only where unsafe is set.
func Apply(line []byte, findings []Finding, unsafe bool) (fixed []byte, applied []Finding) {
	var edits []dataset.Edit
	var taken touched
	for _, f := range findings {
		if !f.Fix.allowed(unsafe) || len(f.Fix.Edits) == 0 || !taken.free(f.Fix.Edits, len(line)) {
			continue
		}
		for _, e := range f.Fix.Edits {
			taken.take(e, len(line))
		}
		edits = append(edits, f.Fix.Edits...)
		applied = append(applied, f)
	}
	fixed, ok := dataset.Rewrite(line, edits)
	if !ok {
		return bytes.Clone(line), nil // the edits of one fix touch each other
	}
	return fixed, applied
}

// MaxEdits is how many edits one fix makes at most, so that a hostile line takes little memory. A later round makes the
// rest, or there is no fix.
const MaxEdits = 10_000

func (f *Fix) allowed(unsafe bool) bool { return f != nil && (unsafe || !f.Unsafe) }

// touched notes which places of a line edits have touched. Two edits touch where they share a byte or start at the same
// place. It takes a bit for each byte of the line and as long as the edits are.
type touched struct {
	starts []uint64 // where an edit starts
	inside []uint64 // what lies inside one, its start and end aside
}

// free reports whether edits lie within n bytes and touch none of the edits taken so far.
func (t *touched) free(edits []dataset.Edit, n int) bool {
	for _, e := range edits {
		if e.Start < 0 || e.End < e.Start || e.End > n {
			return false
		}
		if t.starts == nil {
			continue
		}
		if bit(t.inside, e.Start) || anyBit(t.starts, e.Start, max(e.End, e.Start+1)) {
			return false
		}
	}
	return true
}

// take notes an edit in a line of n bytes.
func (t *touched) take(e dataset.Edit, n int) {
	if t.starts == nil {
		words := n/64 + 1
		t.starts, t.inside = make([]uint64, words), make([]uint64, words)
	}
	t.starts[e.Start/64] |= 1 << (e.Start % 64)
	for i := e.Start + 1; i < e.End; i++ {
		t.inside[i/64] |= 1 << (i % 64)
	}
}

func bit(set []uint64, i int) bool { return set[i/64]>>(i%64)&1 != 0 }

// anyBit reports whether a bit from start up to end is set.
func anyBit(set []uint64, start, end int) bool {
	for i := start; i < end; {
		if word := set[i/64] >> (i % 64); word != 0 {
			return i+bits.TrailingZeros64(word) < end
		}
		i = (i/64 + 1) * 64
	}
	return false
}

// FixOptions say how a file is fixed.
type FixOptions struct {
	Unsafe  bool         // make unsafe fixes too
	Jobs    int          // goroutines that judge lines; 0 stands for 1
	Again   io.ReaderAt  // the same file, to look again at lines that others repeat; nil = repetitions stay
	Rejects io.Writer    // receives the lines that still have errors, which are then left out; nil keeps them
	Anyway  bool         // fix a line even where that brings more errors to light than it cures
	Changed func(Change) // is told of every line that a fix changes; may be nil

	// Wanted is asked for every fix that could be made, with the text of the line as it is by then; nil makes them all. It
	// is asked in file order where Jobs is 1, and answers alike whenever it is asked the same.
	Wanted func(text []byte, f *Finding) bool
}

// A Change is what fixing did to one line.
type Change struct {
	Line    int       // in the file that was read
	Before  []byte    // without line ending and byte-order mark; valid until the function returns
	After   []byte    // the same; may hold a newline where the line was divided; nil where it was dropped
	Applied []Finding // whose fixes were made, round by round
}

// A FixReport counts what fixing a file did. Lines + Added - Dropped - Rejected = Written.
type FixReport struct {
	Lines    int           // read
	Changed  int           // with at least one fix, dropped ones included
	Added    int           // by dividing lines
	Dropped  int           // by a fix, parts of divided lines included
	Rejected int           // left out because errors remain
	Written  int           // to the result
	Errors   int           // findings of severity error about the lines that were written
	Held     int           // left as they are, because fixing them would have brought more errors to light than it cures
	HeldAt   int           // the number of the first of them
	TooLong  int           // the number of the first line beyond the reader's limit, 0 without one
	Applied  map[*Rule]int // fixes by rule
	Removed  []Removal     // the dropped ones, in file order
}

// A Removal is a run of lines from each of which something was dropped by the same rule.
type Removal struct {
	Rule        *Rule
	First, Last int
}

// FixFile copies the lines of r to w and repairs what the checker's findings have fixes for. Lines without one are copied byte
// for byte, line endings included. Fixing the result again changes nothing.
//
// Where no line is rejected, one is left as it is if fixing it would raise the number of errors, as dividing it can. What an
// earlier line of the result says already is left out where a rule of the checker is about that, as [Rule.Repeats] says.
//
// A line beyond the reader's limit cannot be copied: it is rejected where there is a writer for rejects, otherwise it ends
// the work with an error. Any other error is one of reading, among them a [*dataset.ForeignError], or of writing.
func FixFile(ctx context.Context, r *dataset.Reader, w io.Writer, c *Checker, options FixOptions) (FixReport, error) {
	quiet := options.Rejects == nil && options.Wanted == nil && options.Changed == nil // nobody reads the findings' words
	f := fixer{checker: c, options: options, quiet: quiet, w: w, report: FixReport{Applied: map[*Rule]int{}}}
	f.results.rule = f.repeatsRule()
	for o, err := range dataset.Map(ctx, r, options.Jobs, f.judge) {
		if err != nil {
			return f.report, err
		}
		if err := f.write(o); err != nil {
			return f.report, err
		}
	}
	return f.report, nil
}

// A fixer fixes one file. Only write changes it.
type fixer struct {
	checker *Checker
	options FixOptions
	results results
	w       io.Writer
	report  FixReport
	quiet   bool
	records sync.Pool // of *dataset.Record, with their memory
}

// An outcome is what becomes of one line.
type outcome struct {
	line    dataset.Line
	pieces  []piece // what it becomes: itself or, where it was divided, several lines, or none
	applied []Finding
	dropped *Rule // that dropped the whole line, nil where none did
	held    bool  // it was left as it is
	noBOM   bool
}

// A piece is one line of the result.
type piece struct {
	text   []byte
	hash   uint64    // of what it says; 0 where nobody asks
	errors []Finding // that remain
}

// judge lints a record and fixes it until there is nothing more to fix.
func (f *fixer) judge(record *dataset.Record) outcome {
	o := outcome{line: record.Line}
	before := f.settle(&o, record, maxRounds)
	if f.options.Rejects == nil && !f.options.Anyway && o.errors() > len(before.errors) {
		o.applied = slices.DeleteFunc(o.applied, func(applied Finding) bool { return !applied.Fix.BOM })
		o.pieces, o.held = []piece{before}, true
	}
	return o
}

func (o *outcome) errors() (n int) {
	for _, p := range o.pieces {
		n += len(p.errors)
	}
	return n
}

// maxRounds bounds how often one line is fixed and judged again. Each round makes at least one fix.
const maxRounds = 200

// fixedAtOnce is how many findings of one line are fixed in one round. They take about 20 MiB.
const fixedAtOnce = 100_000

// settle adds what becomes of a record to the outcome, and returns the record as it was.
func (f *fixer) settle(o *outcome, record *dataset.Record, rounds int) piece {
	findings := f.checker.line(record, Lengths{}, fixedAtOnce, f.quiet).Findings
	wanted := slices.DeleteFunc(slices.Clone(findings), func(finding Finding) bool { return !f.wants(record.Text, &finding) })
	for _, finding := range wanted {
		if finding.Fix.Drop {
			o.applied = append(o.applied, finding)
			o.dropped = finding.Rule
			return piece{text: record.Text, errors: errorsOf(findings)}
		}
		if finding.Fix.BOM && !o.noBOM {
			o.noBOM, o.applied = true, append(o.applied, finding)
		}
	}
	if o.noBOM {
		findings = slices.DeleteFunc(findings, func(finding Finding) bool { return finding.Fix != nil && finding.Fix.BOM })
	}
	before := piece{text: record.Text, errors: errorsOf(findings)}
	text, applied := Apply(record.Text, wanted, f.options.Unsafe)
	if len(applied) == 0 || rounds == 0 {
		before.hash = f.results.hash(record)
		o.pieces = append(o.pieces, before)
		return before
	}
	o.applied = append(o.applied, applied...)
	for part := range bytes.SplitSeq(text, []byte{'\n'}) {
		again, _ := f.records.Get().(*dataset.Record)
		if again == nil {
			again = new(dataset.Record)
		}
		again.Decode(dataset.Line{Number: o.line.Number, Offset: o.line.Offset, Text: part})
		f.settle(o, again, rounds-1)
		f.records.Put(again)
	}
	return before
}

// wants reports whether the fix of a finding, if it has one, is to be made.
func (f *fixer) wants(text []byte, finding *Finding) bool {
	return finding.Fix.allowed(f.options.Unsafe) && (f.options.Wanted == nil || f.options.Wanted(text, finding))
}

func errorsOf(findings []Finding) []Finding {
	var errors []Finding
	for _, finding := range findings {
		if finding.Rule.Severity() == Error {
			errors = append(errors, finding)
		}
	}
	return errors
}

// write writes what became of a line, to the result or to the rejects, and counts.
func (f *fixer) write(o outcome) error {
	f.report.Lines++
	if o.line.TooLong {
		f.report.TooLong = cmp.Or(f.report.TooLong, o.line.Number)
	}
	if o.line.TooLong && f.options.Rejects == nil {
		return fmt.Errorf("line %d is longer than the limit and cannot be copied; shorten it, or have it left out with --rejects", o.line.Number)
	}
	if o.line.BOM && !o.noBOM {
		if _, err := io.WriteString(f.w, "\ufeff"); err != nil {
			return err
		}
	}
	f.count(&o)
	if len(o.applied) > 0 && f.options.Changed != nil {
		f.options.Changed(o.change())
	}
	for i, p := range o.pieces {
		if err := f.writePiece(o.line, p, i == len(o.pieces)-1); err != nil {
			return err
		}
	}
	return nil
}

// count counts what became of a line, once what the result says already has been taken out of it.
func (f *fixer) count(o *outcome) {
	f.report.Added += max(len(o.pieces)-1, 0)
	if o.dropped != nil && len(o.pieces) == 0 {
		f.remove(o.dropped, o.line.Number)
	}
	f.leaveOut(o)
	if o.held {
		f.report.Held++
		f.report.HeldAt = cmp.Or(f.report.HeldAt, o.line.Number)
	}
	if len(o.applied) == 0 {
		return
	}
	f.report.Changed++
	for _, finding := range o.applied {
		f.report.Applied[finding.Rule]++
	}
}

// remove notes that something of a line was dropped.
func (f *fixer) remove(rule *Rule, line int) {
	f.report.Dropped++
	if n := len(f.report.Removed); n > 0 {
		if last := &f.report.Removed[n-1]; last.Rule == rule && line <= last.Last+1 {
			last.Last = line
			return
		}
	}
	f.report.Removed = append(f.report.Removed, Removal{rule, line, line})
}

func (o *outcome) change() Change {
	change := Change{Line: o.line.Number, Before: o.line.Text, Applied: o.applied}
	for i, p := range o.pieces {
		if i > 0 {
			change.After = append(change.After, '\n')
		}
		change.After = append(change.After, p.text...)
	}
	return change
}

func (f *fixer) writePiece(line dataset.Line, p piece, last bool) error {
	if len(p.errors) > 0 && f.options.Rejects != nil {
		f.report.Rejected++
		return f.reject(line, p)
	}
	f.report.Written++
	f.report.Errors += len(p.errors)
	text := p.text
	if line.CR {
		text = append(slices.Clip(text), '\r')
	}
	if !line.Open || !last {
		text = append(slices.Clip(text), '\n')
	}
	_, err := f.w.Write(text)
	return err
}

// reject writes a line that still has errors as one line of JSON: its number, the codes, what the findings say, and its
// text. Bytes that are not UTF-8 become U+FFFD there, and the line stands beside it in base64.
func (f *fixer) reject(line dataset.Line, p piece) error {
	out := fmt.Appendf(nil, `{"line":%d,"codes":[`, line.Number)
	for i, finding := range p.errors {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, '"'), finding.Rule.Code...), '"')
	}
	out = append(out, `],"messages":[`...)
	for i, finding := range p.errors {
		if i > 0 {
			out = append(out, ',')
		}
		out = AppendString(out, finding.Message)
	}
	out = AppendString(append(out, `],"text":`...), string(p.text))
	if !utf8.Valid(p.text) {
		out = append(base64.StdEncoding.AppendEncode(append(out, `,"base64":"`...), p.text), '"')
	}
	_, err := f.options.Rejects.Write(append(out, '}', '\n'))
	return err
}

// AppendString appends s as a JSON string.
func AppendString(out []byte, s string) []byte {
	quoted, err := jsontext.AppendQuote(out, bytes.ToValidUTF8([]byte(s), []byte("\ufffd")))
	if err != nil {
		return append(out, `""`...) // cannot be: the text is valid UTF-8
	}
	return quoted
}

package lint

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/ftplan/ftplan/dataset"
	"github.com/go-json-experiment/json/jsontext"
)

// Apply makes the edits of the findings' fixes to a line and returns the new line and the findings whose fix was made.
// Fixes that would drop the line or its byte-order mark are left to the caller. Of fixes that touch the same bytes the
// first is made; the others wait until the line has been judged again. Unsafe fixes are made only where unsafe is set.
func Apply(line []byte, findings []Finding, unsafe bool) (fixed []byte, applied []Finding) {
	var edits []dataset.Edit
	for _, f := range findings {
		if !f.Fix.allowed(unsafe) || len(f.Fix.Edits) == 0 || !compatible(edits, f.Fix.Edits, len(line)) {
			continue
		}
		edits = append(edits, f.Fix.Edits...)
		applied = append(applied, f)
	}
	slices.SortFunc(edits, func(a, b dataset.Edit) int { return cmp.Compare(a.Start, b.Start) })
	return rewrite(line, edits), applied
}

// MaxEdits is how many edits one fix makes at most, so that a hostile line takes little memory. A later round makes the
// rest, or there is no fix.
const MaxEdits = 10_000

func (f *Fix) allowed(unsafe bool) bool { return f != nil && (unsafe || !f.Unsafe) }

// compatible reports whether the new edits lie within n bytes and touch none of the edits made so far. Two edits touch
// where they share a byte or start at the same place.
func compatible(edits, more []dataset.Edit, n int) bool {
	for _, m := range more {
		if m.Start < 0 || m.End < m.Start || m.End > n {
			return false
		}
		for _, e := range edits {
			if m.Start < e.End && e.Start < m.End || m.Start == e.Start {
				return false
			}
		}
	}
	return true
}

// rewrite returns a copy of line with the edits made, which are in order and do not overlap.
func rewrite(line []byte, edits []dataset.Edit) []byte {
	var fixed []byte
	at := 0
	for _, e := range edits {
		fixed = append(append(fixed, line[at:e.Start]...), e.New...)
		at = e.End
	}
	return append(fixed, line[at:]...)
}

// FixOptions say how a file is fixed.
type FixOptions struct {
	Unsafe  bool         // make unsafe fixes too
	Jobs    int          // goroutines that judge lines; 0 stands for 1
	Whole   []Finding    // about the whole file, from an earlier [Summary.Finish]: lines that their fixes drop are left out
	Rejects io.Writer    // receives the lines that still have errors, which are then left out; nil keeps them
	Changed func(Change) // is told of every line that a fix changes; may be nil
}

// A Change is what fixing did to one line.
type Change struct {
	Line    int       // in the file that was read
	Before  []byte    // without line ending and byte-order mark; valid until the function returns
	After   []byte    // the same; may hold a newline where the line was divided; nil where it was dropped
	Applied []Finding // whose fixes were made, round by round
}

// A FixReport counts what fixing a file did.
type FixReport struct {
	Lines    int           // read
	Changed  int           // with at least one fix, dropped ones included
	Dropped  int           // by a fix
	Rejected int           // left out because errors remain
	Applied  map[*Rule]int // fixes by rule
}

// FixFile copies the lines of r to w and repairs what the checker's findings have fixes for. Lines without one are copied byte
// for byte, line endings included. Fixing the result again changes nothing.
//
// A line beyond the reader's limit cannot be copied: it is rejected where there is a writer for rejects, otherwise it ends
// the work with an error. Any other error is one of reading, among them a [*dataset.ForeignError], or of writing.
func FixFile(ctx context.Context, r *dataset.Reader, w io.Writer, c *Checker, options FixOptions) (FixReport, error) {
	f := fixer{checker: c, options: options, w: w, report: FixReport{Applied: map[*Rule]int{}}}
	f.drop = map[int]Finding{}
	for _, finding := range options.Whole {
		if finding.Fix.allowed(options.Unsafe) && finding.Fix.Drop {
			f.drop[finding.Line] = finding
		}
	}
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
	drop    map[int]Finding // by line, from findings about the whole file
	w       io.Writer
	report  FixReport
}

// An outcome is what becomes of one line.
type outcome struct {
	line    dataset.Line
	pieces  []piece // what it becomes: itself or, where it was divided, several lines, or none
	applied []Finding
	noBOM   bool
}

// A piece is one line of the result.
type piece struct {
	text   []byte
	errors []Finding // that remain
}

// judge lints a record and fixes it until there is nothing more to fix.
func (f *fixer) judge(record *dataset.Record) outcome {
	o := outcome{line: record.Line}
	if finding, ok := f.drop[record.Number]; ok {
		o.applied = []Finding{finding}
		return o
	}
	f.settle(&o, record, maxRounds)
	return o
}

// maxRounds bounds how often one line is fixed and judged again. Each round makes at least one fix.
const maxRounds = 200

func (f *fixer) settle(o *outcome, record *dataset.Record, rounds int) {
	findings := f.checker.Line(record, Lengths{}).Findings
	for _, finding := range findings {
		if finding.Fix.allowed(f.options.Unsafe) && finding.Fix.Drop {
			o.applied = append(o.applied, finding)
			return
		}
		if finding.Fix.allowed(f.options.Unsafe) && finding.Fix.BOM && !o.noBOM {
			o.noBOM, o.applied = true, append(o.applied, finding)
		}
	}
	text, applied := Apply(record.Text, findings, f.options.Unsafe)
	if len(applied) == 0 || rounds == 0 {
		o.pieces = append(o.pieces, piece{record.Text, errorsOf(findings)})
		return
	}
	o.applied = append(o.applied, applied...)
	for part := range bytes.SplitSeq(text, []byte{'\n'}) {
		again := new(dataset.Record)
		again.Decode(dataset.Line{Number: o.line.Number, Offset: o.line.Offset, Text: part})
		f.settle(o, again, rounds-1)
	}
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
	if o.line.TooLong && f.options.Rejects == nil {
		return fmt.Errorf("line %d is longer than the limit and cannot be copied; shorten it, or have it left out with --rejects", o.line.Number)
	}
	if o.line.BOM && !o.noBOM {
		if _, err := io.WriteString(f.w, "\ufeff"); err != nil {
			return err
		}
	}
	if len(o.applied) > 0 {
		f.count(o)
	}
	for i, p := range o.pieces {
		if err := f.writePiece(o.line, p, i == len(o.pieces)-1); err != nil {
			return err
		}
	}
	return nil
}

func (f *fixer) count(o outcome) {
	f.report.Changed++
	if len(o.pieces) == 0 {
		f.report.Dropped++
	}
	for _, finding := range o.applied {
		f.report.Applied[finding.Rule]++
	}
	if f.options.Changed == nil {
		return
	}
	change := Change{Line: o.line.Number, Before: o.line.Text, Applied: o.applied}
	for i, p := range o.pieces {
		if i > 0 {
			change.After = append(change.After, '\n')
		}
		change.After = append(change.After, p.text...)
	}
	f.options.Changed(change)
}

func (f *fixer) writePiece(line dataset.Line, p piece, last bool) error {
	if len(p.errors) > 0 && f.options.Rejects != nil {
		f.report.Rejected++
		return f.reject(line, p)
	}
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
// text. Bytes that are not UTF-8 become U+FFFD there.
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

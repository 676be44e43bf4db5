package lint

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/ftplan/ftplan/dataset"
)

// results are what the lines of a result say, by hash: from which line of the file each came that said it first.
type results struct {
	rule  *Rule // is about examples that repeat an earlier one; nil where they stay
	first map[uint64]origin
	buf   *bufio.Reader
}

// An origin is a line of the file, by its number and the offset of its text.
type origin struct {
	line   int
	offset int64
}

// resultsMax bounds the memory for repetitions at about 64 MiB: it is how many different examples are remembered.
const resultsMax = 1 << 20

// hash returns the hash of what a record says, 0 where it is no example or nobody asks.
func (s *results) hash(r *dataset.Record) uint64 {
	if s.rule == nil || r.Err != nil || r.Root.Kind() != dataset.Object {
		return 0
	}
	return r.Root.Hash()
}

// repeatsRule returns the checker's rule about repetitions, nil where they are not to be left out.
func (f *fixer) repeatsRule() *Rule {
	if f.options.Again == nil {
		return nil
	}
	i := slices.IndexFunc(f.checker.rules, func(r *Rule) bool { return r.Repeats && (f.options.Unsafe || !r.Unsafe) })
	if i < 0 {
		return nil
	}
	return f.checker.rules[i]
}

// leaveOut takes the pieces out that the result says already, and remembers the others.
func (f *fixer) leaveOut(o *outcome) {
	if f.results.rule == nil {
		return
	}
	var kept []piece
	for _, p := range o.pieces {
		if f.repeats(o, p, kept) {
			f.remove(f.results.rule, o.line.Number)
			continue
		}
		kept = append(kept, p)
	}
	o.pieces = kept
}

// repeats reports whether the result, or the pieces kept of the same line, say already what a piece says. Such a piece is
// dropped where that is wanted.
func (f *fixer) repeats(o *outcome, p piece, kept []piece) bool {
	if p.hash == 0 || len(p.errors) > 0 && f.options.Rejects != nil {
		return false
	}
	earlier, known := f.results.first[p.hash]
	switch {
	case !known:
		f.results.add(p.hash, o.line)
		return false
	case earlier.line == o.line.Number:
		known = slices.ContainsFunc(kept, func(other piece) bool { return sayTheSame(p, other) })
	default:
		known = f.became(earlier.offset, p)
	}
	finding := Finding{Rule: f.results.rule, Line: o.line.Number, Fix: &Fix{Title: "leave the repetition out", Unsafe: f.results.rule.Unsafe, Drop: true},
		Message: fmt.Sprintf("the example says the same as line %d", earlier.line)}
	if !known || !f.wants(p.text, &finding) {
		return false
	}
	o.applied = append(o.applied, finding)
	return true
}

func (s *results) add(hash uint64, line dataset.Line) {
	if len(s.first) >= resultsMax {
		return
	}
	if s.first == nil {
		s.first = map[uint64]origin{}
	}
	s.first[hash] = origin{line.Number, line.Offset}
}

// became reports whether the line at an offset of the file became a piece of the result that says the same as p. A line
// that cannot be read any more says nothing.
func (f *fixer) became(offset int64, p piece) bool {
	text, err := f.results.line(f.options.Again, offset)
	if err != nil {
		return false
	}
	record := new(dataset.Record)
	record.Decode(dataset.Line{Offset: offset, Text: text})
	o := f.judge(record)
	return slices.ContainsFunc(o.pieces, func(other piece) bool { return other.hash == p.hash && sayTheSame(p, other) })
}

func sayTheSame(a, b piece) bool {
	x, errX := dataset.ParseValue(a.text)
	y, errY := dataset.ParseValue(b.text)
	return errX == nil && errY == nil && dataset.Equal(x, y)
}

// errTooLong is the fault of a line that is longer than any reader takes.
var errTooLong = errors.New("the line is too long to be read again")

// line returns the text of the line at an offset, without its ending.
func (s *results) line(file io.ReaderAt, offset int64) ([]byte, error) {
	if s.buf == nil {
		s.buf = bufio.NewReaderSize(nil, 32<<10)
	}
	s.buf.Reset(io.NewSectionReader(file, offset, 1<<62-offset))
	var text []byte
	for {
		part, err := s.buf.ReadSlice('\n')
		text = append(text, part...)
		switch {
		case len(text) > dataset.DefaultMaxLine:
			return nil, errTooLong
		case err == nil || err == io.EOF:
			text, _ = bytes.CutSuffix(text, []byte{'\n'})
			text, _ = bytes.CutSuffix(text, []byte{'\r'})
			return text, nil
		case err != bufio.ErrBufferFull:
			return nil, err
		}
	}
}

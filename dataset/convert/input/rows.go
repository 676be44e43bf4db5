// Package input reads the rows of a file of training data, whatever form they have: lines of JSON, an array, objects over
// several lines, tables of separated values, Parquet. Memory is bounded by the longest row, not by the size of the file.
package input

import (
	"bytes"
	"fmt"
	"io"
	"iter"

	"github.com/ftplan/ftplan/dataset"
)

// A Form is how the examples of an input are separated.
type Form struct {
	Name string // as in "sharegpt in JSON lines"
	Rows func(io.Reader) Rows
}

// Rows are the examples of an input in order. An error is the end.
type Rows = iter.Seq2[Row, error]

// A Row is one example as the input has it. It is valid until the next one.
type Row struct {
	Line    int    // on which it starts
	Element int    // its number in an array, 0 elsewhere
	Text    []byte // one JSON value
	Raw     []byte // what stands in the input
	Blank   bool   // nothing stands there
	Fault   error  // why there is no text
}

// MaxRow is how long, in bytes, an example may be. Longer ones are rejected without being kept.
const MaxRow = dataset.DefaultMaxLine

// ErrTooLong is the fault of a row that is longer than [MaxRow].
var ErrTooLong = fmt.Errorf("it is longer than %d MiB", MaxRow>>20)

// Mark is the byte-order mark of UTF-8.
const Mark = "\xEF\xBB\xBF"

// Lines yields the lines of JSON lines.
func Lines(in io.Reader) Rows {
	return func(yield func(Row, error) bool) {
		for line, err := range dataset.NewReader(in, MaxRow).Lines() {
			r := Row{Line: line.Number, Text: line.Text, Raw: line.Text}
			if r.Blank = !line.TooLong && len(bytes.TrimSpace(line.Text)) == 0; line.TooLong {
				r.Fault = ErrTooLong
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

package convert

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// A form is how the examples of an input are separated.
type form struct {
	name string // as in "sharegpt in JSON lines"
	rows func(io.Reader) rows
}

// Rows are the examples of an input in order. An error is the end.
type rows = iter.Seq2[row, error]

// A row is one example as the input has it. It is valid until the next one.
type row struct {
	line    int    // on which it starts
	element int    // its number in an array, 0 elsewhere
	text    []byte // one JSON value
	raw     []byte // what stands in the input
	blank   bool   // nothing stands there
	fault   error  // why there is no text
}

// maxRow is how long, in bytes, an example may be. Longer ones are rejected without being kept.
const maxRow = dataset.DefaultMaxLine

var errTooLong = fmt.Errorf("it is longer than %d MiB", maxRow>>20)

// formOf returns the form of an input of that name that starts with head.
func formOf(name string, head []byte, o Options, src *replay) (form, error) {
	if bytes.HasPrefix(head, []byte("PAR1")) && src != nil {
		return parquetForm(src)
	}
	for _, err := range dataset.NewReader(bytes.NewReader(head), 0).Lines() {
		if foreign, ok := dataset.IsForeign(err); err != nil && !(ok && foreign.Convertible) {
			return form{}, err
		}
		break
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, mark), " \t\r\n")
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case len(text) == 0:
		return form{}, errors.New("the input holds no examples")
	case o.From == CSV || o.From == TSV:
		return tableForm(o.From, text, o)
	case text[0] == '{' || text[0] == '[' || encodedTwiceIn(text):
		return jsonForm(text), nil
	case ext == ".csv":
		return tableForm(CSV, text, o)
	case ext == ".tsv" || ext == ".tab":
		return tableForm(TSV, text, o)
	case ext == ".json" || ext == ".jsonl" || ext == ".ndjson" || bytes.Contains(text, []byte("\n{")):
		return form{"JSON lines", lines}, nil
	case o.NoHeader, namesColumns(text, o):
		return tableForm(CSV, text, o)
	}
	return form{}, errors.New("cannot tell what the input is: it starts with neither { nor [, and its first row names no columns known here; if it is a table, say --from csv or --from tsv, and --no-header where its first row is an example")
}

// mark is the byte-order mark of UTF-8.
var mark = []byte("\xEF\xBB\xBF")

// jsonForm tells JSON lines, arrays and objects that span lines from each other by the first two lines that are not blank.
func jsonForm(head []byte) form {
	first, rest, whole := bytes.Cut(head, []byte("\n"))
	second, _, _ := bytes.Cut(bytes.TrimLeft(rest, " \t\r\n"), []byte("\n"))
	lines := form{"JSON lines", lines}
	switch {
	case head[0] == '"' || head[0] == '[' && len(second) == 0 && listsMessages(first):
		return lines
	case readable(first) && (first[0] == '{' || len(second) > 0):
		return lines
	case head[0] == '[':
		return form{"a JSON array", split}
	case !whole, len(second) > 0 && second[0] == '{' && !opens(second) && !readable(withoutComma(first)):
		return lines // of which the first is broken
	case holdsExample(rest):
		return lines // of which the first ones are broken
	}
	return form{"JSON objects over several lines", split}
}

// encodedTwiceIn reports whether the first line of text is a string that holds an object.
func encodedTwiceIn(text []byte) bool {
	if text[0] != '"' {
		return false
	}
	first, _, _ := bytes.Cut(text, []byte("\n"))
	v, err := dataset.ParseValue(bytes.TrimSpace(first))
	return err == nil && unpacked(v).Kind() == dataset.Object
}

// listsMessages reports whether a line is the list of messages of one example.
func listsMessages(line []byte) bool {
	v, err := dataset.ParseValue(bytes.TrimSpace(line))
	return err == nil && v.Kind() == dataset.Array && isMessages(v)
}

// holdsExample reports whether one of the lines is an example of a known format, whole: an object over several lines has
// none within it.
func holdsExample(text []byte) bool {
	var r dataset.Record
	for line := range bytes.Lines(text) {
		if r.Decode(dataset.Line{Number: 1, Text: bytes.TrimSpace(line)}); r.Format != dataset.UnknownFormat {
			return true
		}
	}
	return false
}

func readable(line []byte) bool {
	_, err := dataset.ParseValue(line)
	return err == nil
}

// opens reports whether a line is the start of an object that goes on below it.
func opens(line []byte) bool {
	line = bytes.TrimRight(line, " \t\r")
	return len(line) == 1 || bytes.IndexByte([]byte("{[,:"), line[len(line)-1]) >= 0
}

func withoutComma(line []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimRight(line, " \t\r"), []byte(","))
}

// lines yields the lines of JSON lines.
func lines(in io.Reader) rows {
	return func(yield func(row, error) bool) {
		for line, err := range dataset.NewReader(in, maxRow).Lines() {
			r := row{line: line.Number, text: line.Text, raw: line.Text}
			if r.blank = !line.TooLong && len(bytes.TrimSpace(line.Text)) == 0; line.TooLong {
				r.fault = errTooLong
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

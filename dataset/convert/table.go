package convert

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// tableForm returns the form of a table that starts with head.
func tableForm(kind Source, head []byte, columns map[string]string) (form, error) {
	if !bytes.ContainsRune(head, '\n') && bytes.ContainsRune(bytes.TrimRight(head, "\r"), '\r') {
		return form{}, errors.New("the lines of the table end in CR alone; make it LF, for example with tr '\\r' '\\n'")
	}
	name, comma := "TSV", '\t'
	if kind == CSV {
		name, comma = "CSV", separator(head)
	}
	return form{name, func(in io.Reader) rows {
		return func(yield func(row, error) bool) {
			t := newTable(in, comma, maxRow)
			if err := t.start(columns); err != nil {
				yield(row{}, err)
				return
			}
			for {
				row, err := t.next()
				if err == io.EOF || !yield(row, err) || err != nil {
					return
				}
			}
		}
	}}, nil
}

// separator returns what separates the names in the first row: the comma, or what spreadsheets put in its place where
// the comma is for decimals.
func separator(head []byte) rune {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	for _, c := range ",;\t" {
		if bytes.ContainsRune(first, c) {
			return c
		}
	}
	return ','
}

// namesColumns reports whether the first row of text names columns of some source.
func namesColumns(text []byte, columns map[string]string) bool {
	t := newTable(bytes.NewReader(text), separator(text), maxRow)
	if t.start(columns) != nil {
		return false
	}
	o := object{columns: columns}
	for _, name := range t.header {
		o.members = append(o.members, member{name: []byte(name)})
	}
	return shapeOf(&o) != nil
}

// A table reads rows of separated values, each as an object of the columns' names. Empty cells are left out.
type table struct {
	csv    *csv.Reader
	tape   *tape
	comma  rune
	header []string
	line   int // of the last row
	text   []byte
	ended  bool
}

func newTable(in io.Reader, comma rune, limit int) *table {
	t := &table{tape: &tape{src: in, limit: limit}, comma: comma}
	buffered := bufio.NewReaderSize(t.tape, 64<<10)
	if head, _ := buffered.Peek(len(mark)); bytes.Equal(head, mark) {
		buffered.Discard(len(mark))
		t.tape.gone += len(mark)
	}
	t.csv = csv.NewReader(buffered)
	t.csv.Comma, t.csv.ReuseRecord = comma, true
	return t
}

// start reads the row of names.
func (t *table) start(columns map[string]string) error {
	names, err := t.csv.Read()
	if err == io.EOF {
		return errors.New("the input holds no examples")
	}
	if err != nil {
		return fmt.Errorf("the first row, which names the columns, cannot be read: %w", rowFault(err, 0, 0))
	}
	t.tape.cut(t.csv.InputOffset())
	t.header = slices.Clone(names)
	seen := map[string]bool{}
	for _, name := range t.header {
		if !utf8.ValidString(name) {
			return errors.New("the names of the columns are not UTF-8; save the table as UTF-8")
		}
		if seen[name] {
			return fmt.Errorf("two columns have the name %s; rename one", quoted(name))
		}
		seen[name] = true
	}
	for _, column := range columns {
		if !seen[column] {
			return fmt.Errorf("there is no column %s; the first row names %s", quoted(column), t.names())
		}
	}
	return nil
}

func (t *table) names() string {
	var o object
	for _, name := range t.header {
		o.members = append(o.members, member{name: []byte(name)})
	}
	return o.names()
}

// next returns the next row, io.EOF behind the last.
func (t *table) next() (row, error) {
	if t.ended {
		return row{}, io.EOF
	}
	cells, err := t.csv.Read()
	if err == io.EOF {
		return row{}, err
	}
	var syntax *csv.ParseError
	switch {
	case errors.Is(err, errTooLong):
		t.ended = true
		return row{line: t.line + 1, fault: errors.New("the row that starts here is too long, perhaps for want of a closing quote; nothing from here on was read")}, nil
	case errors.As(err, &syntax):
		t.line = syntax.Line
		r := row{line: syntax.StartLine, raw: t.tape.cut(t.csv.InputOffset()), fault: rowFault(err, len(cells), len(t.header))}
		return r, nil
	case err != nil:
		return row{}, err
	}
	r := row{raw: t.tape.cut(t.csv.InputOffset())}
	r.line, _ = t.csv.FieldPos(0)
	t.line, _ = t.csv.FieldPos(len(cells) - 1)
	if !utf8.Valid(r.raw) {
		r.fault = errors.New("it is not UTF-8; save the table as UTF-8")
		return r, nil
	}
	r.text = t.object(t.exact(cells, r.raw))
	return r, nil
}

// exact returns the cells with the CR that encoding/csv takes off line ends inside of quotes.
func (t *table) exact(cells []string, raw []byte) []string {
	if !bytes.Contains(raw, []byte("\r\n")) {
		return cells
	}
	again := csv.NewReader(bytes.NewReader(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\r\r\n"))))
	again.Comma = t.comma
	if kept, err := again.Read(); err == nil {
		return kept
	}
	return cells
}

// object returns the row as a JSON object.
func (t *table) object(cells []string) []byte {
	t.text = append(t.text[:0], '{')
	for i, name := range t.header {
		if cells[i] != "" {
			t.text = appendText(comma(t.text), []byte(name))
			t.text = appendText(append(t.text, ':'), []byte(cells[i]))
		}
	}
	t.text = append(t.text, '}')
	return t.text
}

// rowFault says in our words why a row cannot be read.
func rowFault(err error, cells, columns int) error {
	var syntax *csv.ParseError
	if !errors.As(err, &syntax) {
		return err
	}
	switch syntax.Err {
	case csv.ErrFieldCount:
		return fmt.Errorf("it has %d cells, the first row names %d columns", cells, columns)
	case csv.ErrBareQuote:
		return fmt.Errorf("line %d, byte %d: a quote stands in a cell that is not quoted; quote the cell and double the quote", syntax.Line, syntax.Column)
	case csv.ErrQuote:
		return fmt.Errorf("line %d, byte %d: a quoted cell does not end where it should; double each quote inside of it", syntax.Line, syntax.Column)
	}
	return errors.New(strings.ToLower(syntax.Err.Error()))
}

// A tape keeps what is read from a stream until it is cut off, so that a row can be shown as it was.
type tape struct {
	src   io.Reader
	limit int
	kept  []byte
	gone  int   // bytes at the start of kept that are cut off
	past  int64 // bytes cut off in all, a byte-order mark apart
}

func (t *tape) Read(p []byte) (int, error) {
	if t.gone > 0 {
		t.kept = t.kept[:copy(t.kept, t.kept[t.gone:])]
		t.gone = 0
	}
	if len(t.kept) > t.limit {
		return 0, errTooLong
	}
	n, err := t.src.Read(p)
	t.kept = append(t.kept, p[:n]...)
	return n, err
}

// cut returns what was read up to the offset end and not cut off yet, without the line ends around it. It is valid until
// the next read.
func (t *tape) cut(end int64) []byte {
	n := int(end - t.past)
	row := t.kept[t.gone : t.gone+n]
	t.gone, t.past = t.gone+n, end
	return bytes.Trim(row, "\r\n")
}

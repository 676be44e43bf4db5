package input

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
)

// TableOptions say how to read a table.
type TableOptions struct {
	Tabs     bool              // tabs separate its cells by the rules of TSV; otherwise the first row tells what does
	NoHeader bool              // the first row is an example; the columns are called 1, 2 and on
	Columns  map[string]string // the values are names that have to be among those of the columns
}

// Table returns the form of a table of separated values that starts with head.
func Table(head []byte, o TableOptions) Form {
	d := dialectOf(o.Tabs, head)
	return Form{d.name, func(in io.Reader) Rows {
		if d.bare {
			in = &crReader{in: in}
		}
		if d.plain {
			return func(yield func(Row, error) bool) { plainRows(in, o, yield) }
		}
		return quotedRows(in, d.comma, o)
	}}
}

// quotedRows yields the rows of a table whose cells may be quoted.
func quotedRows(in io.Reader, comma rune, o TableOptions) Rows {
	return func(yield func(Row, error) bool) {
		t := newTable(in, comma, MaxRow)
		if err := t.start(o); err != nil {
			yield(Row{}, err)
			return
		}
		for {
			row, err := t.next()
			if err == io.EOF || !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// Header returns the names of the columns of a table that starts with text, nil where it starts with no row of names.
func Header(text []byte, o TableOptions) []string {
	t := newTable(bytes.NewReader(text), separator(text), MaxRow)
	if t.start(o) != nil {
		return nil
	}
	return t.header
}

// A tableDialect says how a table is written.
type tableDialect struct {
	name  string
	comma rune
	plain bool // tabs separate cells and nothing is quoted
	bare  bool // lines end in CR alone
}

// dialectOf tells how a table is written by its start. A table of tabs quotes nothing by its own rules; spreadsheets quote
// cells with tabs, line ends and quotes nevertheless, which shows in rows that come out even only so.
func dialectOf(tabs bool, head []byte) tableDialect {
	d := tableDialect{name: "CSV", comma: separator(head)}
	d.bare = !bytes.ContainsRune(head, '\n') && bytes.ContainsRune(bytes.TrimRight(head, "\r"), '\r')
	if tabs {
		d.name, d.comma, d.plain = "TSV", '\t', !quotes(head)
	}
	return d
}

// quotes reports whether a table of tabs quotes cells: its whole rows are even with quotes undone and a quoted cell holds
// what has to be quoted, or every cell is quoted.
func quotes(head []byte) bool {
	if end := bytes.LastIndexByte(head, '\n'); end >= 0 && len(head) >= HeadBytes {
		head = head[:end+1]
	}
	r := csv.NewReader(bytes.NewReader(head))
	r.Comma = '\t'
	telling, all := false, true
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return telling || all
		}
		if err != nil {
			return false
		}
		for i := range cells {
			line, column := r.FieldPos(i)
			quoted := cellQuoted(head, line, column)
			telling = telling || quoted && strings.ContainsAny(cells[i], "\t\n\"")
			all = all && quoted
		}
	}
}

// cellQuoted reports whether the cell at a line and byte, both counted from 1, starts with a quote.
func cellQuoted(head []byte, line, column int) bool {
	for ; line > 1; line-- {
		_, head, _ = bytes.Cut(head, []byte("\n"))
	}
	return column-1 < len(head) && head[column-1] == '"'
}

// A crReader makes LF of the CR that lines end in.
type crReader struct{ in io.Reader }

func (r *crReader) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	for i := range p[:n] {
		if p[i] == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// plainRows yields the rows of a table in which tabs separate cells and nothing is quoted.
func plainRows(in io.Reader, o TableOptions, yield func(Row, error) bool) {
	var header []string
	var text []byte
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, MaxRow)
	for n := 1; scan.Scan(); n++ {
		r, cells := plainRow(n, scan.Bytes())
		if header == nil && cells != nil {
			var err error
			if header, err = headerOf(cells, o); err != nil {
				yield(r, err)
				return
			}
			if !o.NoHeader {
				continue
			}
		}
		if cells != nil && len(cells) != len(header) {
			r.Fault = fmt.Errorf("it has %d cells, the first row names %d columns", len(cells), len(header))
		}
		text = appendCells(text[:0], header, cells)
		if r.Text = text; !yield(r, nil) {
			return
		}
	}
	if err := scan.Err(); errors.Is(err, bufio.ErrTooLong) {
		yield(Row{}, fmt.Errorf("a row of the table is longer than %d MiB", MaxRow>>20))
	} else if err != nil {
		yield(Row{}, err)
	}
}

// plainRow cuts one line; cells are nil where it is blank or no text.
func plainRow(number int, line []byte) (r Row, cells []string) {
	line = bytes.TrimSuffix(line, []byte("\r"))
	if number == 1 {
		line = bytes.TrimPrefix(line, []byte(Mark))
	}
	r = Row{Line: number, Raw: line}
	switch {
	case len(bytes.TrimSpace(line)) == 0:
		r.Blank = true
	case !utf8.Valid(line):
		r.Fault = errors.New("it is not UTF-8; save the table as UTF-8")
	default:
		cells = strings.Split(string(line), "\t")
	}
	return r, cells
}

// headerOf returns the names of the columns that the first row gives, or their numbers where it is an example.
func headerOf(cells []string, o TableOptions) ([]string, error) {
	header := slices.Clone(cells)
	seen := map[string]bool{}
	for i, name := range header {
		if o.NoHeader {
			header[i] = strconv.Itoa(i + 1)
			name = header[i]
		}
		if !utf8.ValidString(name) {
			return nil, errors.New("the names of the columns are not UTF-8; save the table as UTF-8")
		}
		if seen[name] && name != "" {
			return nil, fmt.Errorf("two columns have the name %s; rename one", dataset.Quote([]byte(name)))
		}
		seen[name] = true
	}
	for _, column := range o.Columns {
		if !seen[column] {
			return nil, fmt.Errorf("there is no column %s; the first row names %s", dataset.Quote([]byte(column)), columnNames(header))
		}
	}
	return header, nil
}

// columnNames lists the first few columns for a message.
func columnNames(header []string) string {
	const most = 6
	var names []string
	for _, name := range header[:min(most, len(header))] {
		names = append(names, dataset.Quote([]byte(name)))
	}
	if len(header) > most {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// appendCells appends a row as a JSON object. Empty cells are left out.
func appendCells(text []byte, header, cells []string) []byte {
	text = append(text, '{')
	for i, name := range header[:min(len(header), len(cells))] {
		if cells[i] != "" {
			text = AppendText(Comma(text), []byte(name))
			text = AppendText(append(text, ':'), []byte(cells[i]))
		}
	}
	return append(text, '}')
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

// A table reads rows of separated values, each as an object of the columns' names. Empty cells are left out.
type table struct {
	csv    *csv.Reader
	tape   *tape
	comma  rune
	header []string
	first  *Row // where it is an example
	line   int  // of the last row
	text   []byte
	ended  bool
}

func newTable(in io.Reader, comma rune, limit int) *table {
	t := &table{tape: &tape{src: in, limit: limit}, comma: comma}
	buffered := bufio.NewReaderSize(t.tape, 64<<10)
	if head, _ := buffered.Peek(len(Mark)); string(head) == Mark {
		buffered.Discard(len(Mark))
		t.tape.gone += len(Mark)
	}
	t.csv = csv.NewReader(buffered)
	t.csv.Comma, t.csv.ReuseRecord = comma, true
	return t
}

// start reads the row of names.
func (t *table) start(o TableOptions) error {
	names, err := t.csv.Read()
	if err == io.EOF {
		return errors.New("the input holds no examples")
	}
	if err != nil {
		return fmt.Errorf("the first row, which names the columns, cannot be read: %w", rowFault(err, 0, 0))
	}
	if t.header, err = headerOf(names, o); err != nil {
		return err
	}
	raw := t.tape.cut(t.csv.InputOffset())
	if o.NoHeader {
		t.first = &Row{Line: 1, Raw: bytes.Clone(raw)}
		t.first.Text = appendCells(nil, t.header, t.exact(names, raw))
	}
	return nil
}

// next returns the next row, io.EOF behind the last.
func (t *table) next() (Row, error) {
	if first := t.first; first != nil {
		t.first = nil
		return *first, nil
	}
	if t.ended {
		return Row{}, io.EOF
	}
	cells, err := t.csv.Read()
	if err == io.EOF {
		return Row{}, err
	}
	var syntax *csv.ParseError
	switch {
	case errors.Is(err, ErrTooLong):
		t.ended = true
		return Row{Line: t.line + 1, Fault: errors.New("the row that starts here is too long, perhaps for want of a closing quote; nothing from here on was read")}, nil
	case errors.As(err, &syntax):
		t.line = syntax.Line
		r := Row{Line: syntax.StartLine, Raw: t.tape.cut(t.csv.InputOffset()), Fault: rowFault(err, len(cells), len(t.header))}
		return r, nil
	case err != nil:
		return Row{}, err
	}
	r := Row{Raw: t.tape.cut(t.csv.InputOffset())}
	r.Line, _ = t.csv.FieldPos(0)
	t.line, _ = t.csv.FieldPos(len(cells) - 1)
	if !utf8.Valid(r.Raw) {
		r.Fault = errors.New("it is not UTF-8; save the table as UTF-8")
		return r, nil
	}
	t.text = appendCells(t.text[:0], t.header, t.exact(cells, r.Raw))
	r.Text = t.text
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
		return 0, ErrTooLong
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

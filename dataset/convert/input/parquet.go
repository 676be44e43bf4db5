package input

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"github.com/ftplan/ftplan/dataset"
)

// Parquet returns the form of a Parquet file: each row is an object of its columns, with lists and groups as JSON has
// them.
func Parquet(src *Replay) (Form, error) {
	size, err := src.Whole()
	if err != nil {
		return Form{}, err
	}
	f, err := openParquet(src, size)
	if err != nil {
		return Form{}, fmt.Errorf("the Parquet file cannot be read, it may have been cut short: %w", err)
	}
	return Form{"Parquet", func(io.Reader) Rows {
		return func(yield func(Row, error) bool) {
			r := parquetRows{reader: parquet.NewGenericReader[any](f), columns: f.Schema().Fields()}
			defer r.reader.Close()
			for {
				row, err := r.next()
				if err == io.EOF || !yield(row, err) || err != nil {
					return
				}
			}
		}
	}}, nil
}

// openParquet opens a file; what the library panics at in a damaged one is an error.
func openParquet(src io.ReaderAt, size int64) (f *parquet.File, err error) {
	defer caught(&err)
	return parquet.OpenFile(src, size)
}

// caught makes an error of a panic of the library.
func caught(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("it is damaged: %v", r)
	}
}

// parquetRows reads the rows of a Parquet file.
type parquetRows struct {
	reader  *parquet.GenericReader[any]
	columns []parquet.Field
	line    int
	text    []byte
}

func (r *parquetRows) next() (out Row, err error) {
	values, err := r.read()
	if err != nil {
		if err != io.EOF {
			err = fmt.Errorf("row %d of the Parquet file cannot be read: %w", r.line+1, err)
		}
		return Row{}, err
	}
	r.line++
	out = Row{Line: r.line}
	r.text = append(r.text[:0], '{')
	for _, column := range r.columns {
		name := column.Name()
		r.text = append(AppendText(Comma(r.text), []byte(name)), ':')
		if r.text, err = appendAny(r.text, values[name]); err != nil {
			out.Fault = fmt.Errorf("the column %s: %w", dataset.Quote([]byte(name)), err)
			return out, nil
		}
	}
	r.text = append(r.text, '}')
	if out.Text, out.Raw = r.text, r.text; len(r.text) > MaxRow {
		out.Text, out.Raw, out.Fault = nil, nil, ErrTooLong
	}
	return out, nil
}

// read returns the next row by the names of its columns, io.EOF behind the last.
func (r *parquetRows) read() (values map[string]any, err error) {
	defer caught(&err)
	var one [1]any
	n, err := r.reader.Read(one[:])
	if n == 0 && err == nil {
		err = io.EOF
	}
	if n == 0 {
		return nil, err
	}
	values, ok := one[0].(map[string]any)
	if !ok {
		return nil, errors.New("it is no group of columns")
	}
	return values, nil
}

// appendAny appends a value of a column as JSON.
func appendAny(text []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(text, "null"...), nil
	case string:
		return appendBytes(text, []byte(v))
	case []byte:
		return appendBytes(text, v)
	case bool:
		return strconv.AppendBool(text, v), nil
	case float32:
		return appendFloat(text, float64(v), 32)
	case float64:
		return appendFloat(text, v, 64)
	case map[string]any:
		return appendGroup(text, v)
	case []any:
		return appendList(text, v)
	case int, int32, int64, uint32, uint64, fmt.Stringer:
		return append(text, numberOrText(v)...), nil
	}
	return text, fmt.Errorf("values of the type %T are not read", v)
}

// numberOrText returns a whole number as it is, and what only has words for itself, such as a time, as text.
func numberOrText(v any) string {
	switch v.(type) {
	case int, int32, int64, uint32, uint64:
		return fmt.Sprint(v)
	}
	return strconv.Quote(fmt.Sprint(v))
}

func appendBytes(text, v []byte) ([]byte, error) {
	if !utf8.Valid(v) {
		return text, errors.New("it holds bytes that are no text")
	}
	return AppendText(text, v), nil
}

func appendFloat(text []byte, v float64, bits int) ([]byte, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(text, "null"...), nil
	}
	return strconv.AppendFloat(text, v, 'g', -1, bits), nil
}

func appendGroup(text []byte, group map[string]any) (_ []byte, err error) {
	text = append(text, '{')
	for _, name := range slices.Sorted(maps.Keys(group)) {
		text = append(AppendText(Comma(text), []byte(name)), ':')
		if text, err = appendAny(text, group[name]); err != nil {
			return text, err
		}
	}
	return append(text, '}'), nil
}

func appendList(text []byte, list []any) (_ []byte, err error) {
	text = append(text, '[')
	for i := range list {
		if text, err = appendAny(Comma(text), list[i]); err != nil {
			return text, err
		}
	}
	return append(text, ']'), nil
}

package convert

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert/input"
)

// formOf returns the form of an input of that name that starts with head.
func formOf(name string, head []byte, o Options, src *input.Replay) (input.Form, error) {
	if bytes.HasPrefix(head, []byte("PAR1")) && src != nil {
		return input.Parquet(src)
	}
	for _, err := range dataset.NewReader(bytes.NewReader(head), 0).Lines() {
		if foreign, ok := dataset.IsForeign(err); err != nil && !(ok && foreign.Convertible) {
			return input.Form{}, err
		}
		break
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(input.Mark)), " \t\r\n")
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case len(text) == 0:
		return input.Form{}, errors.New("the input holds no examples")
	case o.From == CSV || o.From == TSV:
		return table(text, o, o.From == TSV), nil
	case text[0] == '{' || text[0] == '[' || encodedTwiceIn(text):
		return jsonForm(text), nil
	case ext == ".csv":
		return table(text, o, false), nil
	case ext == ".tsv" || ext == ".tab":
		return table(text, o, true), nil
	case ext == ".json" || ext == ".jsonl" || ext == ".ndjson" || bytes.Contains(text, []byte("\n{")):
		return input.Form{Name: "JSON lines", Rows: input.Lines}, nil
	case o.NoHeader, namesColumns(text, o):
		return table(text, o, false), nil
	}
	return input.Form{}, errors.New("cannot tell what the input is: it starts with neither { nor [, and its first row names no columns known here; if it is a table, say --from csv or --from tsv, and --no-header where its first row is an example")
}

// table returns the form of a table as the options say.
func table(head []byte, o Options, tabs bool) input.Form {
	return input.Table(head, input.TableOptions{Tabs: tabs, NoHeader: o.NoHeader, Columns: o.Columns})
}

// jsonForm tells JSON lines, arrays and objects that span lines from each other by the first two lines that are not blank.
func jsonForm(head []byte) input.Form {
	first, rest, whole := bytes.Cut(head, []byte("\n"))
	second, _, _ := bytes.Cut(bytes.TrimLeft(rest, " \t\r\n"), []byte("\n"))
	lines := input.Form{Name: "JSON lines", Rows: input.Lines}
	switch {
	case head[0] == '"' || head[0] == '[' && len(second) == 0 && listsMessages(first):
		return lines
	case readable(first) && (first[0] == '{' || len(second) > 0):
		return lines
	case head[0] == '[':
		return input.Form{Name: "a JSON array", Rows: input.Values}
	case !whole, len(second) > 0 && second[0] == '{' && !opens(second) && !readable(withoutComma(first)):
		return lines // of which the first is broken
	case holdsExample(rest):
		return lines // of which the first ones are broken
	}
	return input.Form{Name: "JSON objects over several lines", Rows: input.Values}
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

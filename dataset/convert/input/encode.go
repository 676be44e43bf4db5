package input

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ftplan/ftplan/dataset"
)

// AppendText appends text as a JSON string that escapes what JSON wants escaped and nothing else, save the separators
// U+2028 and U+2029, at which many readers of lines would cut. The text is UTF-8.
func AppendText(line, text []byte) []byte {
	start := len(line)
	line, _ = jsontext.AppendQuote(line, text) // fails on what is not UTF-8 only
	if !bytes.Contains(line[start:], lineSeparators) {
		return line
	}
	text = bytes.Clone(line[start:])
	text = bytes.ReplaceAll(text, []byte("\u2028"), []byte(`\u2028`))
	text = bytes.ReplaceAll(text, []byte("\u2029"), []byte(`\u2029`))
	return append(line[:start], text...)
}

// lineSeparators is what U+2028 and U+2029 begin with.
var lineSeparators = []byte("\xe2\x80")

// AppendValue appends a value as JSON without white space between its tokens. Numbers stay as they are written.
func AppendValue(line []byte, v dataset.Value) []byte {
	switch v.Kind() {
	case dataset.String:
		return AppendText(line, v.Text())
	case dataset.Object:
		line = append(line, '{')
		for name, value := range v.Members() {
			line = AppendText(Comma(line), name.Text())
			line = AppendValue(append(line, ':'), value)
		}
		return append(line, '}')
	case dataset.Array:
		line = append(line, '[')
		for element := range v.Elements() {
			line = AppendValue(Comma(line), element)
		}
		return append(line, ']')
	}
	return append(line, v.Raw()...)
}

// Comma appends a comma unless an object or array has just begun.
func Comma(line []byte) []byte {
	if last := line[len(line)-1]; last == '{' || last == '[' {
		return line
	}
	return append(line, ',')
}

// AppendKey appends the name of the next member, which is one of ours and needs no escapes.
func AppendKey(line []byte, key string) []byte {
	line = append(Comma(line), '"')
	return append(append(line, key...), '"', ':')
}

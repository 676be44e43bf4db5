package dataset

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// sniffSize is how many bytes at the start of a file decide what it is.
const sniffSize = 64 << 10

var utf8BOM = []byte("\xEF\xBB\xBF")

// magic holds the first bytes of what people upload in place of JSON lines.
var magic = []struct{ prefix, kind, cure string }{
	{"\x1f\x8b", "gzip-compressed", "unpack it with gunzip"},
	{"PK\x03\x04", "a zip archive or an Excel workbook", "unpack it, or export the sheet as CSV and convert that"},
	{"\x28\xb5\x2f\xfd", "zstd-compressed", "unpack it with unzstd"},
	{"BZh", "bzip2-compressed", "unpack it with bunzip2"},
	{"\xfd7zXZ\x00", "xz-compressed", "unpack it with unxz"},
	{"PAR1", "Parquet", "turn it into JSON lines with ftplan convert"},
	{"ARROW1", "Arrow", "write it out as JSON lines first"},
	{"%PDF-", "a PDF", "a training file is JSON lines, one example per line"},
	{"SQLite format 3\x00", "an SQLite database", "write its rows out as JSON lines first"},
	{"\x80\x04\x95", "a Python pickle", "write it out as JSON lines first"},
	{"<!DOCTYPE", "an HTML page", "download the file itself, not the page that shows it"},
	{"<html", "an HTML page", "download the file itself, not the page that shows it"},
	{"<?xml", "XML", "a training file is JSON lines, one example per line"},
	{"version https://git-lfs.github.com/", "a Git LFS pointer", "get the file itself with git lfs pull"},
	{"\xff\xfe\x00\x00", "UTF-32 text", "save it as UTF-8"},
	{"\x00\x00\xfe\xff", "UTF-32 text", "save it as UTF-8"},
	{"\xff\xfe", "UTF-16 text", "save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8"},
	{"\xfe\xff", "UTF-16 text", "save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8"},
}

// sniff returns a [*ForeignError] where head, the first bytes of a file, cannot be the start of JSON lines.
func sniff(head []byte) error {
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return &ForeignError{Kind: m.kind, Cure: m.cure, Convertible: m.kind == "Parquet"}
		}
	}
	switch {
	case utf16Like(head):
		return &ForeignError{Kind: "UTF-16 text", Cure: "save it as UTF-8, for example with iconv -f UTF-16LE -t UTF-8"}
	case len(head) > 0 && head[0] == 0:
		return &ForeignError{Kind: "binary", Cure: "a training file is JSON lines, one example per line"}
	case crOnly(head):
		return &ForeignError{Kind: "text with bare CR line endings", Cure: `end lines with LF, for example with tr '\r' '\n'`}
	}
	return sniffText(bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), " \t\r\n"))
}

// sniffText returns a [*ForeignError] where head is a table or one JSON document over many lines.
func sniffText(head []byte) error {
	first, rest, _ := bytes.Cut(head, newline)
	first, rest = bytes.TrimSpace(first), bytes.TrimLeft(rest, "\r\n")
	next, _, _ := bytes.Cut(rest, newline)
	switch {
	case len(first) == 0 || len(next) == 0:
		return nil
	case next[0] != '{' && header(first):
		return &ForeignError{Kind: "a CSV table", Cure: "turn it into JSON lines with ftplan convert", Convertible: true}
	case arrayStart(first, bytes.TrimSpace(next)):
		return &ForeignError{Kind: "one JSON array", Cure: "write one example per line with ftplan convert", JSON: true, Convertible: true}
	case prettyStart(first, next):
		return &ForeignError{Kind: "pretty-printed JSON", Cure: "write each example on one line with ftplan convert", JSON: true, Convertible: true}
	}
	return nil
}

// arrayStart reports whether two lines start an array of objects that goes over many lines.
func arrayStart(first, next []byte) bool {
	if first[0] != '[' || !unfinished(first) {
		return false
	}
	inside := bytes.TrimSpace(first[1:])
	return bytes.HasPrefix(inside, []byte("{")) || len(inside) == 0 && bytes.HasPrefix(next, []byte("{"))
}

// prettyStart reports whether two lines start an object that goes over many lines. A line that was cut off, with the next
// example behind it, is none.
func prettyStart(first, next []byte) bool {
	if first[0] != '{' || bytes.IndexByte([]byte("{[,:"), first[len(first)-1]) < 0 || !unfinished(first) {
		return false
	}
	value := jsontext.Value(bytes.TrimSpace(next))
	if value.IsValid() && value.Kind() == '{' || bytes.HasPrefix(next, []byte("{")) {
		return false
	}
	both := slices.Concat(first, newline, next)
	return unfinished(both) || jsontext.Value(both).IsValid()
}

// unfinished reports whether text is the start of a JSON value and not the whole of it.
func unfinished(text []byte) bool {
	_, err := jsontext.NewDecoder(bytes.NewReader(text)).ReadValue()
	return errors.Is(err, io.ErrUnexpectedEOF)
}

// columns are the names of columns by which a table of examples is known.
var columns = []string{"prompt", "completion", "messages", "text", "question", "answer", "instruction", "input", "output",
	"role", "content", "system", "user", "assistant", "chosen", "rejected"}

// header reports whether a line is the header of a table: names with separators between, a telling one among them.
func header(line []byte) bool {
	fields := strings.FieldsFunc(string(line[:min(len(line), 1000)]), func(r rune) bool { return r == ',' || r == ';' || r == '\t' })
	telling := false
	for i, field := range fields {
		fields[i] = strings.ToLower(strings.Trim(field, " \""))
		if len(fields[i]) > 40 || strings.ContainsAny(fields[i], "{}[]:.!?") {
			return false
		}
		telling = telling || slices.Contains(columns, fields[i])
	}
	return len(fields) > 1 && telling
}

// utf16Like reports whether every other byte of the first few is zero, as in UTF-16 text without a byte-order mark.
func utf16Like(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	return head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0 ||
		head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0
}

// crOnly reports whether lines end in CR alone: one example follows another behind a CR and no LF is to be seen.
func crOnly(head []byte) bool {
	return bytes.Contains(head, []byte("}\r{")) && !bytes.Contains(head, newline)
}

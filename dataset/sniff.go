package dataset

import "bytes"

// sniffSize is how many bytes at the start of a file decide what it is.
const sniffSize = 4096

var utf8BOM = []byte("\xEF\xBB\xBF")

// magic holds the first bytes of what people upload in place of JSON lines.
var magic = []struct{ prefix, kind, cure string }{
	{"\x1f\x8b", "gzip-compressed", "unpack it with gunzip"},
	{"PK\x03\x04", "a zip archive or an Excel workbook", "unpack it, or export the sheet as CSV and convert that"},
	{"\x28\xb5\x2f\xfd", "zstd-compressed", "unpack it with unzstd"},
	{"BZh", "bzip2-compressed", "unpack it with bunzip2"},
	{"\xfd7zXZ\x00", "xz-compressed", "unpack it with unxz"},
	{"PAR1", "Parquet", "write it out as JSON lines first"},
	{"ARROW1", "Arrow", "write it out as JSON lines first"},
	{"%PDF-", "a PDF", "a training file is JSON lines, one example per line"},
	{"SQLite format 3\x00", "an SQLite database", "write its rows out as JSON lines first"},
	{"\x80\x04\x95", "a Python pickle", "write it out as JSON lines first"},
	{"\xff\xfe\x00\x00", "UTF-32 text", "save it as UTF-8"},
	{"\x00\x00\xfe\xff", "UTF-32 text", "save it as UTF-8"},
	{"\xff\xfe", "UTF-16 text", "save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8"},
	{"\xfe\xff", "UTF-16 text", "save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8"},
}

// sniff returns a [*ForeignError] where head, the first bytes of a file, cannot be the start of JSON lines.
func sniff(head []byte) error {
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return &ForeignError{Kind: m.kind, Cure: m.cure}
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
	return nil
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

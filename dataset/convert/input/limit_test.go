package input

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// shown returns rows as short texts.
func shown(t *testing.T, rows Rows) (texts []string) {
	t.Helper()
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		s := fmt.Sprintf("%d/%d %q", row.Line, row.Element, row.Text)
		if row.Fault != nil {
			s += " " + row.Fault.Error()
		}
		texts = append(texts, s)
	}
	return texts
}

func TestSplit(t *testing.T) {
	long := `{"a":"` + strings.Repeat("x", 2<<20) + `"}`
	for _, test := range []struct {
		about, in string
		want      []string
	}{
		{"nothing", " \n", nil},
		{"an array", "[{\"a\":\"]}\\\"\"},\n[1,[2]] , 3]\n", []string{`1/1 "{\"a\":\"]}\\\"\"}"`, `2/2 "[1,[2]]"`, `2/3 "3"`}},
		{"one after another", "{} {\n}1 2\"x\"[]", []string{`1/0 "{}"`, `1/0 "{\n}"`, `2/0 "1"`, `2/0 "2\"x\""`, `2/0 "[]"`}},
		{"a value too long", "[1,\n" + long + ",\n2]", []string{`1/1 "1"`, `2/2 "" it is longer than 1 MiB`, `3/3 "2"`}},
		{"a wrong bracket", "[\n {\"a\":[1}, 5,\n{\"b\":2}\n]", []string{`2/1 "{\"a\":[1}, 5,\n"`, `3/2 "{\"b\":2}"`}},
		{"a wrong bracket and no value that starts a line", "[{\"a\":[1}, {\"b\":2}]", []string{`1/1 "{\"a\":[1}, {\"b\":2}]"`}},
		{"an open string further in", "  {\"a\": \"x\n   {}\n  {}", []string{`1/0 "{\"a\": \"x\n   {}\n  "`, `3/0 "{}"`}},
		{"a stray bracket", "{}}\n{}", []string{`1/0 "{}"`, `1/0 "}"`, `2/0 "{}"`}},
	} {
		in := strings.NewReader(test.in)
		if got := shown(t, valuesBy(in, 1<<20)); !slices.Equal(got, test.want) {
			t.Errorf("%s\n got %s\nwant %s", test.about, got, test.want)
		}
		in.Seek(0, io.SeekStart)
		if got := shown(t, valuesBy(iotest.OneByteReader(in), 1<<20)); !slices.Equal(got, test.want) {
			t.Errorf("%s, byte by byte\n got %s\nwant %s", test.about, got, test.want)
		}
	}
}

// A quote that is never closed makes one row of all that follows; it is not kept beyond the limit.
func TestTableRowTooLong(t *testing.T) {
	in := "a,b\n1,2\n\"3,4\n" + strings.Repeat("5,6\n", 1<<20)
	table := newTable(strings.NewReader(in), ',', 1<<20)
	if err := table.start(TableOptions{}); err != nil {
		t.Fatal(err)
	}
	got := shown(t, func(yield func(Row, error) bool) {
		for {
			row, err := table.next()
			if err == io.EOF || !yield(row, err) {
				return
			}
		}
	})
	want := []string{`2/0 "{\"a\":\"1\",\"b\":\"2\"}"`,
		`3/0 "" the row that starts here is too long, perhaps for want of a closing quote; nothing from here on was read`}
	if !slices.Equal(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
	if n := cap(table.tape.kept); n > 4<<20 {
		t.Errorf("%d bytes were kept", n)
	}
}

func TestText(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", `""`},
		{"<a href='x'>&\u00e9\U0001f600\u007f", "\"<a href='x'>&\u00e9\U0001f600\u007f\""},
		{"\"\\/\b\f\n\r\t\x00\x1f", `"\"\\/\b\f\n\r\t\u0000\u001f"`},
		{"\u2028\u2029\u2027…", "\"\\u2028\\u2029\u2027…\""},
		{`\u2028`, `"\\u2028"`},
	} {
		if got := string(AppendText([]byte("x"), []byte(test.text))); got != "x"+test.want {
			t.Errorf("%q is written %s, want %s", test.text, got, test.want)
		}
	}
}

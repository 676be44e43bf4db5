package convert_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/ftplan/ftplan/dataset/convert"
)

type parquetMessage struct {
	Role    string  `parquet:"role"`
	Content *string `parquet:"content,optional"`
}

// parquetOf writes rows as a Parquet file.
func parquetOf[T any](t *testing.T, rows ...T) string {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestParquetOfMessages(t *testing.T) {
	type example struct {
		Messages []parquetMessage `parquet:"messages,list"`
		Score    float64          `parquet:"score"`
	}
	ask, answer := "Where?\n“Here”", "There."
	file := parquetOf(t, example{[]parquetMessage{{"user", &ask}, {"assistant", &answer}}, 0.5},
		example{[]parquetMessage{{"user", &ask}, {"assistant", nil}}, 1})
	r := run(t.Context(), file, "x.parquet", convert.Options{DropExtra: true})
	want := `{"messages":[{"role":"user","content":"Where?\n“Here”"},{"role":"assistant","content":"There."}]}`
	if r.err != nil || len(r.lines) != 1 || r.lines[0] != want || r.stats.From != "chat in Parquet" {
		t.Errorf("got %q from %q, %v, want %q", r.lines, r.stats.From, r.err, want)
	}
	if len(r.rejects) != 1 || r.rejects[0].Line != 2 || r.rejects[0].Reason != "/messages/1: it has no content" {
		t.Errorf("got the rejects %+v", r.rejects)
	}
}

func TestParquetOfColumns(t *testing.T) {
	type example struct {
		ID       int64  `parquet:"id"`
		Question string `parquet:"Question"`
		Answer   string `parquet:"Answer"`
	}
	file := parquetOf(t, example{1, "Where?", "Here."}, example{2, "When?", "Now."})
	r := run(t.Context(), file, "", convert.Options{DropExtra: true})
	want := answered("Where?", "Here.") + "\n" + answered("When?", "Now.")
	if got := strings.Join(r.lines, "\n"); r.err != nil || got != want {
		t.Errorf("got %s, %v, want %s", got, r.err, want)
	}
}

// A damaged file is an error, or rows that are named, and never a panic.
func TestDamagedParquet(t *testing.T) {
	type example struct {
		Question, Answer string
	}
	file := parquetOf(t, example{"Where?", "Here."}, example{"When?", "Now."})
	for n := 0; n < len(file); n += 37 {
		if r := run(t.Context(), file[:n], "", convert.Options{}); r.err == nil {
			t.Errorf("a file cut at byte %d converts to %q", n, r.lines)
		}
		broken := []byte(file)
		broken[n] ^= 0xff
		run(t.Context(), string(broken), "", convert.Options{})
	}
}

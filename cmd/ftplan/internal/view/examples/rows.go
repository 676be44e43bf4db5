package examples

import (
	"fmt"
	"io"

	"github.com/ftplan/ftplan/plan"
)

// rowFormats print one row for every example, the title of the columns before the first.
var rowFormats = map[string]struct{ title, row string }{
	"csv":   {"line,tokens,trained,messages\n", "%d,%d,%d,%d\n"},
	"jsonl": {"", `{"line":%d,"tokens":%d,"trained":%d,"messages":%d}` + "\n"},
}

// Rows returns what prints the examples of a file one by one in the format, nil where it is a format of the whole file. An
// error of the writer shows when the output is flushed.
func Rows(w io.Writer, format string) func(plan.Row) {
	f, ok := rowFormats[format]
	if !ok {
		return nil
	}
	io.WriteString(w, f.title)
	return func(r plan.Row) {
		if r.Print.Example && !r.Unread {
			fmt.Fprintf(w, f.row, r.Print.Line, r.Tokens, r.Trained, r.Messages)
		}
	}
}

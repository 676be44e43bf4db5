package convert_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/ftplan/ftplan/dataset/convert"
)

// A table of questions and answers becomes chat; a row without an answer is handed back with its line.
func Example() {
	table := "question,answer\n" +
		"Do you ship to Austria?,\"Yes, in three to five days.\"\n" +
		"May I ride in the rain?,\n"
	emit := func(line []byte) error {
		fmt.Printf("%s\n", line)
		return nil
	}
	reject := func(r convert.Reject) error {
		fmt.Printf("line %d rejected: %s\n", r.Line, r.Reason)
		return nil
	}
	o := convert.Options{System: "You answer for Larkspur."}
	stats, err := convert.Convert(context.Background(), strings.NewReader(table), "faq.csv", o, emit, reject)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d of %d from %s\n", stats.Examples, stats.Examples+stats.Rejected, stats.From)
	// Output:
	// {"messages":[{"role":"system","content":"You answer for Larkspur."},{"role":"user","content":"Do you ship to Austria?"},{"role":"assistant","content":"Yes, in three to five days."}]}
	// line 3 rejected: it lacks answer, which pairs needs
	// 1 of 2 from pairs in CSV
}

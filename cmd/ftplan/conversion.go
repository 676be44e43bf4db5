package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert"
	"github.com/ftplan/ftplan/plan"
)

// suggestBytes is how much of a file is converted in memory before a conversion is named as the next step.
const suggestBytes = 1 << 20

// conversion returns the command that converts a file, tried on its first lines; "" where none carries anything over.
func (c *common) conversion(ctx context.Context, file string) string {
	return c.conversionTo(ctx, file, dataset.Chat)
}

func (c *common) conversionTo(ctx context.Context, file string, to dataset.Format) string {
	if file == "-" {
		return ""
	}
	f, err := dataset.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, suggestBytes))
	if err != nil {
		return ""
	}
	o, found := convert.Suggest(ctx, head, file, to)
	if !found {
		return ""
	}
	return view.Command(conversionWords(file, o)...)
}

// conversionWords returns the command line that converts a file with such options.
func conversionWords(file string, o convert.Options) []string {
	to := o.To.String()
	words := []string{"ftplan", "convert", file, "--to", to}
	if len(o.Columns) > 0 {
		var columns string
		for _, key := range slices.Backward([]string{"assistant", "user"}) {
			columns += "," + key + "=" + o.Columns[key]
		}
		words = append(words, "--columns", columns[1:])
	}
	if o.DropExtra {
		words = append(words, "--drop-extra")
	}
	return append(words, "-o", view.Beside(file, to))
}

// uncounted says that examples are in no format of the service, and what converts them. What is not understood has no
// number.
func (c *common) uncounted(ctx context.Context, file string, result *plan.Result) error {
	u := result.Uncounted
	most, what := mostFormat(result), ""
	if most != dataset.UnknownFormat {
		what = fmt.Sprintf(" (%v)", most)
	}
	err := fmt.Errorf("%s: %d of %d examples are in no format that the service trains on%s and were not counted; line %d: %s",
		file, u.Examples, result.Source.Examples, what, u.Line, u.Why)
	next := c.conversion(ctx, file)
	if next == "" && most == dataset.PlainText {
		next = "text alone has no question and no answer: providers such as together take such a file as it is, or write messages"
	} else if next == "" {
		next = view.Command("ftplan", "convert", file, "--dry-run") + " says what is missing"
	}
	return c.faulty(usageError{err: err, hint: next})
}

// mostFormat returns the format of other trainers that most examples have.
func mostFormat(result *plan.Result) dataset.Format {
	var most dataset.Format
	for f, n := range result.Summary.Formats {
		if f := dataset.Format(f); !f.Service() && f != dataset.UnknownFormat && n > 0 && (most == 0 || n > result.Summary.Formats[most]) {
			most = f
		}
	}
	return most
}

package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
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
	f, err := dataset.Open(ctx, file)
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

// leadOn finds the command that converts a file most of whose examples are in no format of the service.
func (c *common) leadOn(ctx context.Context, r *findings.LintReport) {
	result := r.Result
	foreign := result.Foreign != nil && result.Foreign.Convertible
	if !foreign && 2*result.Uncounted.Examples <= result.Source.Examples {
		return
	}
	if result.Uncounted.Examples > 0 && mostFormat(result) == dataset.PlainText {
		result.Notes = append(result.Notes, "plain text is trained as it is by "+strings.Join(textProviders(), ", ")+
			"; the others learn from messages of a question and its answer")
	}
	if !foreign && result.Tally.Count(lint.Error) == 0 {
		return // the provider takes it as it is
	}
	to := result.Format
	if to == dataset.UnknownFormat {
		to = dataset.Chat
	}
	r.Convert = c.conversionTo(ctx, r.File, to)
}

// textProviders returns the names of the providers that train on plain text.
func textProviders() (names []string) {
	for _, p := range catalog.Builtin().Providers {
		if p.Takes.Text {
			names = append(names, p.Name)
		}
	}
	return names
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
	err := fmt.Errorf("%s: %d of %d examples are in no format of messages%s and were not counted; line %d: %s",
		file, u.Examples, result.Source.Examples, what, u.Line, u.Why)
	next := c.conversion(ctx, file)
	if next == "" && most == dataset.PlainText {
		next = "plain text is trained as it is by " + strings.Join(textProviders(), ", ") + "; the others learn from messages"
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

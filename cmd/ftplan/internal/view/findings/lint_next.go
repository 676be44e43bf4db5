package findings

import (
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
)

// lintNext returns the command to type after a file was judged.
func lintNext(r LintReport) string {
	t := &r.Result.Tally
	switch {
	case r.File == "-" && (t.Count(lint.Error) > 0 || t.Fixable+t.Unsafe > 0):
		return "save it to a file, then ftplan fix FILE -o OUT"
	case r.File == "-":
		return "save it to a file, then ftplan quote FILE"
	case r.Convert != "":
		return r.Convert
	case t.Fixable > 0:
		return r.Given.Step("fix", r.File, "-o", view.Beside(r.File, "fixed"))
	case t.Unsafe > 0 && t.Count(lint.Error) > 0:
		return r.Given.Step("fix", "--unsafe-fixes", "--diff", r.File)
	case t.Count(lint.Error) > 0 || r.Fails():
		return "ftplan rules " + rulesOf(t)[0].Code
	case r.Validation != "":
		return "" // said below the validation file
	case r.Training != "":
		return r.quote(r.Given, r.Training, "--validation", r.File)
	}
	return r.quote(r.Given, r.File)
}

// quote is the command that quotes a file, in spite of the errors that are let pass.
func (m Measure) quote(given view.Given, words ...string) string {
	if m.Errors > 0 {
		words = append(words, "--allow-errors")
	}
	return given.Step("quote", words...)
}

// otherFormat returns the format that most examples have where it is none that they are judged by and can be converted;
// otherwise 0.
func otherFormat(l *plan.Result) dataset.Format {
	if l.Summary == nil {
		return 0
	}
	var most dataset.Format
	for _, f := range []dataset.Format{dataset.Completion, dataset.ShareGPT, dataset.Alpaca, dataset.Chosen} {
		if n := l.Summary.Formats[f]; n > l.Summary.Formats[most] {
			most = f
		}
	}
	if most == l.Format || l.Summary.Formats[most] <= l.Summary.Formats[l.Format] {
		return 0
	}
	return most
}

// formatNeeds says what a line of a format looks like.
func formatNeeds(f dataset.Format) string {
	shape := map[dataset.Format]string{
		dataset.Chat:          `{"messages": [{"role": "user", "content": …}, {"role": "assistant", "content": …}]}`,
		dataset.Preference:    `{"input": {"messages": […]}, "preferred_output": […], "non_preferred_output": […]}`,
		dataset.Reinforcement: `{"messages": […], and what the grader reads}`,
		dataset.Completion:    `{"prompt": …, "completion": …}`,
	}[f]
	return f.String() + " lines, " + shape
}

// convertTo returns the format that a file is best converted to: that which it is judged by, but pairs of answers have a
// method of their own.
func convertTo(l *plan.Result) dataset.Format {
	if otherFormat(l) == dataset.Chosen {
		return dataset.Preference
	}
	return l.Format
}

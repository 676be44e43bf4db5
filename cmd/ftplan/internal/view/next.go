package view

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

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
		return r.Given.step("fix", r.File, "-o", Beside(r.File, "fixed"))
	case t.Unsafe > 0 && t.Count(lint.Error) > 0:
		return r.Given.step("fix", "--unsafe-fixes", "--diff", r.File)
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
func (m Measure) quote(given Given, words ...string) string {
	if m.Errors > 0 {
		words = append(words, "--allow-errors")
	}
	return given.step("quote", words...)
}

// Beside returns the name of a file beside another, with a word before its ending, that no file has yet.
func Beside(file, word string) string {
	return dataset.FreeName(strings.TrimSuffix(file, filepath.Ext(file)) + "." + word + ".jsonl")
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

// A hintless writer takes answers and no hints about what to type next.
type hintless interface{ Hintless() }

// A quietBuffer is a buffer in front of a hintless writer.
type quietBuffer struct{ *bufio.Writer }

// Hintless says that next steps are not wanted.
func (quietBuffer) Hintless() {}

// Next prints what to type next, unless w is to take no hints.
func Next(w io.Writer, format string, args ...any) {
	if _, quiet := w.(hintless); !quiet {
		fmt.Fprintf(w, "next: "+format+"\n", args...)
	}
}

// Command returns a command line that can be pasted.
func Command(words ...string) string { return shells(words) }

// switches are the flags of hints that take no value.
var switches = []string{
	"--accept-differences", "--again", "--allow-errors", "--anatomy", "--ask", "--compare", "--debug", "--diff", "--drop-extra",
	"--dry-run", "--fence", "--figures", "--force", "--help", "--in-place", "--key-stdin", "--no-color",
	"--no-config", "--no-descriptions", "--no-header", "--quiet", "--reuse-validation", "--show-text", "--strict", "--tools", "--unsafe-fixes", "--unsigned", "--version", "--watch", "--yes",
}

// shells returns the words of a command line as a shell reads them. A word that begins with a dash is a flag where it looks
// like one, or the value of the flag before it; otherwise it is the name of a file.
func shells(words []string) string {
	quoted, value := make([]string, len(words)), false
	for i, word := range words {
		switch flag := isFlag(word); {
		case value, flag:
			quoted[i] = dataset.ShellWord(word)
			value = !value && !slices.Contains(switches, word)
		default:
			quoted[i] = shell(word)
		}
	}
	return strings.Join(quoted, " ")
}

// isFlag reports whether a word is a flag as hints have them: -o, or dashes and small letters.
func isFlag(word string) bool {
	name, long := strings.CutPrefix(word, "--")
	return word == "-o" || long && name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-") == ""
}

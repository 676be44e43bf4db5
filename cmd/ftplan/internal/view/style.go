// Package view holds what all output of the program shares: colours, widths, tables, amounts of money, escaping, JSON, and
// how a next step carries the flags of the command before it. What is printed of one subject stands in a folder of its own:
// findings, examples, costs, runs and page. Every format is a function in a map; the keys are what --format takes, so that
// another format is another line there. The commands bring what there is to print and the writer that takes it; what
// comes from data, names or servers is made printable at the latest here.
package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/fatih/color"
	"golang.org/x/text/width"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// Style is how to print for people.
type Style struct {
	Color bool
	Width int   // columns
	Given Given // the flags that the command was called with
}

// Paint colours text where colours are wanted.
func (s Style) Paint(text string, attributes ...color.Attribute) string {
	c := color.New(attributes...)
	if s.Color {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return c.Sprint(text)
}

// Bold, Dim, Good, Warn and Wrong colour text by what it says.
func (s Style) Bold(text string) string  { return s.Paint(text, color.Bold) }
func (s Style) Dim(text string) string   { return s.Paint(text, color.Faint) }
func (s Style) Good(text string) string  { return s.Paint(text, color.FgGreen) }
func (s Style) Warn(text string) string  { return s.Paint(text, color.FgYellow) }
func (s Style) Wrong(text string) string { return s.Paint(text, color.FgRed, color.Bold) }

// Severity returns the severity's name in its colour.
func (s Style) Severity(severity lint.Severity) string {
	switch severity {
	case lint.Error:
		return s.Wrong(severity.String())
	case lint.Warning:
		return s.Warn(severity.String())
	}
	return s.Dim(severity.String())
}

// Wrap breaks text into lines of at most width columns, the first behind first and the others behind rest.
func Wrap(w io.Writer, text, first, rest string, width int) {
	line, prefix := "", first
	for word := range strings.FieldsSeq(text) {
		if line != "" && columns(prefix)+columns(line)+1+columns(word) > width {
			fmt.Fprintln(w, prefix+line)
			line, prefix = "", rest
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	fmt.Fprintln(w, prefix+line)
}

// Blanks returns as many spaces as text is wide on a terminal.
func Blanks(text string) string { return strings.Repeat(" ", columns(text)) }

// columns returns how many columns of a terminal a text takes; the codes that colour it take none.
func columns(text string) int {
	n, code := 0, false
	for _, r := range text {
		switch kind := width.LookupRune(r).Kind(); {
		case r == '\x1b':
			code = true
		case code:
			code = r != 'm'
		case unicode.Is(unicode.Mn, r):
		case kind == width.EastAsianWide, kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// Number returns n with thousands separators.
func Number(n int64) string {
	if n < 0 {
		return "-" + Number(-n)
	}
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Count returns "1 example", "3 examples".
func Count(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Number(n) + " " + noun + "s"
}

// Size returns a size for people.
func Size(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1_000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 1_000_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.2f GB", float64(n)/1e9)
}

// PrintJSON prints v as indented JSON, as it is, without escaping HTML.
func PrintJSON(w io.Writer, v any) error {
	var document bytes.Buffer
	e := json.NewEncoder(&document)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(visible(document.Bytes()))
	return err
}

// PrintStream prints v as printJSON does, with the items that each yields in its empty list of the given name, at the given
// depth, one by one.
func PrintStream(w io.Writer, v any, list string, depth int, each func(yield func(any) error) error) error {
	var document, item bytes.Buffer
	if err := PrintJSON(&document, v); err != nil {
		return err
	}
	indent := strings.Repeat("  ", depth)
	before, after, found := bytes.Cut(document.Bytes(), []byte("\n"+indent+`"`+list+`": []`))
	if !found {
		return fmt.Errorf("the JSON has no empty list %q", list)
	}
	if _, err := fmt.Fprintf(w, "%s\n%s%q: [", before, indent, list); err != nil {
		return err
	}
	e := json.NewEncoder(&item)
	e.SetEscapeHTML(false)
	e.SetIndent(indent+"  ", "  ")
	separator, end := "\n", ""
	err := each(func(v any) error {
		item.Reset()
		if err := e.Encode(v); err != nil {
			return err
		}
		_, err := fmt.Fprintf(w, "%s%s  %s", separator, indent, visible(bytes.TrimSuffix(item.Bytes(), []byte{'\n'})))
		separator, end = ",\n", "\n"+indent
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s]%s", end, after)
	return err
}

// visible escapes what a terminal or an eye would not take as text: controls, invisible runes and those that turn the
// direction of writing. In JSON such a rune stands in a text alone, and its escape says the same.
func visible(document []byte) []byte {
	out := make([]byte, 0, len(document))
	for _, r := range string(document) {
		if r == '\n' || r == utf8.RuneError || unicode.IsPrint(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			out = fmt.Appendf(out, `\u%04x`, unit)
		}
	}
	return out
}

// Names returns the keys of a map of formats, text first.
func Names[F any](formats map[string]F) []string {
	keys := slices.Sorted(maps.Keys(formats))
	if i := slices.Index(keys, "text"); i > 0 {
		keys = slices.Insert(slices.Delete(keys, i, i+1), 0, "text")
	}
	return keys
}

// Shell returns the name of a file, or another argument, as a shell reads it.
func Shell(word string) string { return dataset.ShellFile(word) }

// Sentence begins a text with a capital letter.
func Sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// NonNil returns the list, empty instead of nil: in JSON [] instead of null.
func NonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Choose returns a if yes, otherwise b.
func Choose(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// Cut shortens text to about limit bytes and says how long it was.
func Cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "") + fmt.Sprintf("… (%s)", Size(int64(len(text))))
}

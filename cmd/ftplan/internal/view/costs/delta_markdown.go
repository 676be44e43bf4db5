package costs

import (
	"fmt"
	"io"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
)

// deltaMarkdown prints the changes as a comment on a pull request.
func deltaMarkdown(w io.Writer, r DeltaReport, _ view.Style) error {
	fmt.Fprintf(w, "### %s → %s\n\n", markdown(r.OldFile), markdown(r.NewFile))
	fmt.Fprintln(w, "| | before | after | change |\n|---|---:|---:|---:|")
	for _, f := range r.figures() {
		fmt.Fprintf(w, "| %s | %s | %s | %s |\n", f.name, markdown(f.old), markdown(f.new), markdown(f.change))
	}
	fmt.Fprintf(w, "\n%s\n\n", markdown(r.basis()))
	if r.Examples == nil {
		fmt.Fprintf(w, "%s\n", unmatchedNote())
	} else {
		fmt.Fprintf(w, "- %s as they were\n", view.Count(int64(len(r.Examples.Same)), "example"))
		for _, f := range r.fates() {
			if len(f.list) > 0 {
				fmt.Fprintf(w, "- %s %s: %s\n", view.Number(int64(len(f.list))), f.name, markdown(f.places(r.Limit)))
			}
			for _, line := range f.shown(r.Limit) {
				if text := f.text[line]; text != "" {
					fmt.Fprintf(w, "  - %d: %s\n", line, markdown(text))
				}
			}
		}
	}
	fmt.Fprintf(w, "\nFindings: %s before, %s after\n\n", view.Number(r.Old.Result.Tally.Total()), view.Number(r.New.Result.Tally.Total()))
	markdownFindings(w, "new", r.NewFile, r.NewFindings, r.Limit)
	markdownFindings(w, "cured", r.OldFile, r.Cured, r.Limit)
	return nil
}

func markdownFindings(w io.Writer, mark, file string, findings []lint.Finding, limit int) {
	if mark != "" {
		mark += " "
	}
	for _, f := range limited(findings, limit) {
		fmt.Fprintf(w, "- %s%s: %s: %s (%s)\n", mark, markdown(place(file, f)), f.Rule.Severity(), markdown(f.Message), f.Rule)
	}
	if more := len(findings) - len(limited(findings, limit)); more > 0 {
		fmt.Fprintf(w, "- … and %s more\n", view.Number(int64(more)))
	}
}

// place names where a finding is, as editors jump to it.
func place(file string, f lint.Finding) string {
	text := lint.Printable(file)
	if f.Line > 0 {
		text += fmt.Sprintf(":%d", f.Line)
	}
	if f.Column > 0 {
		text += fmt.Sprintf(":%d", f.Column)
	}
	return text
}

// markdownSigns are the characters that mean something in Markdown or would call somebody.
const markdownSigns = "\\`*_{}[]<>()#+!|~@&$"

// markdown returns printable text that stays text in Markdown: no link, no image, no tag, no mention, no table cell.
func markdown(text string) string {
	var b strings.Builder
	for _, r := range lint.Printable(text) {
		if strings.ContainsRune(markdownSigns, r) {
			fmt.Fprintf(&b, "&#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return strings.NewReplacer("://", ":&#47;&#47;", "www.", "www&#46;").Replace(b.String())
}

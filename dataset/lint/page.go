package lint

import (
	"fmt"
	"strings"
)

// Page returns the documentation of the rule as Markdown.
func (r *Rule) Page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s %s\n\n", r.Code, r.Name)
	fmt.Fprintf(&b, "%s (%s): %s.\n\n%s\n\n", capital(r.Severity().String()), r.Consequence, r.Title, r.Why)
	if r.Refusal != "" {
		fmt.Fprintf(&b, "The service says:\n\n> %s\n\n", r.Refusal)
	}
	bad, good := r.Examples()
	example(&b, "Bad", bad[0])
	if r.BadGrader != "" {
		example(&b, "with the grader", r.BadGrader)
	}
	example(&b, "Good", good[0])
	if r.GoodGrader != "" {
		example(&b, "with the grader", r.GoodGrader)
	}
	fmt.Fprintf(&b, "Cure: %s\n", r.Cure)
	if r.Fixes() {
		fmt.Fprintf(&b, "\n")
		example(&b, "`ftplan fix"+r.unsafeFlag()+"` makes of the bad example", r.Fixed)
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// Fixes reports whether the rule's findings come with a fix.
func (r *Rule) Fixes() bool { return r.Fixed != "" }

func (r *Rule) unsafeFlag() string {
	if r.Unsafe {
		return " --unsafe-fixes"
	}
	return ""
}

// Pages returns the documentation of the rules as one Markdown document with a table of contents.
func Pages(rules []*Rule) string {
	var b strings.Builder
	b.WriteString("# Rules\n\nWritten from the rules themselves by `go test ./dataset/lint/rules -run TestPages -update`.\n\n")
	b.WriteString("| code | name | severity | consequence | fix | what is wrong |\n|---|---|---|---|---|---|\n")
	for _, r := range rules {
		fmt.Fprintf(&b, "| %s | %s | %v | %v | %s | %s |\n", r.Code, r.Name, r.Severity(), r.Consequence, r.fixKind(), r.Title)
	}
	for _, r := range rules {
		b.WriteString("\n" + r.Page())
	}
	return b.String()
}

func (r *Rule) fixKind() string {
	switch {
	case !r.Fixes():
		return ""
	case r.Unsafe:
		return "unsafe"
	}
	return "safe"
}

// exampleWidth is how many bytes of an example's line a page shows, and exampleLines how many of its lines.
const exampleWidth, exampleLines = 400, 3

// example writes an example file as a block of code, made printable and cut.
func example(b *strings.Builder, title, file string) {
	fmt.Fprintf(b, "%s:\n\n", title)
	if file == "" {
		b.WriteString("(an empty file)\n\n")
		return
	}
	b.WriteString("```json\n")
	all := strings.Split(strings.TrimSuffix(file, "\n"), "\n")
	for i, line := range all {
		if rest := len(all) - i; i == exampleLines && rest > 1 {
			fmt.Fprintf(b, "… and %d lines more like these, the last:\n", rest-1)
		}
		if i >= exampleLines && i < len(all)-1 {
			continue
		}
		shown := Printable(line)
		if len(shown) > exampleWidth {
			shown = strings.ToValidUTF8(shown[:exampleWidth], "") + fmt.Sprintf(" … (%d bytes)", len(line))
		}
		b.WriteString(shown + "\n")
	}
	b.WriteString("```\n\n")
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Package findings prints what the rules found in a file, in the six formats of lint; what fix changed, as a summary or a
// diff; and the rules themselves. It judges nothing: the findings come from dataset/lint by way of the commands.
package findings

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/tally"
	"github.com/ftplan/ftplan/plan"
)

// A Measure is what findings are held to, and what was held back.
type Measure struct {
	Strict bool                 // warnings fail, too
	Passed map[*lint.Rule]int64 // findings of rules that are let pass
	Known  int64                // findings that a baseline held back
	Errors int64                // of severity error, among both
}

// FailedBy reports whether findings make a command fail.
func (m Measure) FailedBy(t *tally.Tally) bool {
	return t.Count(lint.Error) > 0 || m.Strict && t.Count(lint.Warning) > 0
}

// A LintReport is what was found in one file.
type LintReport struct {
	Measure
	File       string
	Training   string     // the training file, where this one was compared with it as its validation file
	Validation string     // the validation file, where this is the training file of one
	Model      string     // that the file is judged for
	Convert    string     // the command that carries a file of another format over, tried on its first lines; "" for none
	Given      view.Given // the flags, or the choices beside the file, by which it was judged
	Result     *plan.Result
	Limit      int  // findings shown; 0 = all
	Grouped    bool // of a rule that fires often the text shows the first findings and counts the others
}

// Fails reports whether the findings make the command fail.
func (r LintReport) Fails() bool { return r.FailedBy(&r.Result.Tally) }

// each calls show with the findings to show, one by one.
func (r LintReport) each(show func(lint.Finding) error) error {
	for f, err := range r.Result.Tally.Each(r.Limit) {
		if err != nil {
			return err
		}
		if err := show(f); err != nil {
			return err
		}
	}
	return nil
}

// shown returns how many findings there is room for, and omitted how many there is not.
func (r LintReport) shown() int64   { return r.Result.Tally.Kept(r.Limit) }
func (r LintReport) omitted() int64 { return r.Result.Tally.Total() - r.shown() }

var lintFormats = map[string]func(io.Writer, []LintReport, view.Style) error{
	"text":   lintText,
	"json":   lintJSON,
	"jsonl":  lintLines,
	"sarif":  lintSARIF,
	"github": lintGitHub,
	"junit":  lintJUnit,
}

// LintFormats lists the formats of [Lint].
func LintFormats() []string { return view.Names(lintFormats) }

// Lint prints findings.
func Lint(w io.Writer, format string, reports []LintReport, s view.Style) error {
	b := bufio.NewWriterSize(w, 64<<10)
	var to io.Writer = b
	if _, quiet := w.(view.Hintless); quiet {
		to = view.QuietBuffer{Writer: b}
	}
	if err := lintFormats[format](to, reports, s); err != nil {
		return err
	}
	return b.Flush()
}

// Omitted says how many findings a format for programs has left out. The text says so itself.
func Omitted(w io.Writer, format string, reports []LintReport) {
	var omitted int64
	for _, r := range reports {
		omitted += r.omitted()
	}
	if format != "text" && omitted > 0 {
		fmt.Fprintf(w, "%s left out; --limit 0 has all\n", view.Count(omitted, "finding"))
	}
}

// BaselineWritten says what is known from now on.
func BaselineWritten(w io.Writer, name string, findings int64, files []string) {
	words := append([]string{"--baseline", name}, files...)
	fmt.Fprintf(w, "%s known from now on\n", view.Count(findings, "finding"))
	view.Next(w, "ftplan lint %s", view.CommandLine(words))
}

// Broken says which lines of a file could not be read.
func Broken(w io.Writer, file string, result *plan.Result) {
	findings := result.Tally.Findings(10)
	for _, f := range findings {
		FindingText(w, file, f, view.Style{})
	}
	if more := result.Tally.Total() - int64(len(findings)); more > 0 {
		fmt.Fprintf(w, "… and %s more; ftplan lint %s shows all\n", view.Number(more), view.Shell(file))
	}
}

func lintText(w io.Writer, reports []LintReport, s view.Style) error {
	for i, r := range reports {
		if i > 0 && (r.shown() > 0 || reports[i-1].shown() > 0) {
			fmt.Fprintln(w)
		}
		if err := findingsText(w, r, s); err != nil {
			return err
		}
		lintVerdict(w, r, s)
	}
	if len(reports) > 1 {
		lintTotal(w, reports, s)
	}
	return nil
}

// A rule that fires more than few times is shown the first times only, and counted.
const few, firstFew = 5, 3

// findingsText prints the findings of one report: all there is room for or, where the report is grouped, few of each rule and
// how many others there are.
func findingsText(w io.Writer, r LintReport, s view.Style) error {
	if r.Limit > 0 && r.Grouped {
		shown := oneByOne(r)
		for _, f := range shown {
			FindingText(w, r.File, f, s)
		}
		groupsText(w, r, timesOf(shown), s)
		return nil
	}
	times := map[*lint.Rule]int64{}
	err := r.each(func(f lint.Finding) error {
		times[f.Rule]++
		return FindingText(w, r.File, f, s)
	})
	if err == nil {
		groupsText(w, r, times, s)
	}
	return err
}

// timesOf counts findings by rule.
func timesOf(findings []lint.Finding) map[*lint.Rule]int64 {
	times := map[*lint.Rule]int64{}
	for _, f := range findings {
		times[f.Rule]++
	}
	return times
}

// oneByOne returns the findings to show one by one: no more than the limit, errors first, and of a rule that repeats itself
// the first few.
func oneByOne(r LintReport) []lint.Finding {
	seen := map[*lint.Rule]int64{}
	var all []lint.Finding
	for _, f := range r.Result.Tally.Findings(0) {
		seen[f.Rule]++
		if r.Result.Tally.Rules[f.Rule].Findings <= few || seen[f.Rule] <= firstFew {
			all = append(all, f)
		}
	}
	if len(all) > r.Limit {
		slices.SortStableFunc(all, func(a, b lint.Finding) int { return cmp.Compare(a.Rule.Severity(), b.Rule.Severity()) })
		all = all[:r.Limit]
	}
	slices.SortStableFunc(all, func(a, b lint.Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule.Code, b.Rule.Code))
	})
	return all
}

// groupsText prints one line for each rule of which not all findings were shown.
func groupsText(w io.Writer, r LintReport, times map[*lint.Rule]int64, s view.Style) {
	left := false
	for _, rule := range rulesOf(&r.Result.Tally) {
		t := r.Result.Tally.Rules[rule]
		if t.Findings == times[rule] {
			continue
		}
		left = true
		place := "about the whole file"
		if t.First > 0 {
			place = fmt.Sprintf("first at line %d", t.First)
		}
		fmt.Fprintf(w, "%s: %s: %s ×%s, %s: %s %s\n", s.Bold(Tame(r.File)), s.Severity(rule.Severity()), rule.Code,
			view.Number(t.Findings), place, rule.Title, s.Dim(fmt.Sprintf("[%v, %s not shown]", rule, view.Number(t.Findings-times[rule]))))
	}
	if left && r.Limit > 0 {
		fmt.Fprintf(w, "%s\n", s.Dim("--limit 0 shows every finding"))
	}
}

// rulesOf returns the rules that fired, the gravest first, then in the order of their codes.
func rulesOf(t *tally.Tally) []*lint.Rule {
	var rules []*lint.Rule
	for rule := range t.Rules {
		rules = append(rules, rule)
	}
	slices.SortFunc(rules, func(a, b *lint.Rule) int {
		return cmp.Or(cmp.Compare(a.Severity(), b.Severity()), cmp.Compare(a.Code, b.Code))
	})
	return rules
}

// placeOf returns where a finding is, as compilers say it: file:line:column.
func placeOf(file string, f lint.Finding) string {
	place := Tame(file)
	if f.Line > 0 {
		place += fmt.Sprintf(":%d", f.Line)
	}
	if f.Column > 0 {
		place += fmt.Sprintf(":%d", f.Column)
	}
	return place
}

// FindingText prints one finding as compilers do and, where there is text to show, the place in its line.
func FindingText(w io.Writer, file string, f lint.Finding, s view.Style) error {
	fmt.Fprintf(w, "%s: %s: %s %s", s.Bold(placeOf(file, f)), s.Severity(f.Rule.Severity()), Tame(f.Message), s.Dim("["+f.Rule.String()+"]"))
	if f.Path != "" {
		fmt.Fprintf(w, " %s", s.Dim(Tame(f.Path)))
	}
	_, err := fmt.Fprintln(w)
	if f.Snippet != "" {
		Place(w, f.Snippet, f.Caret, s)
	}
	return err
}

// Place prints a piece of a line and, below it, a caret at the offset in the piece.
func Place(w io.Writer, snippet string, caret int, s view.Style) {
	fmt.Fprintf(w, "    | %s\n    | %s%s\n", Tame(snippet), view.Blanks(Tame(snippet[:caret])), s.Wrong("^"))
}

// Tame returns text from data and names for a terminal and for whatever reads logs: on one line, with nothing that moves
// the cursor or turns the text around, and with nothing that a CI runner takes for a command.
func Tame(text string) string {
	return commandEscaper.Replace(lint.Printable(text))
}

var commandEscaper = strings.NewReplacer("::", `:\u003a`, "##[", `#\u0023[`)

// lintVerdict prints what the findings amount to, and what to do next.
func lintVerdict(w io.Writer, r LintReport, s view.Style) {
	fmt.Fprintf(w, "%s: %s, %s: %s\n", Tame(r.File), kind(r.Result), view.Count(r.Result.Source.Examples, "example"), judgement(r, s))
	for _, note := range r.Result.Notes {
		fmt.Fprintf(w, "note: %s\n", lint.Printable(note))
	}
	if other := otherFormat(r.Result); other != 0 && r.Result.Tally.Count(lint.Error) > 0 {
		fmt.Fprintf(w, "note: %s learns from %s, and these are %s examples\n", r.Model, formatNeeds(convertTo(r.Result)), other)
	}
	if held := r.HeldBack(); held != "" {
		fmt.Fprintf(w, "%s\n", held)
	}
	if fixable := fixableText(&r.Result.Tally); fixable != "" {
		fmt.Fprintf(w, "%s\n", fixable)
	}
	if step := lintNext(r); step != "" {
		view.Next(w, "%s", step)
	}
}

// kind says what a file holds.
func kind(l *plan.Result) string {
	if l.Foreign != nil {
		return l.Foreign.Kind
	}
	return formatOf(l).String()
}

// formatOf returns the format that a file has: that which it is judged by, unless most examples have another one.
func formatOf(l *plan.Result) dataset.Format {
	if l.Foreign != nil {
		return dataset.UnknownFormat
	}
	if other := otherFormat(l); other != 0 {
		return other
	}
	return l.Format
}

// judgement returns what the findings in a file amount to.
func judgement(r LintReport, s view.Style) string {
	t := &r.Result.Tally
	switch {
	case t.Total() == 0 && r.HeldBack() != "":
		return s.Good("nothing else to complain about")
	case t.Count(lint.Error) == 0 && r.Fails():
		return s.Wrong("not good enough, since warnings fail") + " (" + Severities(t) + ")"
	}
	return Verdict(t, s)
}

// Verdict says whether the service would take the file, with how many findings there are of each severity.
func Verdict(t *tally.Tally, s view.Style) string {
	switch {
	case t.Total() == 0:
		return s.Good("nothing to complain about")
	case t.Count(lint.Error) > 0 && unread(t) == t.Count(lint.Error):
		return s.Wrong("this file cannot be judged, not all of it was read") + " (" + Severities(t) + ")"
	case t.Count(lint.Error) > 0:
		return s.Wrong("the service would refuse this file") + " (" + Severities(t) + ")"
	}
	return s.Good("the service would accept this file") + " (" + Severities(t) + ")"
}

// unread is how many findings are about what this program cannot read.
func unread(t *tally.Tally) (n int64) {
	for rule, found := range t.Rules {
		if rule.Consequence == lint.Unread {
			n += found.Findings
		}
	}
	return n
}

// Severities returns "3 errors, 1 warning".
func Severities(t *tally.Tally) string {
	return SeverityCounts(t.Count(lint.Error), t.Count(lint.Warning), t.Count(lint.Info))
}

// SeverityCounts returns "3 errors, 1 warning", without what there is none of.
func SeverityCounts(errors, warnings, infos int64) string {
	var parts []string
	for _, of := range []struct {
		n    int64
		noun string
	}{{errors, "error"}, {warnings, "warning"}, {infos, "note"}} {
		if of.n > 0 {
			parts = append(parts, view.Count(of.n, of.noun))
		}
	}
	return strings.Join(parts, ", ")
}

// HeldBack says which findings were let pass or were known.
func (m Measure) HeldBack() string {
	var parts []string
	if m.Known > 0 {
		parts = append(parts, view.Count(m.Known, "finding")+" of the baseline")
	}
	for _, rule := range m.passedRules() {
		part := fmt.Sprintf("%v ×%s", rule, view.Number(m.Passed[rule]))
		if rule.Severity() == lint.Error {
			part += " (the service may refuse that)"
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return ""
	}
	return "let pass: " + strings.Join(parts, ", ")
}

func (m Measure) passedRules() []*lint.Rule {
	var rules []*lint.Rule
	for rule := range m.Passed {
		rules = append(rules, rule)
	}
	slices.SortFunc(rules, func(a, b *lint.Rule) int { return cmp.Compare(a.Code, b.Code) })
	return rules
}

func fixableText(t *tally.Tally) string {
	total := t.Fixable + t.Unsafe
	if total == 0 {
		return ""
	}
	text := fmt.Sprintf("fixable: %s of %s", view.Number(total), view.Count(t.Total(), "finding"))
	switch {
	case t.Unsafe == 0:
		return text + ", safely"
	case t.Fixable == 0:
		return text + ", with --unsafe-fixes"
	}
	return text + fmt.Sprintf(", %s safely and %s with --unsafe-fixes", view.Number(t.Fixable), view.Number(t.Unsafe))
}

func lintTotal(w io.Writer, reports []LintReport, s view.Style) {
	failed := 0
	for _, r := range reports {
		if r.Fails() {
			failed++
		}
	}
	text := s.Good(fmt.Sprintf("%d files, none fails", len(reports)))
	if failed > 0 {
		text = s.Wrong(fmt.Sprintf("%d of %d files fail", failed, len(reports)))
	}
	fmt.Fprintf(w, "\n%s\n", text)
}

// LeftAside says which files below a folder are not looked at.
func LeftAside(w io.Writer, folder string, total int, reasons string) {
	fmt.Fprintf(w, "%s: %s left aside: %s\n", Tame(folder), view.Count(int64(total), "file"), Tame(reasons))
}

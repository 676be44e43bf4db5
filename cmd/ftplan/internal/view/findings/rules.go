package findings

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
)

// A rulesFormat prints a list of rules, and one rule in full.
type rulesFormat struct {
	list func(io.Writer, []*lint.Rule, view.Style) error
	page func(io.Writer, *lint.Rule, view.Style) error
}

var rulesFormats = map[string]rulesFormat{
	"text":     {rulesText, ruleText},
	"json":     {rulesJSON, ruleJSON},
	"markdown": {rulesMarkdown, ruleMarkdown},
}

// RulesFormats lists the formats of [Rules] and [Rule].
func RulesFormats() []string { return view.Names(rulesFormats) }

// Rules lists rules.
func Rules(w io.Writer, format string, rules []*lint.Rule, s view.Style) error {
	return rulesFormats[format].list(w, rules, s)
}

// Rule explains one rule: what it is, why it matters, what the service says, a bad and a good example, and the cure.
func Rule(w io.Writer, format string, rule *lint.Rule, s view.Style) error {
	return rulesFormats[format].page(w, rule, s)
}

func rulesMarkdown(w io.Writer, rules []*lint.Rule, _ view.Style) error {
	_, err := io.WriteString(w, lint.Pages(rules))
	return err
}

func ruleMarkdown(w io.Writer, rule *lint.Rule, _ view.Style) error {
	_, err := io.WriteString(w, rule.Page())
	return err
}

func rulesText(w io.Writer, rules []*lint.Rule, s view.Style) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "CODE\tNAME\tSEVERITY\tFIX\tWHAT IS WRONG")
	for _, r := range rules {
		fmt.Fprintf(t, "%s\t%s\t%v\t%s\t%s\n", r.Code, r.Name, r.Severity(), fixKind(r), r.Title)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%s, of which %s\n", view.Count(int64(len(rules)), "rule"), fixKinds(rules))
	view.Next(w, "ftplan rules %s", rules[0].Code)
	return nil
}

func fixKinds(rules []*lint.Rule) string {
	kinds := map[string]int{}
	for _, r := range rules {
		kinds[fixKind(r)]++
	}
	return fmt.Sprintf("%d have a safe fix and %d one to look at first", kinds["safe"], kinds["unsafe"])
}

func fixKind(r *lint.Rule) string {
	switch {
	case !r.Fixes():
		return "-"
	case r.Unsafe:
		return "unsafe"
	}
	return "safe"
}

func ruleText(w io.Writer, r *lint.Rule, s view.Style) error {
	width := min(s.Width, 100)
	fmt.Fprintf(w, "%s: %s\n", s.Bold(r.String()), r.Title)
	fmt.Fprintf(w, "%s, since the example is %s\n\n", s.Severity(r.Severity()), consequenceText(r.Consequence))
	view.Wrap(w, r.Why, "", "", width)
	if r.Refusal != "" {
		fmt.Fprintf(w, "\n%s\n", s.Bold("The service says"))
		view.Wrap(w, lint.Printable(r.Refusal), "  > ", "  > ", width)
	}
	if r.Training != "" {
		printExample(w, "Beside this training file", r.Training, s)
	}
	bad, good := r.Examples()
	printExample(w, "Bad", bad[0], s)
	printExample(w, "Good", good[0], s)
	fmt.Fprintf(w, "\n%s\n", s.Bold("Cure"))
	view.Wrap(w, r.Cure, "  ", "  ", width)
	fixText(w, r, s)
	return nil
}

// consequenceText says what becomes of an example, or of the file that it is in.
func consequenceText(c lint.Consequence) string {
	switch c {
	case lint.Refused:
		return "refused by the service, and the file with it"
	case lint.Dropped:
		return "left out or cut by the service"
	case lint.Wasted:
		return "paid for and trains nothing"
	case lint.Quality:
		return "learned as nobody meant it"
	case lint.Unread:
		return "too long to be read here, so nothing can be said of it"
	}
	return "fine, and there is something to know"
}

// fixText says what the fix makes of the bad example, and whether it is safe.
func fixText(w io.Writer, r *lint.Rule, s view.Style) {
	switch {
	case !r.Fixes():
		fmt.Fprintln(w, "\nThere is no fix by machine.")
		view.Next(w, "edit the file, or let it pass with --allow %s", r.Name)
		return
	case r.Unsafe:
		printExample(w, "Fixed, on request, since that can change what is trained", r.Fixed, s)
		fmt.Fprintln(w)
		view.Next(w, "see what would change with ftplan fix --only %s --unsafe-fixes --diff FILE", r.Name)
		return
	}
	printExample(w, "Fixed, safely", r.Fixed, s)
	fmt.Fprintln(w)
	view.Next(w, "see what would change with ftplan fix --only %s --diff FILE", r.Name)
}

// exampleCut is how many bytes of an example's line are shown.
const exampleCut = 400

// exampleText prints an example file under a title, printable and cut.
func printExample(w io.Writer, title, file string, s view.Style) {
	fmt.Fprintf(w, "\n%s\n", s.Bold(title))
	if file == "" {
		fmt.Fprintln(w, "  (an empty file)")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(file, "\n"), "\n") {
		if file != "" {
			fmt.Fprintf(w, "  %s\n", view.Cut(lint.Printable(line), exampleCut))
		}
	}
}

// The JSON of rules only grows.
type ruleObject struct {
	Code        string   `json:"code"`
	Name        string   `json:"name"`
	Severity    string   `json:"severity"`
	Consequence string   `json:"consequence"`
	Title       string   `json:"title"`
	Why         string   `json:"why"`
	Refusal     string   `json:"refusal,omitempty"`
	Training    string   `json:"training,omitempty"`
	Bad         []string `json:"bad"`
	Good        []string `json:"good"`
	Cure        string   `json:"cure"`
	Fix         string   `json:"fix"` // safe, unsafe, none
	Fixed       string   `json:"fixed,omitempty"`
}

// newRuleObject returns a rule as JSON has it. Its examples are printable: those that show broken bytes have them escaped.
func newRuleObject(r *lint.Rule) ruleObject {
	o := ruleObject{Code: r.Code, Name: r.Name, Severity: r.Severity().String(), Consequence: r.Consequence.String(), Title: r.Title,
		Why: r.Why, Refusal: lint.Printable(r.Refusal), Training: example(r.Training), Cure: r.Cure, Fix: "none", Fixed: example(r.Fixed)}
	if r.Fixes() {
		o.Fix = fixKind(r)
	}
	bad, good := r.Examples()
	for _, file := range bad {
		o.Bad = append(o.Bad, example(file))
	}
	for _, file := range good {
		o.Good = append(o.Good, example(file))
	}
	return o
}

// example returns an example file with everything but its line ends made printable.
func example(file string) string {
	lines := strings.Split(file, "\n")
	for i, line := range lines {
		lines[i] = view.Cut(lint.Printable(line), 4000)
	}
	return strings.Join(lines, "\n")
}

func rulesJSON(w io.Writer, rules []*lint.Rule, _ view.Style) error {
	objects := make([]ruleObject, len(rules))
	for i, r := range rules {
		objects[i] = newRuleObject(r)
	}
	return view.PrintJSON(w, struct {
		Version int          `json:"version"`
		Rules   []ruleObject `json:"rules"`
	}{1, objects})
}

func ruleJSON(w io.Writer, r *lint.Rule, s view.Style) error { return rulesJSON(w, []*lint.Rule{r}, s) }

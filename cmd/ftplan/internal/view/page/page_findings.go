package page

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
)

// A findingList is what was found in one file, rule by rule.
type findingList struct {
	ID, File   string
	Result     *plan.Result
	ShowText   bool
	Groups     []ruleGroup
	Severities []severityCount
	Listed     int64
}

// A severityCount is how many findings of one severity there are.
type severityCount struct {
	Name  string
	Count int64
}

// A ruleGroup is a rule and its findings, as far as they were kept.
type ruleGroup struct {
	*lint.Rule
	ID       string
	Count    int64
	First    int // the line of the first, 0 for the file as a whole
	Findings []lint.Finding
}

// More is how many findings are not listed.
func (g ruleGroup) More() int64 { return g.Count - int64(len(g.Findings)) }

// Open reports whether the findings are shown without a click: errors, as long as there are few.
func (g ruleGroup) Open() bool { return g.Severity() == lint.Error && len(g.Findings) <= openFindings }

const openFindings = 10

// Kind is the name of the rule's severity.
func (g ruleGroup) Kind() string { return g.Severity().String() }

// Mark says the severity by a sign, for eyes that see no colours.
func (g ruleGroup) Mark() string { return [...]string{"✕", "!", "i"}[g.Severity()] }

// Happens says what a file that is uploaded all the same leads to.
func (g ruleGroup) Happens() string {
	return map[lint.Consequence]string{
		lint.Refused: "the service refuses the file or the job",
		lint.Dropped: "the service leaves the example out, or cuts it",
		lint.Wasted:  "tokens are paid for and train nothing",
		lint.Quality: "the model learns what nobody meant",
		lint.Advice:  "nothing breaks; it is good to know",
		lint.Unread:  "nobody knows: it was not read",
	}[g.Consequence]
}

// FixWith is the command that mends such findings, "" where none does.
func (g ruleGroup) FixWith() string {
	switch {
	case !g.Fixes():
		return ""
	case g.Unsafe:
		return "ftplan fix --unsafe-fixes"
	}
	return "ftplan fix"
}

// Example returns the rule's example of a fault and of the same without it, made printable.
func (g ruleGroup) Example() (lines []exampleText) {
	bad, good := g.Examples()
	for i, files := range [][]string{bad, good} {
		if len(files) > 0 && files[0] != "" {
			lines = append(lines, exampleText{[]string{"Refused or doubted", "Fine"}[i], clipped(files[0])})
		}
	}
	return lines
}

// An exampleText is an example from the rule's documentation.
type exampleText struct{ Name, Text string }

// Bounds of an example on the page, in lines and in characters.
const (
	exampleLines = 4
	exampleWidth = 300
)

func clipped(file string) string {
	lines := strings.Split(strings.TrimSuffix(file, "\n"), "\n")
	if more := len(lines) - exampleLines; more > 0 {
		lines = append(lines[:exampleLines], fmt.Sprintf("… and %s", view.Count(int64(more), "more line")))
	}
	for i, line := range lines {
		if r := []rune(line); len(r) > exampleWidth {
			line = string(r[:exampleWidth]) + " …"
		}
		lines[i] = lint.Printable(line)
	}
	return strings.Join(lines, "\n")
}

func newFindingList(id, file string, result *plan.Result, showText bool, listed int) findingList {
	l := findingList{ID: id, File: file, Result: result, ShowText: showText}
	kept := map[*lint.Rule][]lint.Finding{}
	for _, f := range result.Tally.Findings(listed) {
		kept[f.Rule] = append(kept[f.Rule], f)
		l.Listed++
	}
	rules := slices.SortedFunc(maps.Keys(result.Tally.Rules), func(a, b *lint.Rule) int {
		return cmp.Or(cmp.Compare(a.Severity(), b.Severity()), cmp.Compare(a.Code, b.Code))
	})
	for _, r := range rules {
		tally := result.Tally.Rules[r]
		l.Groups = append(l.Groups, ruleGroup{Rule: r, ID: id + "-" + r.Code, Count: tally.Findings, First: tally.First, Findings: kept[r]})
	}
	for severity := range lint.Info + 1 {
		if n := result.Tally.Count(severity); n > 0 {
			l.Severities = append(l.Severities, severityCount{severity.String(), n})
		}
	}
	return l
}

// More is how many findings are not listed.
func (l findingList) More() int64 { return l.Result.Tally.Total() - l.Listed }

// group returns the group of a rule, nil where it found nothing.
func (l findingList) group(code string) *ruleGroup {
	for i := range l.Groups {
		if l.Groups[i].Code == code {
			return &l.Groups[i]
		}
	}
	return nil
}

// A hygieneGroup is one kind of thing that should not be in a file, and what each rule about it found.
type hygieneGroup struct {
	Name, Note string
	Rows       []hygieneRow
}

// A hygieneRow is what one rule found.
type hygieneRow struct {
	*lint.Rule
	Found *ruleGroup // nil where it found nothing
	Say   string
}

// hygiene are the rules about duplicates and leaks, by kind. A code that no rule has is left out.
var hygiene = []struct {
	name       string
	validation bool
	codes      []string
}{
	{"Duplicates and contradictions", false, []string{"FT901", "FT902", "FT903", "FT904"}},
	{"Leaks from training into validation", true, []string{"FT921", "FT922"}},
	{"Secrets and personal data", false, []string{"FT808", "FT809", "FT810", "FT811", "FT812", "FT813"}},
}

func hygieneOf(f *PageFile, lists []findingList) []hygieneGroup {
	var groups []hygieneGroup
	for _, kind := range hygiene {
		list := lists[0]
		g := hygieneGroup{Name: kind.name}
		switch {
		case kind.validation && len(f.Result.Validation) > 0:
			g.Note = "Not compared: the split keeps equal examples on one side."
		case kind.validation && f.Validation == nil:
			g.Note = "Not compared: there is no validation file; --validation FILE compares."
		case kind.validation:
			list = lists[1]
		}
		for _, r := range rules.Rules() {
			if slices.Contains(kind.codes, r.Code) && g.Note == "" {
				g.Rows = append(g.Rows, newHygieneRow(r, list))
			}
		}
		if len(g.Rows) > 0 || g.Note != "" {
			groups = append(groups, g)
		}
	}
	return groups
}

func newHygieneRow(r *lint.Rule, list findingList) hygieneRow {
	row := hygieneRow{Rule: r, Found: list.group(r.Code), Say: "none found"}
	if g := row.Found; g != nil {
		row.Say = view.Count(g.Count, "finding")
		if len(g.Findings) == 1 {
			row.Say = g.Findings[0].Message
		} else if g.First > 0 {
			row.Say += fmt.Sprintf(", the first in line %s", view.Number(int64(g.First)))
		}
	}
	return row
}

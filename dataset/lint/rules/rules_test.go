package rules

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/grader"
	"github.com/ftplan/ftplan/dataset/lint"
)

var update = flag.Bool("update", false, "write RULES.md anew")

// exampleMaxLine is the longest line of an example, so that a rule about long lines can have a short one.
const exampleMaxLine = 64 << 10

// judge lints a file and returns its findings, those about single lines first.
func judge(t testing.TB, file string, settings lint.Settings, rules []*lint.Rule) []lint.Finding {
	t.Helper()
	findings, _ := judgeAgainst(t, nil, file, settings, rules)
	return findings
}

// judgeAgainst is judge for a validation file, and for a training file where training is nil. It returns the summary too.
func judgeAgainst(t testing.TB, training *lint.Summary, file string, settings lint.Settings, rules []*lint.Rule) ([]lint.Finding, *lint.Summary) {
	t.Helper()
	c := lint.NewChecker(settings, rules)
	summary := c.Summary()
	summary.Source = strings.NewReader(file)
	summary.Against(training)
	var findings []lint.Finding
	var record dataset.Record
	var billed, trained, cut int64
	for line, err := range dataset.NewReader(strings.NewReader(file), exampleMaxLine).Lines() {
		if err != nil {
			foreign, ok := dataset.IsForeign(err)
			if !ok {
				t.Fatal(err)
			}
			return append(findings, summary.Finish(foreign)...), summary
		}
		record.Decode(line)
		lengths := roughLengths(&record)
		result := c.Line(&record, lengths)
		findings = append(findings, result.Findings...)
		summary.Add(result.Facts)
		billed += int64(lengths.Tokens)
		if limit := settings.Limits.ExampleTokens; limit > 0 && lengths.Tokens > limit {
			cut++
		}
		for i, n := range lengths.Messages {
			if record.Example.Messages[i].Trained() {
				trained += int64(n)
			}
		}
	}
	summary.Counted(billed, trained, cut)
	return append(findings, summary.Finish(nil)...), summary
}

// judgeExample is judge for an example of a rule, which may be the validation file of another.
func judgeExample(t testing.TB, r *lint.Rule, file string, rules []*lint.Rule) []lint.Finding {
	t.Helper()
	var training *lint.Summary
	if r.Training != "" {
		_, training = judgeAgainst(t, nil, r.Training, exampleSettings(r), rules)
	}
	settings := exampleSettings(r)
	if _, good := r.Examples(); slices.Contains(good, file) && r.GoodGrader != "" {
		settings.Grader = grader.Read([]byte(r.GoodGrader))
	}
	findings, _ := judgeAgainst(t, training, file, settings, rules)
	return findings
}

// roughLengths takes four bytes for a token.
func roughLengths(r *dataset.Record) lint.Lengths {
	var l lint.Lengths
	for _, m := range r.Example.Messages {
		n := (len(m.Value.Raw()) + 3) / 4
		l.Messages, l.Tokens = append(l.Messages, n), l.Tokens+n
	}
	return l
}

// rule returns the rule of a code.
func rule(code string) *lint.Rule {
	all := Rules()
	return all[slices.IndexFunc(all, func(r *lint.Rule) bool { return r.Code == code })]
}

// exampleSettings are what a rule's examples are judged against: OpenAI's limits without a least number of examples.
func exampleSettings(r *lint.Rule) lint.Settings {
	s := lint.Settings{Format: dataset.Chat, Limits: lint.OpenAI()}
	s.Limits.MinExamples = 0
	if r.Settings != nil {
		r.Settings(&s)
	}
	if r.BadGrader != "" {
		s.Grader = grader.Read([]byte(r.BadGrader))
	}
	return s
}

func codes(findings []lint.Finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, f.Rule.String()+" at "+f.Path)
	}
	return list
}

// A rule without its documentation is refused here.
func TestDocumentation(t *testing.T) {
	var last string
	names := map[string]bool{}
	for _, r := range Rules() {
		t.Run(r.Name, func(t *testing.T) {
			if !regexp.MustCompile(`^FT[1-9][0-9][0-9]$`).MatchString(r.Code) || r.Code <= last {
				t.Errorf("code %q has to be FT and three digits, above %q", r.Code, last)
			}
			if !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(r.Name) || names[r.Name] {
				t.Errorf("name %q has to be words of small letters with hyphens between, and the only one", r.Name)
			}
			names[r.Name], last = true, r.Code
			for field, text := range map[string]string{"Why": r.Why, "Cure": r.Cure} {
				if !sentence(text) {
					t.Errorf("%s has to be sentences, from a capital letter to a period; it is %q", field, text)
				}
			}
			if len(r.Why) < 60 {
				t.Errorf("Why has to say what the fault is and what follows from it; it is %q", r.Why)
			}
			if len(r.Title) < 8 || strings.HasSuffix(r.Title, ".") || r.Title != strings.ToLower(r.Title[:1])+r.Title[1:] {
				t.Errorf("Title has to be a few words in lower case without a period; it is %q", r.Title)
			}
			if bad, good := r.Examples(); len(bad) == 0 || len(good) == 0 {
				t.Error("Bad and Good each need an example")
			}
			if r.Long != nil && r.Bad != nil {
				t.Error("Long is in place of Bad and Good")
			}
			if r.Broken == nil && r.Shape == nil && r.Line == nil && r.Message == nil && r.File == nil {
				t.Error("the rule looks at nothing")
			}
			if r.Unsafe && !r.Fixes() {
				t.Error("Unsafe is set, but there is no fix: Fixed says what it makes of the bad example")
			}
		})
	}
}

func sentence(s string) bool {
	return s != "" && strings.ToUpper(s[:1]) == s[:1] && strings.HasSuffix(s, ".")
}

// Each bad example fires its rule and no other; each good one fires nothing.
func TestExamples(t *testing.T) {
	for _, r := range Rules() {
		t.Run(r.Name, func(t *testing.T) {
			bad, good := r.Examples()
			for i, file := range bad {
				got := judgeExample(t, r, file, Rules())
				fired := slices.ContainsFunc(got, func(f lint.Finding) bool { return f.Rule == r })
				other := slices.ContainsFunc(got, func(f lint.Finding) bool { return f.Rule != r })
				if !fired || other {
					t.Errorf("bad example %d gives %q, want %v alone", i, codes(got), r)
				}
				checkFindings(t, got)
			}
			for i, file := range good {
				if got := judgeExample(t, r, file, Rules()); len(got) > 0 {
					t.Errorf("good example %d gives %q, want nothing", i, codes(got))
				}
			}
		})
	}
}

// checkFindings checks what holds for every finding.
func checkFindings(t testing.TB, findings []lint.Finding) {
	t.Helper()
	for _, f := range findings {
		if f.Message == "" || len(f.Message) > 4096 || lint.Printable(f.Message) != f.Message {
			t.Errorf("message %q of %v has to be printable, on one line and short", f.Message, f.Rule)
		}
		if strings.HasSuffix(f.Message, ".") {
			t.Errorf("message %q of %v ends with a period", f.Message, f.Rule)
		}
		if f.Fix != nil && f.Fix.Title == "" {
			t.Errorf("the fix of %v has no title", f.Rule)
		}
	}
}

// The fix of the first bad example is what the rule says, settles the rule, and has nothing more to do.
func TestFixedExamples(t *testing.T) {
	for _, r := range Rules() {
		if r.File != nil && !r.Fixes() {
			continue // the examples' findings have no line to fix
		}
		t.Run(r.Name, func(t *testing.T) {
			bad, _ := r.Examples()
			fixable := false
			for _, f := range judgeExample(t, r, bad[0], []*lint.Rule{r}) {
				fixable = fixable || f.Fix != nil
			}
			if !r.Fixes() {
				if fixable {
					t.Error("the first bad example has a fix: Fixed has to say what it makes of it")
				}
				return
			}
			got := fixed(t, r, bad[0])
			if got != r.Fixed {
				t.Errorf("fixing the first bad example\n got %q\nwant %q", got, r.Fixed)
			}
			if left := judgeExample(t, r, got, []*lint.Rule{r}); len(left) > 0 {
				t.Errorf("the fixed example still gives %q", codes(left))
			}
			if again := fixed(t, r, got); again != got {
				t.Errorf("fixing twice\n got %q\nwant %q", again, got)
			}
		})
	}
}

// fixed returns the file with the fixes of one rule made.
func fixed(t *testing.T, r *lint.Rule, file string) string {
	t.Helper()
	settings := exampleSettings(r)
	options := lint.FixOptions{Unsafe: r.Unsafe, Again: strings.NewReader(file)}
	var out bytes.Buffer
	reader := dataset.NewReader(strings.NewReader(file), exampleMaxLine)
	if _, err := lint.FixFile(t.Context(), reader, &out, lint.NewChecker(settings, []*lint.Rule{r}), options); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// RULES.md is what the rules say today.
func TestPages(t *testing.T) {
	const name = "RULES.md"
	want := lint.Pages(Rules())
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the rules say; write it anew with: go test ./dataset/lint/rules -run TestPages -update", name)
	}
}

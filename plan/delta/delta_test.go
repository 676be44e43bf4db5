package delta

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// version reads a file as gpt-4o-mini would be trained on it.
func version(t *testing.T, file string) *Version {
	t.Helper()
	c, s := catalog.Builtin(), plan.Settings{Model: "gpt-4o-mini", AllowErrors: true, Epochs: 2}
	pass, err := plan.NewPass(c, s)
	if err != nil {
		t.Fatal(err)
	}
	var v Version
	pass.Each, pass.Jobs = v.Note, 2
	if v.Result, err = pass.Survey(t.Context(), strings.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	if v.Result.Source.Examples > 0 {
		if v.Quote, err = plan.NewQuote(s, &v.Result.Training[0], c, today); err != nil {
			t.Fatal(err)
		}
	}
	return &v
}

func example(n int, answer string) string {
	return fmt.Sprintf(`{"messages": [{"role": "user", "content": "What is the plural of word number %d in the list?"}, {"role": "assistant", "content": "%s"}]}`+"\n", n, answer)
}

// findings are the places of findings.
func places(findings []lint.Finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, fmt.Sprintf("%d %s", f.Line, f.Rule.Name))
	}
	return list
}

func TestDelta(t *testing.T) {
	var kept strings.Builder
	for n := range 12 {
		kept.WriteString(example(n, fmt.Sprintf("The plural is words%d.", n)))
	}
	old := version(t, kept.String()+example(100, "")+"{\n"+example(101, "It stays as it is."))
	changed := version(t, "\n"+example(101, "It has none.")+kept.String()+"{\n")
	d := New(old, changed)
	if got, want := d.Examples.Answers, []dataset.Pair{{Old: 15, New: 2}}; !reflect.DeepEqual(got, want) {
		t.Errorf("answers: got %v, want %v", got, want)
	}
	if got, want := d.Examples.Removed, []int{13}; !reflect.DeepEqual(got, want) || len(d.Examples.Added) > 0 || len(d.Examples.Same) != 12 {
		t.Errorf("removed: got %v, want %v; %d added, %d the same", got, want, len(d.Examples.Added), len(d.Examples.Same))
	}
	if got, want := places(d.NewFindings), []string{"1 blank-line"}; !reflect.DeepEqual(got, want) {
		t.Errorf("new findings: got %q, want %q", got, want)
	}
	for _, f := range d.Cured {
		if f.Line != 13 && f.Line != 0 {
			t.Errorf("cured: got %v, want those of line 13 alone", f)
		}
	}
	tokens := changed.Result.Training[0].Tokens.Billed - old.Result.Training[0].Tokens.Billed
	price := usd(t, "3.00")
	rate := money.Rate{Price: &price, Unit: money.PerMillion}
	if cost := rate.Cost(2 * tokens); d.Tokens != tokens || d.Cost == nil || !d.Cost.Equal(*cost) || tokens >= 0 {
		t.Errorf("got %d tokens for %v, want %d for %v", d.Tokens, d.Cost, tokens, cost)
	}
}

func TestDeltaOfOneFile(t *testing.T) {
	file := strings.Repeat(example(1, ""), 3) + example(2, "fine") + "[]\n"
	d := New(version(t, file), version(t, file))
	if len(d.NewFindings)+len(d.Cured) > 0 || !d.Findings || d.Tokens != 0 || !d.Cost.IsZero() || len(d.Examples.Same) != 4 {
		t.Errorf("got %+v, want no change", d)
	}
	for _, r := range d.Rules {
		if r.Old != r.New || r.New == 0 {
			t.Errorf("%s: got %d and %d findings, want as many", r.Rule, r.Old, r.New)
		}
	}
}

func TestDeltaOfLongFiles(t *testing.T) {
	old, changed := version(t, example(1, "a")), version(t, example(1, "b"))
	old.Long = true
	if d := New(old, changed); d.Examples != nil || d.Findings || d.NewFindings != nil || d.Cured != nil || d.Cost == nil {
		t.Errorf("got %+v, want examples and findings unmatched, and the cost all the same", d)
	}
	var v Version
	for range dataset.MatchLimit {
		v.Note(plan.Row{Print: dataset.Print{Example: true}})
	}
	if v.Long || len(v.Examples) != dataset.MatchLimit {
		t.Fatal("a file of the limit's length is too long")
	}
	if v.Note(plan.Row{}); !v.Long || len(v.Others) > 0 {
		t.Error("a longer file is not")
	}
}

// today is the day on which the built-in facts were checked.
var today = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func usd(t *testing.T, text string) money.USD {
	t.Helper()
	u, err := money.ParseUSD(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

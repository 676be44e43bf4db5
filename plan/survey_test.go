package plan

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/tokenize"
)

// chatFile makes a file of n examples; every seventh line is broken.
func chatFile(n int) string {
	var b strings.Builder
	for i := range n {
		if i%7 == 6 {
			b.WriteString("{\"messages\": [\n")
			continue
		}
		fmt.Fprintf(&b, "{\"messages\": [{\"role\": \"user\", \"content\": %q}, {\"role\": \"assistant\", \"content\": \"Answer %d\"}]}\n",
			strings.Repeat("word ", i%13), i)
	}
	return b.String()
}

// survey goes over a file with the default model.
func survey(t *testing.T, file string, change func(*Pass)) *Result {
	t.Helper()
	pass, err := NewPass(catalog.Builtin(), Settings{Model: "gpt-4o-mini"})
	if err != nil {
		t.Fatal(err)
	}
	pass.Name, pass.Jobs, pass.Hash, pass.Again = "file.jsonl", 1, true, strings.NewReader(file)
	if change != nil {
		change(pass)
	}
	result, err := pass.Survey(t.Context(), strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// digest is everything that a look says, as text.
func digest(t *testing.T, l *Result) string {
	t.Helper()
	surveys, err := json.Marshal([]any{l.Source, l.Training, l.Validation, l.Lines, l.Format.String(), l.Lengths})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(string(surveys), l.Tally.Findings(0))
}

func TestSurveyIsTheSameForAnyNumberOfJobs(t *testing.T) {
	file := chatFile(20_000)
	want := digest(t, survey(t, file, nil))
	for _, jobs := range []int{2, 8} {
		if got := digest(t, survey(t, file, func(p *Pass) { p.Jobs = jobs })); got != want {
			t.Errorf("%d jobs see something else than 1:\n%.400s\n%.400s", jobs, got, want)
		}
	}
}

func TestBrokenLinesAreSaidAndTheRestIsCounted(t *testing.T) {
	result := survey(t, chatFile(14), nil)
	if got := result.Training[0].File.Examples; got != 12 {
		t.Errorf("%d examples are counted, want 12", got)
	}
	var lines []int
	for _, f := range result.Tally.Findings(0) {
		if f.Rule.Severity() == lint.Error {
			lines = append(lines, f.Line)
		}
	}
	if fmt.Sprint(lines) != "[7 14]" {
		t.Errorf("errors at the lines %v, want [7 14]", lines)
	}
}

func TestASplitSurveysBothSides(t *testing.T) {
	file := chatFile(600)
	whole := survey(t, file, nil)
	by := dataset.Split{Seed: 1, Below: 1 << 62, Key: func(r *dataset.Record) (uint64, bool) { return r.Root.Hash(), true }}
	result := survey(t, file, func(p *Pass) { p.Split = &by })
	training, validation := result.Training[0], result.Validation[0]
	if training.File.Examples+validation.File.Examples != whole.Training[0].File.Examples || validation.File.Examples == 0 {
		t.Errorf("%d and %d examples of %d", training.File.Examples, validation.File.Examples, whole.Training[0].File.Examples)
	}
	if training.Tokens.Billed+validation.Tokens.Billed != whole.Training[0].Tokens.Billed {
		t.Errorf("%d and %d tokens of %d", training.Tokens.Billed, validation.Tokens.Billed, whole.Training[0].Tokens.Billed)
	}
	var side strings.Builder
	for line := range strings.Lines(file) {
		var r dataset.Record
		r.Decode(dataset.Line{Text: []byte(strings.TrimSuffix(line, "\n"))})
		if r.Err == nil && by.Validation(&r) {
			side.WriteString(line)
		}
	}
	alone := survey(t, side.String(), nil)
	if validation.File.SHA256 != alone.Source.SHA256 || validation.File.Size != alone.Source.Size {
		t.Errorf("the validation side is %+v, as a file of its own %+v", validation.File, alone.Source)
	}
}

func TestLengthsAreExact(t *testing.T) {
	lengths := map[int64]int64{}
	for i := int64(1); i <= 200; i++ {
		lengths[i]++
	}
	if got, want := lengthsOf(lengths), (Lengths{Min: 1, P50: 100, P90: 180, P95: 190, P99: 198, Max: 200}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, want := lengthsOf(map[int64]int64{5: 1}), (Lengths{5, 5, 5, 5, 5, 5}); got != want {
		t.Errorf("one example: got %+v, want %+v", got, want)
	}
}

func TestTheDearestLinesAreNamed(t *testing.T) {
	result := survey(t, chatFile(100), nil)
	dearest := result.Training[0].Dearest
	if len(dearest) != dearestLines || dearest[0] != (LineTokens{Line: 13, Tokens: 1 + 4 + 13 + 4 + 3}) {
		t.Errorf("%d lines, the first %+v", len(dearest), dearest[0])
	}
	for i := 1; i < len(dearest); i++ {
		a, b := dearest[i-1], dearest[i]
		if a.Tokens < b.Tokens || a.Tokens == b.Tokens && a.Line > b.Line {
			t.Errorf("%+v stands before %+v", a, b)
		}
	}
}

func TestRareFindingsAreKeptBesideFrequentOnes(t *testing.T) {
	file := strings.Repeat("{\"messages\": [{\"role\": \"usr\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Yo\"}]}\n", 50) + "{\n"
	result := survey(t, file, func(p *Pass) { p.Keep = 3 })
	kept := map[string]int{}
	for _, f := range result.Tally.Findings(0) {
		kept[f.Rule.Name]++
	}
	if kept["unknown-role"] != 3 || kept["cut-line"]+kept["bad-json"] != 1 {
		t.Errorf("kept %v", kept)
	}
}

func TestFindingsThatDoNotCountAreLeftOut(t *testing.T) {
	var lines []int
	result := survey(t, chatFile(14), func(p *Pass) {
		p.Counts = func(line dataset.Line, f *lint.Finding) bool {
			lines = append(lines, line.Number)
			return line.Number != 7
		}
	})
	for _, f := range result.Tally.Findings(0) {
		if f.Line == 7 {
			t.Errorf("%v is there", f)
		}
	}
	if result.Tally.Count(lint.Error) != 1 || !slices.Contains(lines, 0) {
		t.Errorf("%d errors; asked about the lines %v", result.Tally.Count(lint.Error), lines)
	}
}

func TestErrorsHaveRoomUnderALimit(t *testing.T) {
	file := strings.Repeat("{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], \"extra\": 1}\n", 5) + "{\n"
	result := survey(t, file, func(p *Pass) { p.Keep = 2 })
	findings := result.Tally.Findings(2)
	if len(findings) != 2 || result.Tally.Total() < 2 {
		t.Fatalf("%d findings of %d", len(findings), result.Tally.Total())
	}
	for _, f := range findings {
		if f.Rule.Severity() != lint.Error {
			t.Errorf("%v takes the room of an error", f)
		}
	}
}

// What is cut off is counted, and the count says that it may not be billed.
func TestExamplesThatAreCut(t *testing.T) {
	for _, test := range []struct {
		limit, over, exact, low int64
	}{{13, 1, 1, 12 + 13}, {14, 0, 2, 12 + 14}, {0, 0, 2, 12 + 14}} {
		var c count
		for i, n := range []int{12, 14} {
			c.add(&tokenize.Tokens{Parts: [tokenize.PartCount]int{n}, Low: n, High: n}, i+1, int(test.limit))
		}
		s := c.survey(nil)
		if s.OverLimit != test.over || s.Exact != test.exact || s.Tokens.Low != test.low || s.Tokens.High != 26 || s.Tokens.Billed != 26 || (s.Basis == "exact") != (test.over == 0) {
			t.Errorf("limit %d: got %+v, basis %s, exact %d", test.limit, s.Tokens, s.Basis, s.Exact)
		}
	}
}

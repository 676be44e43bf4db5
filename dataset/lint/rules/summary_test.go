package rules

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

// The facts of a file's lines are the same for any number of goroutines, and so are the findings about the whole.
func TestFactsInParallel(t *testing.T) {
	file := englishChat(1<<20, 5) + readExample(t, "support.jsonl") + readExample(t, "tools.jsonl") + readExample(t, "support.jsonl")
	c := lint.NewChecker(lint.Settings{Format: dataset.Chat, Limits: lint.OpenAI()}, Rules())
	var wantFacts []lint.Facts
	var wantFindings []string
	for _, jobs := range []int{1, 2, 7} {
		s := c.Summary()
		s.Source = strings.NewReader(file)
		var got []lint.Facts
		results := dataset.Map(context.Background(), dataset.NewReader(strings.NewReader(file), 0), jobs,
			func(r *dataset.Record) lint.Result { return c.Line(r, roughLengths(r)) })
		for result, err := range results {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, result.Facts)
			s.Add(result.Facts)
		}
		findings := asTexts(s.Finish(nil))
		if wantFacts == nil {
			wantFacts, wantFindings = got, findings
		}
		if !reflect.DeepEqual(got, wantFacts) || !slices.Equal(findings, wantFindings) {
			t.Errorf("%d goroutines give other facts or findings than one: %q, want %q", jobs, findings, wantFindings)
		}
	}
}

func asTexts(findings []lint.Finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, f.String())
	}
	return list
}

func countRule(findings []lint.Finding, r *lint.Rule) int {
	n := 0
	for _, f := range findings {
		if f.Rule == r {
			n++
		}
	}
	return n
}

// Lines that say the same are found however they are written, and lines whose hashes agree by chance are not.
func TestDuplicates(t *testing.T) {
	file := strings.Join([]string{
		`{"messages": [{"role": "user", "content": "caf\u00e9"}, {"role": "assistant", "content": "ok"}]}`,
		`{"messages":[{"content":"café","role":"user"},{"role":"assistant","content":"ok"}]}`,
		`{"messages": [{"role": "user", "content": "cafe"}, {"role": "assistant", "content": "ok"}]}`,
	}, "\n")
	settings := lint.Settings{Format: dataset.Chat}
	if got := countRule(judge(t, file, settings, Rules()), rule("FT901")); got != 1 {
		t.Errorf("%d duplicates, want 1", got)
	}
	s := lint.NewChecker(settings, Rules()).Summary()
	s.Source = strings.NewReader(file)
	for i, offset := range []int{0, strings.Index(file, "\n") + 1, strings.LastIndex(file, "\n") + 1} {
		s.Add(lint.Facts{Line: i + 1, Offset: int64(offset), Example: true, Hash: 42})
	}
	if got := asTexts(s.Finish(nil)); len(got) != 1 || !strings.HasPrefix(got[0], "2:") {
		t.Errorf("three lines of one hash, two of which say the same, give %q", got)
	}
	s = lint.NewChecker(settings, Rules()).Summary()
	s.Add(lint.Facts{Line: 1, Example: true, Hash: 42})
	s.Add(lint.Facts{Line: 2, Example: true, Hash: 42})
	if got := asTexts(s.Finish(nil)); len(got) != 1 || !strings.Contains(got[0], "judged by a hash") {
		t.Errorf("without a second look at the file: %q", got)
	}
}

// nearCount returns how many near duplicates a file has.
func nearCount(t *testing.T, lines ...string) int {
	t.Helper()
	_, s := judgeAgainst(t, nil, strings.Join(lines, "\n"), lint.Settings{Format: dataset.Chat}, Rules())
	again, n := s.Reread(), 0
	for _, c := range s.Near.Candidates {
		if again.Alike(c) {
			n++
		}
	}
	return n
}

func TestNearDuplicates(t *testing.T) {
	question := "How do I keep the battery of my bike well over the winter?"
	long := samples.LongText + " " + strings.NewReplacer("battery", "motor", "Charge", "Turn").Replace(samples.LongText)
	for _, test := range []struct {
		name string
		a, b string
		want int
	}{
		{"one word of 160", long, strings.Replace(long, "wipe", "clean", 1), 1},
		{"case and blanks", long, strings.ToUpper(strings.ReplaceAll(long, ". ", ".  \n")), 1},
		{"a number", long + " In 14 days.", long + " In 30 days.", 0},
		{"another text", long, strings.Join(strings.Fields(englishChat(2000, 9))[10:170], " "), 0},
		{"every tenth word", long, everyTenth(long), 0},
		{"a template with a name in it", "Dear Anna, the city of Graz has your parcel, says Anna.", "Dear Boris, the city of Linz has your parcel, says Boris.", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := strings.ReplaceAll(test.a, `"`, ""), strings.ReplaceAll(test.b, `"`, "")
			if got := nearCount(t, samples.Chat(question, a), samples.Chat(question, b)); got != test.want {
				t.Errorf("%d near duplicates, want %d", got, test.want)
			}
		})
	}
}

// everyTenth returns a text with every tenth word replaced.
func everyTenth(text string) string {
	words := strings.Fields(text)
	for i := 0; i < len(words); i += 10 {
		words[i] = "other"
	}
	return strings.Join(words, " ")
}

// A long template with a slot that holds little makes no near duplicates where what fills it differs enough.
func TestTemplatesAreNoNearDuplicates(t *testing.T) {
	var list []string
	for i := range 50 {
		list = append(list, samples.System(samples.LongText, fmt.Sprintf("Sort this ticket into a queue: %s", englishWords(i)), "billing"))
	}
	if got := nearCount(t, list...); got != 0 {
		t.Errorf("%d near duplicates, want none", got)
	}
}

func englishWords(seed int) string {
	text := englishChat(400, uint64(seed))
	_, text, _ = strings.Cut(text, `"user", "content": "`)
	text, _, _ = strings.Cut(text, `"`)
	return strings.ReplaceAll(text, `\n`, " ")
}

// The example files give no warning and no error; advice is that they are short.
func TestExampleFilesAreQuiet(t *testing.T) {
	for name, format := range map[string]dataset.Format{"support.jsonl": dataset.Chat, "support-validation.jsonl": dataset.Chat,
		"tools.jsonl": dataset.Chat, "preference.jsonl": dataset.Preference, "reinforcement.jsonl": dataset.Reinforcement} {
		t.Run(name, func(t *testing.T) {
			for _, f := range judge(t, readExample(t, name), lint.Settings{Format: format, Limits: lint.OpenAI()}, Rules()) {
				if f.Rule != rule("FT914") {
					t.Errorf("%v", f)
				}
			}
		})
	}
}

// A validation file of the same source is quiet, too; one that is the training file is not.
func TestValidation(t *testing.T) {
	settings := lint.Settings{Format: dataset.Chat, Limits: lint.OpenAI()}
	train := readExample(t, "support.jsonl")
	_, training := judgeAgainst(t, nil, train, settings, Rules())
	for _, f := range onlyFindings(judgeAgainst(t, training, readExample(t, "support-validation.jsonl"), settings, Rules())) {
		t.Errorf("the validation file: %v", f)
	}
	got := countRule(onlyFindings(judgeAgainst(t, training, train, settings, Rules())), rule("FT921"))
	if want := strings.Count(train, "\n"); got != want {
		t.Errorf("the training file as its own validation file shares %d examples, want %d", got, want)
	}
}

func onlyFindings(findings []lint.Finding, _ *lint.Summary) []lint.Finding { return findings }

// A clean line leaves no garbage behind.
func TestCleanLinesAllocateNothing(t *testing.T) {
	c := lint.NewChecker(lint.Settings{Format: dataset.Chat, Limits: lint.OpenAI()}, Rules())
	line := []byte(strings.SplitN(englishChat(2000, 3), "\n", 2)[0])
	var record dataset.Record
	record.Decode(dataset.Line{Number: 1, Text: line})
	if got := testing.AllocsPerRun(100, func() { c.Line(&record, lint.Lengths{}) }); got > 0.5 {
		t.Errorf("a clean line allocates %v times", got)
	}
}

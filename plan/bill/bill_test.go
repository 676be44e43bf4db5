package bill

import (
	"testing"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

// A bill is explained by the simplest way of counting that gives it to the token.
func TestExplain(t *testing.T) {
	survey := func(billed int64) plan.Survey {
		s := plan.Survey{File: plan.FileRef{Examples: 10}, Format: "chat", Encoding: "o200k_base", Basis: "exact", Exact: 10,
			Tokens: plan.TokenCounts{Billed: billed, Trained: 300, Parts: []plan.Part{{Name: "untrained answers", Tokens: 40}, {Name: "tool definitions", Tokens: 200}}}}
		return s
	}
	other := survey(1100)
	other.Encoding = "cl100k_base"
	pairs := survey(1000)
	pairs.Format, pairs.Tokens.Repeated = "preference", 70
	for _, test := range []struct {
		name           string
		survey         plan.Survey
		provider       string
		epochs, billed int64
		counted        int64
		met            bool
		explained      string
		explanations   int
	}{
		{name: "met", survey: survey(1000), epochs: 3, billed: 3000, counted: 3000, met: true},
		{name: "epochs that nobody told", survey: survey(1000), billed: 4000, counted: 4000, met: true},
		{name: "other epochs", survey: survey(1000), epochs: 3, billed: 4000, counted: 3000, explained: "4 epochs, not 3", explanations: 1},
		{name: "one epoch", survey: survey(1000), epochs: 3, billed: 1000, counted: 3000, explained: "1 epoch, not 3", explanations: 1},
		{name: "fifty epochs", survey: survey(1000), epochs: 3, billed: 50_000, counted: 3000, explained: "50 epochs, not 3", explanations: 1},
		{name: "more than fifty", survey: survey(1000), epochs: 3, billed: 51_000, counted: 3000},
		{name: "weight 0", survey: survey(1000), epochs: 3, billed: 2880, counted: 3000, explained: "answers of weight 0 count nothing", explanations: 1},
		{name: "tools", survey: survey(1000), epochs: 3, billed: 2400, counted: 3000, explained: "tools count nothing", explanations: 1},
		{name: "trained tokens", survey: survey(1000), epochs: 3, billed: 900, counted: 3000, explained: "trained tokens alone are counted", explanations: 1},
		{name: "cut tails", survey: survey(1000), epochs: 3, billed: 2970, counted: 3000, explained: "what is cut off at the model's limit counts nothing", explanations: 1},
		{name: "another encoding", survey: survey(1000), epochs: 3, billed: 3300, counted: 3000, explained: "the encoding is cl100k_base: is the model another one?", explanations: 1},
		{name: "an example less", survey: survey(1000), epochs: 3, billed: 2850, counted: 3000,
			explained: "another version of the file, without an example of 50 tokens, of which this one has 2", explanations: 1},
		{name: "an example less, in some of the epochs", survey: survey(1000), epochs: 3, billed: 2849, counted: 3000},
		{name: "three differences at once", survey: survey(1000), epochs: 0, billed: 5000, counted: 5000, met: true},
		{name: "an example less, of a length that none has", survey: survey(1000), epochs: 3, billed: 2853, counted: 3000},
		{name: "Azure's 3", survey: survey(1000), epochs: 3, billed: 3060, counted: 3000, explained: "3 tokens for each conversation, as Azure counts", explanations: 1},
		{name: "Azure's way of a pair", survey: pairs, epochs: 1, billed: 1040, counted: 1000, explained: "3 tokens for each conversation, as Azure counts", explanations: 1},
		{name: "the prompt once", survey: pairs, epochs: 1, billed: 930, counted: 1000, explained: "the prompt of a pair counts once", explanations: 1},
		{name: "at Azure", survey: survey(1000), provider: "azure", epochs: 3, billed: 4000, counted: 4000, met: true},
		{name: "at Azure, not rounded", survey: survey(1000), provider: "azure", epochs: 3, billed: 3060, counted: 4000, explained: "not rounded", explanations: 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.provider == "" {
				test.provider = "openai"
			}
			provider, err := catalog.Builtin().Provider(test.provider)
			if err != nil {
				t.Fatal(err)
			}
			check := Check{Surveys: []plan.Survey{test.survey, other}, Lengths: map[int64]int64{50: 2, 120: 1, 410: 1}, Limit: 400, Chat: "openai",
				Provider: provider, Epochs: test.epochs, Billed: test.billed}
			if test.survey.Format == "preference" {
				check.Surveys = check.Surveys[:1]
			}
			got := check.Explain()
			first := ""
			if len(got.Explanations) > 0 {
				first = got.Explanations[0].Text
			}
			if got.Counted != test.counted || got.Met() != test.met || first != test.explained || len(got.Explanations) < test.explanations {
				t.Errorf("counted %d, met %v, explained %+v; want %d, %v, %q", got.Counted, got.Met(), got.Explanations, test.counted, test.met, test.explained)
			}
			for _, e := range got.Explanations {
				if e.Tokens != test.billed {
					t.Errorf("%+v does not give the bill", e)
				}
			}
		})
	}
}

// A bill within what the count leaves open needs no explanation.
func TestBillWithinBounds(t *testing.T) {
	provider, err := catalog.Builtin().Provider("openai")
	if err != nil {
		t.Fatal(err)
	}
	s := plan.Survey{File: plan.FileRef{Examples: 10}, Format: "chat", Tokens: plan.TokenCounts{Billed: 1000, Low: 970, High: 1030}}
	for _, test := range []struct {
		billed  int64
		unknown int64
		within  bool
	}{{1940, 0, true}, {1939, 0, false}, {2060, 0, true}, {2061, 0, false}, {9999, 1, true}, {1939, 1, false}} {
		s.Unknown = test.unknown
		got := (&Check{Surveys: []plan.Survey{s}, Chat: "openai", Provider: provider, Epochs: 2, Billed: test.billed}).Explain()
		if got.Within() != test.within {
			t.Errorf("%d billed, %d unknown: got %v, want %v", test.billed, test.unknown, got.Within(), test.within)
		}
	}
}

// Three differences at once would give nearly any bill; two are the most that are told.
func TestThreeDifferencesExplainNothing(t *testing.T) {
	provider, err := catalog.Builtin().Provider("openai")
	if err != nil {
		t.Fatal(err)
	}
	s := plan.Survey{File: plan.FileRef{Examples: 10}, Format: "chat", Tokens: plan.TokenCounts{Billed: 1010, Parts: []plan.Part{{Name: "tool definitions", Tokens: 200}}}}
	got := (&Check{Surveys: []plan.Survey{s}, Chat: "openai", Provider: provider, Billed: 25_000}).Explain().Explanations
	if len(got) != 1 || got[0].Text != "24 epochs, not 25; rounded up to the next 1,000" {
		t.Errorf("got %+v", got)
	}
}

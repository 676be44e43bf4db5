package plan

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
)

// today is the day on which the built-in facts were checked.
var today = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// chat is a survey of a chat file with exact counts.
func chat(encoding string, examples, billed int64) *Survey {
	return &Survey{
		File: FileRef{
			Name: "train.jsonl", SHA256: strings.Repeat("ab", 32), Size: 4096, Examples: examples, Tokens: billed,
		},
		Format: "chat", Encoding: encoding, Basis: "exact",
		Tokens: TokenCounts{Billed: billed, Trained: billed / 3},
	}
}

func mustQuote(t *testing.T, s Settings, survey *Survey, now time.Time) *Quote {
	t.Helper()
	q, err := NewQuote(s, survey, catalog.Builtin(), now)
	if err != nil {
		t.Fatalf("NewQuote(%s): %v", s.Model, err)
	}
	return q
}

func TestTrainingCost(t *testing.T) {
	tests := []struct {
		name      string
		settings  Settings
		encoding  string
		examples  int64
		perEpoch  int64
		epochs    int64
		billed    int64
		cost      string
		wantTotal string
	}{
		{"a public job of 25 examples", Settings{Model: "gpt-4o-mini"}, "o200k_base", 25, 1526, 4, 6104, "0.018312", "$0.018312"},
		{"a public job of 10 examples", Settings{Model: "gpt-4o-mini-2024-07-18"}, "o200k_base", 10, 448, 10, 4480, "0.01344", "$0.01344"},
		{"epochs given", Settings{Model: "gpt-4.1", Epochs: 2}, "o200k_base", 200, 1_000_000, 2, 2_000_000, "50.00", "$50.00"},
		{"the guide's 100K", Settings{Model: "gpt-4o-mini", Epochs: 1, Sheet: "guide-2026"}, "o200k_base", 200, 100_000, 1, 100_000, "0.10", "$0.10"},
		{"the guide's 5M", Settings{Model: "gpt-4o-mini", Epochs: 1, Sheet: "guide-2026"}, "o200k_base", 200, 5_000_000, 1, 5_000_000, "5.00", "$5.00"},
		{"azure adds 2 per example and rounds up", Settings{Model: "gpt-4.1-nano", Provider: "azure-global", Epochs: 1}, "o200k_base", 20, 5170, 1, 6000, "0.009", "$0.009"},
		{"azure's regional tier is the default", Settings{Model: "gpt-4.1-nano", Provider: "azure", Epochs: 1}, "o200k_base", 20, 5170, 1, 6000, "0.0099", "$0.0099"},
		{"azure adds nothing to harmony", Settings{Model: "gpt-oss-20b", Provider: "azure", Epochs: 1, Sheet: "own"}, "o200k_harmony", 20, 5990, 1, 6000, "0.012", "$0.012"},
		{"nebius and its default epochs", Settings{Model: "gpt-oss-20b", Provider: "nebius"}, "o200k_harmony", 120, 53_117, 3, 159_351, "0.318702", "$0.318702"},
		{"one known invoice", Settings{Model: "gpt-oss-20b", Provider: "nebius", Epochs: 1}, "o200k_harmony", 120, 53_117, 1, 53_117, "0.106234", "$0.106234"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q, err := NewQuote(tt.settings, chat(tt.encoding, tt.examples, tt.perEpoch), ossAtAzure(t), today)
			if err != nil {
				t.Fatal(err)
			}
			if q.Epochs != tt.epochs || *q.Training.BilledTokens != tt.billed || q.Training.Cost.String() != tt.cost {
				t.Errorf("got %d epochs, %d tokens, %s; want %d, %d, %s",
					q.Epochs, *q.Training.BilledTokens, q.Training.Cost, tt.epochs, tt.billed, tt.cost)
			}
			if got := q.Total.String(); got != tt.wantTotal {
				t.Errorf("total: got %s, want %s", got, tt.wantTotal)
			}
		})
	}
}

// ossAtAzure is the catalog with a price of one's own for gpt-oss at Azure.
func ossAtAzure(t *testing.T) *catalog.Catalog {
	t.Helper()
	return withOwn(t, `{"version":1,"sheet":"own","provider":"azure","currency":"USD","checked":"2026-11-20","source":"our contract",
		"prices":[{"model":"gpt-oss-20b","training":"2"}]}`)
}

func TestQuoteRefuses(t *testing.T) {
	broken := chat("o200k_base", 20, 1000)
	broken.Lint.Errors = 3
	images := chat("o200k_base", 20, 1000)
	images.Images = 4
	ok := chat("o200k_base", 20, 1000)
	old := chat("cl100k_base", 20, 1000)
	tests := []struct {
		name     string
		settings Settings
		survey   *Survey
		now      string
		refusal  bool
		reason   string
		hint     string
	}{
		{"unknown model", Settings{Model: "gpt-4o-mni"}, ok, "2026-11-22", false, `unknown model "gpt-4o-mni"`, "did you mean gpt-4o-mini"},
		{"a model nobody can tune", Settings{Model: "gpt-4-turbo"}, ok, "2026-11-22", false, "gpt-4-turbo was never open to fine-tuning", "open are"},
		{"unknown provider", Settings{Model: "gpt-4o", Provider: "azur"}, ok, "2026-11-22", false, `unknown provider "azur"`, "azure"},
		{"not offered", Settings{Model: "gpt-oss-20b"}, ok, "2026-11-22", false, "openai does not train gpt-oss-20b", "nebius"},
		{"wrong method", Settings{Model: "gpt-4o-mini", Method: catalog.DPO}, ok, "2026-11-22", false, "not open to dpo", "it takes supervised"},
		{"shut down", Settings{Model: "gpt-3.5-turbo"}, old, "2026-11-22", true, "gpt-3.5-turbo-0125 can no longer be trained at openai: it was shut down on 2026-10-23", "azure: gpt-4.1-2025-04-14 (until 2027-04-14)"},
		{"after the last training day", Settings{Model: "gpt-4o-mini"}, ok, "2027-01-07", true, "its last training day was 2027-01-06, and its fine-tunes are shut down on 2027-01-14", "nebius: gpt-oss-20b"},
		{"errors in the file", Settings{Model: "gpt-4o-mini"}, broken, "2026-11-22", true, "3 errors", "--allow-errors"},
		{"images", Settings{Model: "gpt-4o-mini"}, images, "2026-11-22", false, "takes no images", "gpt-4o"},
		{"epochs out of range", Settings{Model: "gpt-4o-mini", Epochs: 51}, ok, "2026-11-22", false, "51 epochs are out of range", "auto or 1 to 50"},
		{"hyperparameter out of range", Settings{Model: "gpt-4o-mini", Hyperparameters: map[string]string{"batch_size": "257"}}, ok, "2026-11-22", false, `batch_size "257" is out of range`, "auto or 1 to 256"},
		{"unknown hyperparameter", Settings{Model: "gpt-4o-mini", Hyperparameters: map[string]string{"batchsize": "2"}}, ok, "2026-11-22", false, `no hyperparameter "batchsize"`, "did you mean batch_size"},
		{"another method's hyperparameter", Settings{Model: "gpt-4o-mini", Hyperparameters: map[string]string{"beta": "0.1"}}, ok, "2026-11-22", false, `no hyperparameter "beta" for supervised`, "known are"},
		{"no price on the sheet", Settings{Model: "gpt-4.1", Sheet: "guide-2026"}, ok, "2026-11-22", false, "price sheet guide-2026 has no price for gpt-4.1-2025-04-14 at openai", "it prices gpt-3.5-turbo, gpt-4-turbo, gpt-4o, gpt-4o-mini; gpt-4.1 is in azure, openai"},
		{"no price for these hyperparameters", Settings{Model: "gpt-oss-20b", Provider: "nebius", Hyperparameters: map[string]string{"lora": "false"}}, chat("o200k_harmony", 20, 1000), "2026-11-22", false, "with these hyperparameters", "lora=true"},
		{"no sheet", Settings{Model: "gpt-oss-20b", Provider: "bedrock", Epochs: 1, Method: catalog.Reinforcement}, &Survey{Format: "reinforcement", Encoding: "o200k_harmony", File: FileRef{Examples: 100}}, "2026-11-22", false, "no prices are known for bedrock", "--prices FILE"},
		{"another provider's sheet", Settings{Model: "gpt-4.1", Sheet: "azure"}, ok, "2026-11-22", false, "price sheet azure is for azure, not for openai", "--provider azure"},
		{"another encoding", Settings{Model: "gpt-4o"}, old, "2026-11-22", false, "counted with cl100k_base", "o200k_base"},
		{"nothing to train on", Settings{Model: "gpt-4o"}, chat("o200k_base", 0, 0), "2026-11-22", false, "holds no example", "lint"},
		{"a suffix too long", Settings{Model: "gpt-4o", Suffix: strings.Repeat("é", 65)}, ok, "2026-11-22", false, "is too long", "at most 64 characters"},
		{"a suffix where none is taken", Settings{Model: "gpt-oss-20b", Provider: "together", Epochs: 1, Suffix: "x"}, chat("o200k_harmony", 20, 1000), "2026-11-22", false, "is too long", "at most 0 characters"},
		{"a seed out of range", Settings{Model: "gpt-4o", Seed: new(int64(1 << 31))}, ok, "2026-11-22", false, "does not take the seed 2147483648", "0 to 2147483647"},
		{"a seed where none is taken", Settings{Model: "gpt-oss-20b", Provider: "nebius", Seed: new(int64(1))}, chat("o200k_harmony", 20, 1000), "2026-11-22", false, "nebius does not take the seed 1", "leave it out"},
		{"epochs among the hyperparameters", Settings{Model: "gpt-4o", Hyperparameters: map[string]string{"n_epochs": "3"}}, ok, "2026-11-22", false, "has a setting of its own", "--epochs"},
		{"the day of the shutdown", Settings{Model: "gpt-3.5-turbo"}, old, "2026-10-23", true, "it was shut down on 2026-10-23", "azure"},
		{"a gateway without an address", Settings{Model: "gpt-4o", Provider: "litellm"}, ok, "2026-11-22", false, "litellm has no address", "--base-url"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now, _ := time.Parse(time.DateOnly, tt.now)
			_, err := NewQuote(tt.settings, tt.survey, catalog.Builtin(), now)
			reason, hint := explain(t, err, tt.refusal)
			if !strings.Contains(reason, tt.reason) || !strings.Contains(hint, tt.hint) {
				t.Errorf("got %q (%q)\nwant %q (%q)", reason, hint, tt.reason, tt.hint)
			}
		})
	}
}

// explain takes a refusal or an invalid request apart, and fails when the error is neither or the other one.
func explain(t *testing.T, err error, refusal bool) (reason, hint string) {
	t.Helper()
	var r *Refusal
	if errors.As(err, &r) {
		if !refusal {
			t.Errorf("got a refusal, want an invalid request")
		}
		return r.Reason, r.Hint
	}
	var i *catalog.Invalid
	if !errors.As(err, &i) {
		t.Fatalf("got %v, want an error with a hint", err)
	}
	if refusal {
		t.Errorf("got an invalid request, want a refusal")
	}
	return i.Reason, i.Hint
}

func TestJobBody(t *testing.T) {
	seed := int64(7)
	withValidation := Settings{
		Model: "ft:gpt-4o-2024-08-06:org::abc", Epochs: 2, Suffix: "support", Seed: &seed, Program: "ftplan test",
		Validation: chat("o200k_base", 10, 100), Hyperparameters: map[string]string{"learning_rate_multiplier": "0.5"},
	}
	hash := strings.Repeat("ab", 32)
	tests := []struct {
		name     string
		settings Settings
		encoding string
		want     string
	}{
		{"openai", Settings{Model: "gpt-4o-mini", Epochs: 3, Program: "ftplan test"}, "o200k_base",
			`{"model":"gpt-4o-mini-2024-07-18","training_file":"file-1","method":{"supervised":{"hyperparameters":{"batch_size":"auto","learning_rate_multiplier":"auto","n_epochs":3}},"type":"supervised"},"metadata":{"ftplan_program":"ftplan test","ftplan_quote":"DIGEST","ftplan_sha256":"` + hash + `","ftplan_submission":"0123"}}`},
		{"openai, everything set", withValidation, "o200k_base",
			`{"model":"ft:gpt-4o-2024-08-06:org::abc","training_file":"file-1","validation_file":"file-2","method":{"supervised":{"hyperparameters":{"batch_size":"auto","learning_rate_multiplier":0.5,"n_epochs":2}},"type":"supervised"},"suffix":"support","seed":7,"metadata":{"ftplan_program":"ftplan test","ftplan_quote":"DIGEST","ftplan_sha256":"` + hash + `","ftplan_submission":"0123"}}`},
		{"azure's training type", Settings{Model: "gpt-4.1-nano", Provider: "azure-developer", Epochs: 3}, "o200k_base",
			`{"model":"gpt-4.1-nano-2025-04-14","training_file":"file-1","method":{"supervised":{"hyperparameters":{"batch_size":"auto","learning_rate_multiplier":"auto","n_epochs":3}},"type":"supervised"},"trainingType":"developerTier"}`},
		{"nebius and lora", Settings{Model: "gpt-oss-20b", Provider: "nebius"}, "o200k_harmony",
			`{"model":"unsloth/gpt-oss-20b-BF16","training_file":"file-1","hyperparameters":{"context_length":8192,"learning_rate":0.00001,"lora":true,"n_epochs":3,"packing":true}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := mustQuote(t, tt.settings, chat(tt.encoding, 120, 1000), today)
			got, err := q.JobBody("file-1", "file-2", "0123")
			digest, _ := q.Digest()
			want := strings.Replace(tt.want, "DIGEST", strings.TrimPrefix(digest, "sha256:"), 1)
			if err != nil || string(got) != want {
				t.Errorf("got %s, %v\nwant %s", got, err, want)
			}
		})
	}
}

// TestQuotesHoldTogether makes quotes of random surveys at every provider: bounds in order, items that add up, more
// epochs never cheaper, and a saved form that reads back.
func TestQuotesHoldTogether(t *testing.T) {
	c := catalog.Builtin()
	random := rand.New(rand.NewPCG(3, 4))
	places := []Settings{
		{Model: "gpt-4.1"}, {Model: "gpt-4o-mini", Sheet: "guide-2026"}, {Model: "gpt-4.1-nano", Provider: "azure-global"},
		{Model: "gpt-4.1-mini", Provider: "azure"}, {Model: "gpt-oss-20b", Provider: "nebius"}, {Model: "gpt-oss-20b", Provider: "together"},
	}
	for range 300 {
		s := places[random.IntN(len(places))]
		m, err := c.Model(s.Model)
		if err != nil {
			t.Fatal(err)
		}
		survey := chat(m.Encoding, 1+random.Int64N(100_000), random.Int64N(1<<random.IntN(50)))
		survey.Tokens.Low = survey.Tokens.Billed - survey.Tokens.Billed/10
		survey.Tokens.High = survey.Tokens.Billed + random.Int64N(1000)
		s.Epochs = 1 + random.Int64N(20)
		if random.IntN(2) == 0 {
			s.Validation = chat(m.Encoding, 10, random.Int64N(1_000_000))
		}
		q, err := NewQuote(s, survey, c, today)
		if err != nil {
			t.Fatalf("%+v: %v", s, err)
		}
		holdTogether(t, q)
	}
}

func holdTogether(t *testing.T, q *Quote) {
	t.Helper()
	data, err := q.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadQuote(data); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if c := q.Total.Cost; c != nil && (c.Cmp(q.Total.Low) < 0 || q.Total.High != nil && c.Cmp(*q.Total.High) > 0) {
		t.Errorf("%s is outside of %s", c, q.Total)
	}
	for i, row := range q.PerEpoch[1:] {
		if before := q.PerEpoch[i]; row.Cost != nil && row.Cost.Cmp(*before.Cost) < 0 {
			t.Errorf("%d epochs cost %s, %d cost %s", row.Epochs, row.Cost, before.Epochs, before.Cost)
		}
	}
	chosen := q.PerEpoch[q.Epochs-1]
	if got, want := amount(chosen.Cost), amount(q.Training.Cost); got != want || chosen.Epochs != q.Epochs {
		t.Errorf("the table says %s for %d epochs, the training costs %s", got, chosen.Epochs, want)
	}
}

func TestAnatomy(t *testing.T) {
	q := fullQuote(t)
	var got []string
	for _, s := range q.Anatomy {
		got = append(got, fmt.Sprintf("%s ×%d: %d = %s", s.Name, s.Count, s.Tokens, s.Cost))
	}
	for _, l := range q.Dearest {
		got = append(got, fmt.Sprintf("line %d: %d = %s", l.Line, l.Tokens, l.Cost))
	}
	want := []string{"system prompts ×120: 30000 = 2.25", "answers ×0: 20000 = 1.50", "overhead ×0: 11000 = 0.825", "line 17: 1000 = 0.075", "line 3: 900 = 0.0675"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNamesThatCannotBeSaved(t *testing.T) {
	survey := chat("o200k_base", 100, 1000)
	survey.File.Name = "\xff.jsonl"
	_, err := NewQuote(Settings{Model: "gpt-4.1"}, survey, catalog.Builtin(), today)
	reason, _ := explain(t, err, false)
	if !strings.Contains(reason, "the quote cannot be saved") {
		t.Errorf("got %q", reason)
	}
}

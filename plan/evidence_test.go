package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/tokenize"
)

// Every topic that a provider names is one that there is evidence on.
func TestProvidersNameKnownEvidence(t *testing.T) {
	for _, p := range catalog.Builtin().Providers {
		for _, topic := range p.Evidence {
			if tokenize.EvidenceOn(topic).Claim == "" {
				t.Errorf("%s names evidence on %q, of which there is none", p.Name, topic)
			}
		}
	}
}

func TestQuotesNameTheirEvidence(t *testing.T) {
	tools := chat("o200k_base", 100, 1_000_000)
	tools.Tokens.Parts = []Part{{Name: "tool definitions", Tokens: 5}}
	for _, test := range []struct {
		name     string
		settings Settings
		survey   *Survey
		topics   []tokenize.Topic
	}{
		{"chat text", Settings{Model: "gpt-4.1"}, chat("o200k_base", 100, 1_000_000),
			[]tokenize.Topic{tokenize.ChatText, tokenize.BatchSize, tokenize.AutoEpochs, tokenize.ValidationTokens}},
		{"chosen epochs and batches", Settings{Model: "gpt-4.1", Epochs: 2, Hyperparameters: map[string]string{"batch_size": "4"}}, chat("o200k_base", 100, 1_000_000),
			[]tokenize.Topic{tokenize.ChatText, tokenize.ValidationTokens}},
		{"tools", Settings{Model: "gpt-4.1", Epochs: 2, Hyperparameters: map[string]string{"batch_size": "4"}}, tools,
			[]tokenize.Topic{tokenize.ChatText, tokenize.ToolText, tokenize.ValidationTokens}},
		{"azure", Settings{Model: "gpt-4.1", Provider: "azure", Epochs: 2, Hyperparameters: map[string]string{"batch_size": "4"}}, chat("o200k_base", 100, 1_000_000),
			[]tokenize.Topic{tokenize.ChatText, tokenize.AzureText, tokenize.AzureTrained}},
		{"nebius", Settings{Model: "gpt-oss-20b", Provider: "nebius", Epochs: 2}, chat("o200k_harmony", 100, 1_000_000), []tokenize.Topic{tokenize.HarmonyText}},
	} {
		said := mustQuote(t, test.settings, test.survey, today).Assumptions
		for _, e := range tokenize.AllEvidence() {
			if got, want := slices.Contains(said, e.Sentence()), slices.Contains(test.topics, e.Topic); got != want {
				t.Errorf("%s: evidence on %s is named: %v, want %v", test.name, e.Topic, got, want)
			}
		}
	}
}

// Azure's 3 tokens stand in each of a pair's two conversations, and the bill is rounded up.
func TestAzureCountsPairsTwice(t *testing.T) {
	pairs := chat("o200k_base", 2750, 10_000)
	pairs.Format = "preference"
	q := mustQuote(t, Settings{Model: "gpt-4.1", Provider: "azure", Epochs: 1}, pairs, today)
	if got, want := q.Training.TokensPerEpoch, int64(10_000+2*2*2750); got != want {
		t.Errorf("got %d tokens an epoch, want %d", got, want)
	}
	if got, want := *q.Training.BilledTokens, int64(21_000); got != want {
		t.Errorf("got %d billed, want %d", got, want)
	}
}

// Where nobody knows what is billed for images in the data the cost has a least amount alone, and a warning says so.
func TestImagesOfUnknownPrice(t *testing.T) {
	if azure, err := catalog.Builtin().Provider("azure"); err != nil || azure.Billing.DataImages != "unknown" {
		t.Errorf("what Azure bills for images in the data counts as %q, %v", azure.Billing.DataImages, err)
	}
	images := chat("o200k_base", 100, 1_000_000)
	for _, test := range []struct {
		inData  int64
		billing string
		total   string
		says    bool
	}{{3, "unknown", "at least $25.00", true}, {0, "unknown", "$25.00", false}, {3, "", "$25.00", false}} {
		c := *catalog.Builtin()
		c.Providers = slices.Clone(c.Providers)
		for i := range c.Providers {
			c.Providers[i].Billing.DataImages = test.billing
		}
		images.Images, images.DataImages = 3, test.inData
		q, err := NewQuote(Settings{Model: "gpt-4o-2024-08-06", Epochs: 1}, images, &c, today)
		if err != nil {
			t.Fatal(err)
		}
		says := slices.ContainsFunc(q.Warnings, func(s string) bool { return strings.Contains(s, "about 20,000 an image") })
		if q.Total.String() != test.total || (q.Training.BilledTokens == nil) != test.says || says != test.says {
			t.Errorf("%d images in the data, billing %q: got %s, %v billed, warned %v", test.inData, test.billing, q.Total.String(), q.Training.BilledTokens, says)
		}
	}
}

// What nothing bounds from above has a least cost and no other; in a validation file that is billed as well.
func TestUnknownTokensHaveNoPrice(t *testing.T) {
	unknown := chat("o200k_base", 100, 1_000_000)
	unknown.Unknown, unknown.Tokens.Low = 1, 900_000
	q := mustQuote(t, Settings{Model: "gpt-4.1", Epochs: 1}, unknown, today)
	if q.Total.String() != "at least $22.50" || q.Training.Cost != nil || *q.Training.BilledLow != 900_000 || q.Training.BilledHigh != nil {
		t.Errorf("got %s, training %+v", q.Total.String(), q.Training)
	}
}

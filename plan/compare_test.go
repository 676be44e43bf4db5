package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
)

// surveys are one file counted with every encoding that the catalog's models need.
func surveys(examples int64) map[string]*Survey {
	return map[string]*Survey{
		"o200k_base":    chat("o200k_base", examples, 1_000_000),
		"cl100k_base":   chat("cl100k_base", examples, 1_100_000),
		"o200k_harmony": chat("o200k_harmony", examples, 1_200_000),
	}
}

func rows(list []Candidate) []string {
	var lines []string
	for _, c := range list {
		line := c.Provider + " " + c.Model + ":"
		for _, cost := range c.Costs {
			total := span{cost: cost.Cost, high: cost.high()}
			if cost.CostLow != nil {
				total.low = *cost.CostLow
			} else {
				total.low = *cost.Cost
			}
			line += fmt.Sprintf(" %d × %s", cost.Epochs, total.total())
		}
		if !c.Accepted {
			line += " " + c.Why
		}
		lines = append(lines, line)
	}
	return lines
}

func TestCompare(t *testing.T) {
	got := rows(Compare(Settings{}, surveys(1000), []int64{1, 3}, catalog.Builtin(), today))
	want := []string{
		"openai gpt-4.1-2025-04-14: 1 × $25.00 3 × $75.00",
		"azure-regional gpt-4.1-2025-04-14: 1 × unknown 3 × unknown",
		"azure-global gpt-4.1-2025-04-14: 1 × unknown 3 × unknown",
		"azure-developer gpt-4.1-2025-04-14: 1 × unknown 3 × unknown",
		"openai gpt-4.1-mini-2025-04-14: 1 × $5.00 3 × $15.00",
		"azure-regional gpt-4.1-mini-2025-04-14: 1 × unknown 3 × unknown",
		"azure-global gpt-4.1-mini-2025-04-14: 1 × unknown 3 × unknown",
		"azure-developer gpt-4.1-mini-2025-04-14: 1 × unknown 3 × unknown",
		"openai gpt-4.1-nano-2025-04-14: gpt-4.1-nano-2025-04-14 can no longer be trained at openai: it was shut down on 2026-10-23",
		"azure-regional gpt-4.1-nano-2025-04-14: 1 × $1.65 3 × $4.96",
		"azure-global gpt-4.1-nano-2025-04-14: 1 × $1.50 3 × $4.51",
		"azure-developer gpt-4.1-nano-2025-04-14: 1 × $0.7515 3 × $2.25",
		"openai gpt-4o-2024-08-06: 1 × $25.00 3 × $75.00",
		"azure-regional gpt-4o-2024-08-06: price sheet azure has no price for gpt-4o-2024-08-06 at azure-regional",
		"azure-global gpt-4o-2024-08-06: price sheet azure has no price for gpt-4o-2024-08-06 at azure-global",
		"azure-developer gpt-4o-2024-08-06: price sheet azure has no price for gpt-4o-2024-08-06 at azure-developer",
		"openai gpt-4o-2024-11-20: gpt-4o-2024-11-20 at openai is not open to supervised fine-tuning",
		"openai gpt-4o-mini-2024-07-18: 1 × $3.00 3 × $9.00",
		"azure-regional gpt-4o-mini-2024-07-18: price sheet azure has no price for gpt-4o-mini-2024-07-18 at azure-regional",
		"azure-global gpt-4o-mini-2024-07-18: price sheet azure has no price for gpt-4o-mini-2024-07-18 at azure-global",
		"azure-developer gpt-4o-mini-2024-07-18: price sheet azure has no price for gpt-4o-mini-2024-07-18 at azure-developer",
		"openai o4-mini-2025-04-16: o4-mini-2025-04-16 at openai is not open to supervised fine-tuning",
		"azure-regional o4-mini-2025-04-16: o4-mini-2025-04-16 at azure-regional is not open to supervised fine-tuning",
		"azure-global o4-mini-2025-04-16: o4-mini-2025-04-16 at azure-global is not open to supervised fine-tuning",
		"azure-developer o4-mini-2025-04-16: o4-mini-2025-04-16 at azure-developer is not open to supervised fine-tuning",
		"openai gpt-3.5-turbo-0125: gpt-3.5-turbo-0125 can no longer be trained at openai: it was shut down on 2026-10-23",
		"openai gpt-3.5-turbo-1106: gpt-3.5-turbo-1106 can no longer be trained at openai: it was shut down on 2026-10-23",
		"openai gpt-3.5-turbo-0613: gpt-3.5-turbo-0613 can no longer be trained at openai: the base model was shut down in 2024",
		"openai gpt-4-0613: gpt-4-0613 can no longer be trained at openai: it was shut down on 2026-10-23",
		"openai babbage-002: babbage-002 can no longer be trained at openai: it was shut down on 2026-10-23",
		"openai davinci-002: davinci-002 can no longer be trained at openai: it was shut down on 2026-10-23",
		"azure-regional gpt-oss-20b: 1 × unknown 3 × unknown",
		"azure-global gpt-oss-20b: 1 × unknown 3 × unknown",
		"azure-developer gpt-oss-20b: 1 × unknown 3 × unknown",
		"nebius gpt-oss-20b: 1 × $2.40 3 × $7.20",
		"bedrock gpt-oss-20b: gpt-oss-20b at bedrock is not open to supervised fine-tuning",
		"together gpt-oss-20b: 1 × $4.00 to $4.95 3 × $5.40 to $14.84",
		"nebius gpt-oss-120b: price sheet nebius has no price for gpt-oss-120b at nebius",
		"bedrock gpt-oss-120b: gpt-oss-120b at bedrock is not open to supervised fine-tuning",
		"azure-regional Ministral-3B: its tokens cannot be counted here",
		"azure-global Ministral-3B: its tokens cannot be counted here",
		"azure-developer Ministral-3B: its tokens cannot be counted here",
		"azure-regional Qwen3-32B: its tokens cannot be counted here",
		"azure-global Qwen3-32B: its tokens cannot be counted here",
		"azure-developer Qwen3-32B: its tokens cannot be counted here",
		"azure-regional Llama-3.3-70B: its tokens cannot be counted here",
		"azure-global Llama-3.3-70B: its tokens cannot be counted here",
		"azure-developer Llama-3.3-70B: its tokens cannot be counted here",
		"zhipu glm-4.5-air: its tokens cannot be counted here",
		"zhipu glm-4-air: its tokens cannot be counted here",
		"zhipu glm-4-flash: its tokens cannot be counted here",
		"zhipu glm-4-9b: its tokens cannot be counted here",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestCompareAgreesWithQuotes asks for each accepted candidate's quote: the same cost to the last digit.
func TestCompareAgreesWithQuotes(t *testing.T) {
	counted := surveys(1000)
	for _, c := range Compare(Settings{}, counted, []int64{2}, catalog.Builtin(), today) {
		if !c.Accepted {
			continue
		}
		q := mustQuote(t, Settings{Model: c.Model, Provider: c.Provider, Epochs: 2}, counted[c.Encoding], today)
		if got, want := amount(c.Costs[0].Cost), amount(q.Training.Cost); got != want {
			t.Errorf("%s at %s: compared %s, quoted %s", c.Model, c.Provider, got, want)
		}
	}
}

func TestBudget(t *testing.T) {
	counted := surveys(1000)
	others := Compare(Settings{}, counted, []int64{1, 2, 3, 8}, catalog.Builtin(), today)
	tests := []struct {
		name     string
		settings Settings
		survey   *Survey
		max      string
		reason   string // "" = within
		hint     string
	}{
		{"within", Settings{Model: "gpt-4.1", Epochs: 1}, counted["o200k_base"], "25", "", ""},
		{"a cent over", Settings{Model: "gpt-4.1", Epochs: 1}, counted["o200k_base"], "24.99",
			"the quote may cost $25.00, $0.01 over the budget of $24.99",
			"what would fit: --model gpt-4.1-mini-2025-04-14 --provider openai ($5.00); or about 999 of the 1000 examples, if they are of average length"},
		{"fewer epochs", Settings{Model: "gpt-4o-mini", Epochs: 8}, counted["o200k_base"], "20",
			"the quote may cost $24.00, $4.00 over the budget of $20.00",
			"what would fit: --epochs 6 ($18.00); or --model nebius; or about 833 of the 1000 examples, if they are of average length"},
		{"nothing fits", Settings{Model: "gpt-4o-mini", Epochs: 1}, counted["o200k_base"], "0", "the quote may cost $3.00, $3.00 over the budget of $0.00", "nothing smaller was found that fits"},
		{"unknown", Settings{Model: "gpt-4.1", Provider: "azure", Epochs: 1}, counted["o200k_base"], "50",
			"nothing bounds the total, so the budget of $50.00 cannot be kept", "what would fit: --model gpt-4.1-2025-04-14 --provider openai ($25.00)"},
		{"the upper end counts", Settings{Model: "gpt-oss-20b", Provider: "together", Epochs: 3}, counted["o200k_harmony"], "10",
			"the quote may cost $14.84, $4.84 over the budget of $10.00",
			"what would fit: --epochs 2 ($9.89); or --model gpt-4o-mini-2024-07-18 --provider openai ($9.00); or about 674 of the 1000 examples, if they are of average length"},
		{"below the minimum charge", Settings{Model: "gpt-oss-20b", Provider: "together", Epochs: 1}, counted["o200k_harmony"], "3.50",
			"the quote may cost $4.95, $1.45 over the budget of $3.50", "what would fit: --model gpt-4o-mini-2024-07-18 --provider openai ($3.00)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			over := mustQuote(t, tt.settings, tt.survey, today).Within(usd(t, tt.max), others)
			if over == nil {
				if tt.reason != "" {
					t.Errorf("within the budget, want %q", tt.reason)
				}
				return
			}
			got := over.Refusal()
			hint := strings.Replace(tt.hint, "--model nebius", "--model gpt-oss-20b --provider nebius ($19.20)", 1)
			if got.Reason != tt.reason || got.Hint != hint {
				t.Errorf("got %q\n    %q\nwant %q\n    %q", got.Reason, got.Hint, tt.reason, hint)
			}
		})
	}
}

func TestDiff(t *testing.T) {
	old := fullQuote(t)
	if got := Diff(old, old); got != nil {
		t.Errorf("a quote and itself: got %v", got)
	}
	survey := chat("o200k_base", 130, 61_500)
	survey.File.SHA256 = strings.Repeat("12", 32)
	changed := mustQuote(t, Settings{Model: "gpt-4.1-mini", Epochs: 3, Suffix: "support"}, survey, today.AddDate(0, 0, 1))
	var got []string
	for _, c := range Diff(old, changed) {
		got = append(got, fmt.Sprintf("%s: %.40s → %.40s", c.What, c.Old, c.New))
	}
	want := []string{
		"training sha256: abababababababababababababababababababab → 1212121212121212121212121212121212121212",
		"examples: 120 → 130",
		"validation file: valid.jsonl → ",
		"validation sha256: cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd → ",
		"validation examples: 12 → 0",
		"model: gpt-4.1-2025-04-14 → gpt-4.1-mini-2025-04-14",
		"seed: 42 → unknown",
		"tokens per epoch: 61000 → 61500",
		"billed tokens: 183000 → 184500",
		"basis: estimate → exact",
		"price per million: 25.00 → 5.00",
		"training cost: 4.575 → 0.9225",
		"total: $4.50 to $4.65 → $0.9225",
		"warnings found: 2 → 0",
		"allowed codes: FT301 → ",
		"assumption: the token count is an estimate → ",
		"assumption: tools are an estimate of ±3 % → ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestBillingRules(t *testing.T) {
	dpo := chat("o200k_base", 200, 1_500_000)
	dpo.Format, dpo.Tokens.Low, dpo.Tokens.High = "preference", 1_000_000, 1_500_000
	rft := chat("o200k_base", 200, 500_000)
	rft.Format = "reinforcement"
	validation := chat("o200k_harmony", 10, 100_000)
	tests := []struct {
		name     string
		settings Settings
		survey   *Survey
		total    string
		cost     string
		says     string // among assumptions, warnings and notes
	}{
		{"preference data is a range", Settings{Model: "gpt-4.1", Epochs: 1}, dpo, "$25.00 to $37.50", "37.50", "batch size does not matter (one file billed twice"},
		{"hours are unknown, a cap bounds them", Settings{Model: "o4-mini", Provider: "azure", Epochs: 1}, rft, "$0.00 to $5,000.00", "unknown", "billed by the hour"},
		{"hours are given", Settings{Model: "o4-mini", Provider: "azure", Epochs: 1, Hours: new(int64(2))}, rft, "$200.00", "200.00", "cancellation is billed"},
		{"a price range and a minimum", Settings{Model: "gpt-oss-20b", Provider: "together", Epochs: 1}, chat("o200k_harmony", 100, 10_000), "$4.00", "unknown", "a job costs at least $4.00"},
		{"an unknown price", Settings{Model: "gpt-4.1-mini", Provider: "azure-global", Epochs: 1}, chat("o200k_base", 100, 1000), "unknown", "unknown", "about 5 US dollars"},
		{"validation that nobody knows about", Settings{Model: "gpt-oss-20b", Provider: "nebius", Epochs: 1, Validation: validation}, chat("o200k_harmony", 100, 1_000_000), "at least $2.00", "2.00", "unknown by Nebius"},
		{"validation is billed", Settings{Model: "gpt-oss-20b", Provider: "together", Epochs: 10, Validation: validation}, chat("o200k_harmony", 100, 1_000_000), "$16.50 to $45.32", "unknown", "billed by Together"},
		{"validation is free", Settings{Model: "gpt-4.1", Epochs: 1, Validation: chat("o200k_base", 10, 500)}, chat("o200k_base", 100, 1_000_000), "$25.00", "25.00", "not billed by OpenAI"},
		{"many examples", Settings{Model: "gpt-4.1"}, chat("o200k_base", 1001, 1_000_000), "$75.00", "75.00", "auto epochs are as the rule says (16 of 16 jobs; 10 to 3,000 examples)"},
		{"the other sheet is mentioned", Settings{Model: "gpt-4o-mini", Epochs: 1}, chat("o200k_base", 100, 1_000_000), "$3.00", "3.00", "sheet guide-2026 says $1.00 per 1M tokens instead (not used)"},
		{"the wind-down is mentioned", Settings{Model: "gpt-4.1", Epochs: 1}, chat("o200k_base", 100, 1_000_000), "$25.00", "25.00", "since 2026-07-02 organisations with no inference"},
		{"too few examples", Settings{Model: "gpt-4.1", Epochs: 1}, chat("o200k_base", 9, 1_000_000), "$25.00", "25.00", "wants at least 10 examples, the file has 9"},
		{"an example of one's own gateway", Settings{Model: "gpt-4.1", Provider: "litellm", BaseURL: "http://localhost:4000", Epochs: 1}, chat("o200k_base", 100, 1_000_000), "$25.00", "25.00", "Enterprise licence"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := mustQuote(t, tt.settings, tt.survey, today)
			if got := []string{q.Total.String(), amount(q.Training.Cost)}; !slices.Equal(got, []string{tt.total, tt.cost}) {
				t.Errorf("got %q, want %q, %q", got, tt.total, tt.cost)
			}
			said := slices.Concat(q.Assumptions, q.Warnings)
			for _, i := range q.Items {
				said = append(said, i.Note)
			}
			if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, tt.says) }) {
				t.Errorf("%q is not among %q", tt.says, said)
			}
		})
	}
}

func TestTableByEpochs(t *testing.T) {
	q := mustQuote(t, Settings{Model: "gpt-4.1-nano", Provider: "azure", Epochs: 7}, chat("o200k_base", 100, 10_300), today)
	var got []string
	for _, row := range q.PerEpoch {
		got = append(got, fmt.Sprintf("%d: %d %s", row.Epochs, *row.BilledTokens, row.Cost))
	}
	want := []string{"1: 11000 0.01815", "2: 21000 0.03465", "3: 32000 0.0528", "4: 42000 0.0693", "5: 53000 0.08745", "6: 63000 0.10395", "7: 74000 0.1221"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLifetimeInWords(t *testing.T) {
	tests := []struct{ model, provider, want string }{
		{"gpt-4o-mini", "openai", "last training day 2027-01-06, shutdown 2027-01-14 (in 53 days)"},
		{"gpt-4.1", "azure-global", "last training day at the earliest 2027-04-14, shutdown at the earliest 2027-10-14 (in 326 days)"},
		{"gpt-oss-20b", "nebius", "no end announced"},
	}
	for _, tt := range tests {
		m, err := catalog.Builtin().Model(tt.model)
		if err != nil {
			t.Fatal(err)
		}
		q := mustQuote(t, Settings{Model: tt.model, Provider: tt.provider}, chat(m.Encoding, 100, 1000), time.Date(2026, 11, 22, 23, 59, 0, 0, time.UTC))
		if got := q.Lifetime.String(); got != tt.want {
			t.Errorf("%s at %s: got %q, want %q", tt.model, tt.provider, got, tt.want)
		}
	}
}

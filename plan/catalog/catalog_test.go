package catalog

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/plan/money"
)

func TestModelNames(t *testing.T) {
	tests := []struct{ name, want string }{
		{"gpt-4o-mini", "gpt-4o-mini-2024-07-18"},
		{"gpt-4o-mini-2024-07-18", "gpt-4o-mini-2024-07-18"},
		{"gpt-4o", "gpt-4o-2024-08-06"},
		{"gpt-4.1", "gpt-4.1-2025-04-14"},
		{"gpt-4.1-nano", "gpt-4.1-nano-2025-04-14"},
		{"gpt-3.5-turbo", "gpt-3.5-turbo-0125"},
		{"gpt-35-turbo", "gpt-3.5-turbo-0125"},
		{"ft:gpt-4.1-2025-04-14:org:suffix:id", "gpt-4.1-2025-04-14"},
		{"ft:gpt-4o-mini-2024-07-18:org::id:ckpt-step-90", "gpt-4o-mini-2024-07-18"},
		{"ft:gpt-3.5-turbo:org", "gpt-3.5-turbo-0125"},
		{"openai/gpt-oss-20b", "gpt-oss-20b"},
	}
	c := Builtin()
	for _, tt := range tests {
		m, err := c.Model(tt.name)
		if err != nil || m.Name != tt.want {
			t.Errorf("%s: got %v, %v; want %s", tt.name, m, err, tt.want)
		}
	}
}

func TestUnknownModelsGetSuggestions(t *testing.T) {
	tests := []struct{ name, reason, hint string }{
		{"gpt-4o-mimi", `unknown model "gpt-4o-mimi"`, "did you mean gpt-4o-mini, gpt-4.1-mini?"},
		{"GPT-4O", `unknown model "GPT-4O"`, "did you mean gpt-4o, gpt-4, gpt-4.1?"},
		{"ft:gpt-4.2:org::id", `unknown model "gpt-4.2"`, "did you mean gpt-4.1, gpt-4o, gpt-4?"},
		{"gpt-5.1-codex", "no gpt-5 model is open to fine-tuning at OpenAI", "open are gpt-4.1-mini, gpt-4.1-nano, gpt-4.1 and others"},
		{"gpt-6-luna", "gpt-6-luna is not open to fine-tuning at OpenAI", "open are "},
		{"", `unknown model ""`, "known are: "},
		{strings.Repeat("x", 1000), `unknown model "` + strings.Repeat("x", 40) + `…"`, "known are: "},
	}
	for _, tt := range tests {
		_, err := Builtin().Model(tt.name)
		reason, hint := explain(t, err)
		if reason != tt.reason || !strings.HasPrefix(hint, tt.hint) {
			t.Errorf("%.20s: got %q (%q); want %q (%q)", tt.name, reason, hint, tt.reason, tt.hint)
		}
	}
}

// TestTrainingPrices is the built-in sheets at one glance, so that no figure changes by accident.
func TestTrainingPrices(t *testing.T) {
	want := []string{
		"azure gpt-4.1-nano (global) 1.50 per 1M tokens, 2026-09-27",
		"azure gpt-4.1-nano (regional) 1.65 per 1M tokens, 2026-09-27",
		"azure gpt-4.1-nano (developer) 0.75 per 1M tokens, 2026-09-27",
		"azure gpt-4.1-mini (global) unknown per 1M tokens, 2026-11-22",
		"azure gpt-4.1-mini (regional) unknown per 1M tokens, 2026-11-22",
		"azure gpt-4.1-mini (developer) unknown per 1M tokens, 2026-11-22",
		"azure gpt-4.1 unknown per 1M tokens, 2026-11-22",
		"azure o4-mini 100.00 per hour, 2026-11-22",
		"azure Ministral-3B 1.00 per 1M tokens, 2026-10-09",
		"azure Qwen3-32B 3.20 per 1M tokens, 2026-10-09",
		"azure Llama-3.3-70B 4.50 per 1M tokens, 2026-10-09",
		"azure gpt-oss-20b unknown per 1M tokens, 2026-11-22",
		"fireworks up to 16B 0.50 per 1M tokens, 2026-10-05",
		"fireworks 16.1B to 80B 3.00 per 1M tokens, 2026-10-05",
		"guide-2026 gpt-4o-mini 1.00 per 1M tokens, 2026-11-22",
		"guide-2026 gpt-4o 3.00 per 1M tokens, 2026-11-22",
		"guide-2026 gpt-4-turbo 2.70 per 1M tokens, 2026-11-22",
		"guide-2026 gpt-3.5-turbo 0.80 per 1M tokens, 2026-11-22",
		"nebius gpt-oss-20b context_length=8192 lora=true 2.00 per 1M tokens, 2026-09-24",
		"openai gpt-4.1-2025-04-14 25.00 per 1M tokens, 2026-11-22",
		"openai gpt-4.1-mini-2025-04-14 5.00 per 1M tokens, 2026-11-22",
		"openai gpt-4.1-nano-2025-04-14 1.50 per 1M tokens, 2026-11-22",
		"openai gpt-4o-2024-08-06 25.00 per 1M tokens, 2026-11-22",
		"openai gpt-4o-mini-2024-07-18 3.00 per 1M tokens, 2026-11-22",
		"openai gpt-3.5-turbo 8.00 per 1M tokens, 2026-11-22",
		"openai davinci-002 6.00 per 1M tokens, 2026-11-22",
		"openai babbage-002 0.40 per 1M tokens, 2026-11-22",
		"openai o4-mini-2025-04-16 100.00 per hour, 2026-11-22",
		"openai o4-mini-2025-04-16 (data-sharing) 100.00 per hour, 2026-11-22",
		"together up to 16B 0.48 to 1.35 per 1M tokens, 2026-05-08",
		"together 17B to 69B 1.50 to 4.12 per 1M tokens, 2026-05-08",
		"together 70B to 100B 2.90 to 8.00 per 1M tokens, 2026-05-08",
	}
	var got []string
	for _, s := range Builtin().Sheets {
		for _, p := range s.Prices {
			price := amount(p.Training)
			if p.TrainingLow != nil {
				price = p.TrainingLow.String() + " to " + p.TrainingHigh.String()
			}
			got = append(got, fmt.Sprintf("%s %s %s per %s, %s", s.Name, p.label(), price, p.Unit, p.Checked))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestEveryOpenAIModelHasAPrice fails when a model that can be trained at OpenAI is added without its price.
func TestEveryOpenAIModelHasAPrice(t *testing.T) {
	c := Builtin()
	p, err := c.Provider("openai")
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Models {
		m := &c.Models[i]
		o := m.Offer("openai")
		if o == nil || len(o.Methods) == 0 || m.Name == "gpt-4-0613" { // limited access, never on the price page
			continue
		}
		if _, err := c.Price(c.sheet("openai"), m, p, nil); err != nil {
			t.Errorf("%s: %v: add its row to catalog/prices/openai.json", m.Name, err)
		}
	}
}

func TestCatalogIsDated(t *testing.T) {
	for _, p := range Builtin().Providers {
		if p.Source == "" || p.Checked.IsZero() || p.Auth.Header == "" || p.Title == "" {
			t.Errorf("provider %s lacks a source, a date, a title or its header", p.Name)
		}
	}
	for _, s := range Builtin().Sheets {
		for _, p := range s.Prices {
			if p.Source == "" || p.Checked.IsZero() {
				t.Errorf("sheet %s: %s lacks a source or a date", s.Name, p.label())
			}
		}
	}
}

func TestProvidersResolve(t *testing.T) {
	tests := []struct {
		name, base, tier, url, header, body, sheet string
	}{
		{"openai", "openai", "", "https://api.openai.com/v1", "Authorization", "", "openai"},
		{"azure", "azure", "regional", "https://<resource>.openai.azure.com/openai/v1", "api-key", `"Standard"`, "azure"},
		{"azure-global", "azure", "global", "https://<resource>.openai.azure.com/openai/v1", "api-key", `"GlobalStandard"`, "azure"},
		{"azure-developer", "azure", "developer", "https://<resource>.openai.azure.com/openai/v1", "api-key", `"developerTier"`, "azure"},
		{"portkey", "openai", "", "", "x-portkey-api-key", "", "openai"},
		{"bedrock", "bedrock", "", "https://bedrock-mantle.<region>.api.aws/v1", "Authorization", "", ""},
	}
	for _, tt := range tests {
		p, err := Builtin().Provider(tt.name)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{p.Base, p.Tier, p.BaseURL, p.Auth.Header, string(p.Body["trainingType"]), p.Sheet}
		want := []string{tt.base, tt.tier, tt.url, tt.header, tt.body, tt.sheet}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, want)
		}
	}
}

// ownSheet is a sheet of one's own; the words in it are replaced by tests.
const ownSheet = `{"version":1,"sheet":"own","provider":"openai","currency":"USD","checked":"2026-11-20","source":"our contract","prices":[{"model":"gpt-4o-mini","training":"2.40","standard":{"input":"0.25","output":"1"}}]}`

func TestReadSheetRefuses(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"an unknown field", `"version":1`, `"version":1,"vresion":1`, "unknown"},
		{"a repeated field", `"version":1`, `"version":1,"version":1`, "duplicate"},
		{"a repeated field in a row", `"output":"1"`, `"output":"1","output":"2"`, "duplicate"},
		{"another case of a field", `"sheet"`, `"Sheet"`, "unknown"},
		{"another version", `"version":1`, `"version":2`, "version is 2"},
		{"a number as a price", `"2.40"`, `2.40`, "USD"},
		{"a negative price", `"2.40"`, `"-2.40"`, "no price"},
		{"an exponent", `"2.40"`, `"24e-1"`, "not an amount"},
		{"too fine a price", `"2.40"`, `"0.000000001"`, "no price"},
		{"too high a price", `"2.40"`, `"1000000001"`, "no price"},
		{"a repeated row", `"prices":[`, `"prices":[{"model":"gpt-4o-mini","training":"1"},`, "priced twice"},
		{"a row without a model", `"model":"gpt-4o-mini"`, `"model":""`, "names no model"},
		{"an unknown unit", `"training":"2.40"`, `"training":"2.40","training_unit":"token"`, "training_unit"},
		{"half a range", `"training":"2.40"`, `"training_low":"2.40"`, "go together"},
		{"a range upside down", `"training":"2.40"`, `"training_low":"2.40","training_high":"2"`, "above"},
		{"a price and a range", `"training":"2.40"`, `"training":"2","training_low":"2.40","training_high":"3"`, "exclude"},
		{"no source", `"source":"our contract",`, ``, "source"},
		{"no date", `"checked":"2026-11-20",`, ``, "checked"},
		{"a bad date", `2026-11-20`, `20.11.2026`, "not a date"},
		{"no prices", `"prices":[{"model":"gpt-4o-mini","training":"2.40","standard":{"input":"0.25","output":"1"}}]`, `"prices":[]`, "no price"},
		{"a currency without a rate", `"USD"`, `"EUR"`, "usd_per_unit"},
		{"a rate for dollars", `"currency":"USD"`, `"currency":"USD","usd_per_unit":"1.1"`, "other than USD"},
		{"a rate of nothing", `"currency":"USD"`, `"currency":"EUR","usd_per_unit":"0","rate_source":"bank","rate_checked":"2026-11-20"`, "above 0"},
		{"a discount above 100", `"version":1`, `"version":1,"discount_percent":"101"`, "percentage"},
		{"text behind", `}]}`, `}]} x`, "invalid character"},
		{"deep nesting", `"version":1`, `"version":` + strings.Repeat("[", 40) + strings.Repeat("]", 40), "nested deeper"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(ownSheet, tt.old, tt.new, 1)
			if text == ownSheet {
				t.Fatal("the sheet was not changed")
			}
			s, err := ReadSheet([]byte(text))
			if err == nil {
				t.Fatalf("read as %+v, want it refused", s)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
		})
	}
	if _, err := ReadSheet([]byte(ownSheet + strings.Repeat(" ", 1<<20))); err == nil || !strings.Contains(err.Error(), "1 MiB") {
		t.Errorf("a sheet above 1 MiB: got %v", err)
	}
	if _, err := ReadSheet([]byte(ownSheet)); err != nil {
		t.Errorf("the sheet itself: %v", err)
	}
}

func TestWithSheetRefuses(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"an unknown model", "gpt-4o-mini", "gpt-4o-minni", "did you mean gpt-4o-mini"},
		{"an unknown provider", `"provider":"openai"`, `"provider":"opnai"`, "unknown provider"},
		{"an unknown base", `"version":1`, `"version":1,"extends":"opnai"`, "did you mean openai"},
		{"another provider's base", `"version":1`, `"version":1,"extends":"azure"`, "only a sheet of openai"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := ReadSheet([]byte(strings.Replace(ownSheet, tt.old, tt.new, 1)))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Builtin().WithSheet(s); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want it to say %q", err, tt.want)
			}
		})
	}
}

func FuzzReadSheet(f *testing.F) {
	f.Add([]byte(ownSheet))
	f.Add([]byte(strings.Replace(ownSheet, `"version":1`, `"version":1,"extends":"openai","discount_percent":"12.5"`, 1)))
	f.Add([]byte(`{"version":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ReadSheet(data)
		if err != nil {
			return
		}
		for _, p := range s.Prices {
			for _, a := range p.amounts() {
				if a != nil && a.Sign() < 0 {
					t.Errorf("%s costs %s", p.label(), a)
				}
			}
		}
	})
}

// explain takes an invalid request apart.
func explain(t *testing.T, err error) (reason, hint string) {
	t.Helper()
	var i *Invalid
	if !errors.As(err, &i) {
		t.Fatalf("got %v, want an error with a hint", err)
	}
	return i.Reason, i.Hint
}

func amount(u *money.USD) string {
	if u == nil {
		return "unknown"
	}
	return u.String()
}

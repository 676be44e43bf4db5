package plan

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
)

// ownSheet2 is a sheet of one's own; the words in it are replaced by tests.
const ownSheet = `{"version":1,"sheet":"own","provider":"openai","currency":"USD","checked":"2026-11-20","source":"our contract","prices":[{"model":"gpt-4o-mini","training":"2.40","standard":{"input":"0.25","output":"1"}}]}`

func withOwn(t *testing.T, text string) *catalog.Catalog {
	t.Helper()
	s, err := catalog.ReadSheet([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	c, err := catalog.Builtin().WithSheet(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOwnSheets(t *testing.T) {
	const extends = `"version":1,"extends":"openai","discount_percent":"10"`
	const euro = `"currency":"EUR","usd_per_unit":"1.125","rate_source":"bank","rate_checked":"2026-11-19"`
	tests := []struct{ name, old, new, model, price, source string }{
		{"a sheet alone", "", "", "gpt-4o-mini", "2.40", "our contract"},
		{"an overlay's own row, discounted", `"version":1`, extends, "gpt-4o-mini", "2.16", "our contract"},
		{"an overlay's other rows, discounted", `"version":1`, extends, "gpt-4.1", "22.50", "developers.openai.com"},
		{"euros", `"currency":"USD"`, euro, "gpt-4o-mini", "2.70", "our contract"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := withOwn(t, strings.Replace(ownSheet, tt.old, tt.new, 1))
			q, err := NewQuote(Settings{Model: tt.model, Sheet: "own"}, chat("o200k_base", 100, 1_000_000), c, today)
			if err != nil {
				t.Fatal(err)
			}
			if got := q.Training.PricePerMillion.String(); got != tt.price || !strings.HasPrefix(q.Prices.Source, tt.source) {
				t.Errorf("got %s from %s, want %s from %s", got, q.Prices.Source, tt.price, tt.source)
			}
			if q.Prices.Sheet != "own" || len(q.Prices.SHA256) != 64 || q.Prices.SHA256 == openaiSheet(t).SHA256 {
				t.Errorf("got sheet %s with hash %s", q.Prices.Sheet, q.Prices.SHA256)
			}
		})
	}
}

// TestOverlayReplacesAFamilyRow guards against a base row by snapshot that would win over the overlay's by family.
func TestOverlayReplacesAFamilyRow(t *testing.T) {
	c := withOwn(t, strings.Replace(ownSheet, `"version":1`, `"version":1,"extends":"openai"`, 1))
	q, err := NewQuote(Settings{Model: "gpt-4o-mini", Sheet: "own"}, chat("o200k_base", 100, 1_000_000), c, today)
	if err != nil {
		t.Fatal(err)
	}
	if got := q.Training.PricePerMillion.String(); got != "2.40" {
		t.Errorf("got %s, want the overlay's 2.40", got)
	}
	if got := openaiSheet(t).Prices[4].Training.String(); got != "3.00" {
		t.Errorf("the built-in sheet now says %s, want 3.00", got)
	}
}

func TestOldPricesWarn(t *testing.T) {
	for _, tt := range []struct {
		day  string
		want bool
	}{{"2026-12-22", false}, {"2026-12-23", true}} {
		now := day(t, tt.day).Time()
		q := mustQuote(t, Settings{Model: "gpt-4.1"}, chat("o200k_base", 100, 1000), now)
		got := slices.ContainsFunc(q.Warnings, func(w string) bool { return strings.Contains(w, "days ago") })
		if got != tt.want {
			t.Errorf("on %s: warned %v, want %v: %q", tt.day, got, tt.want, q.Warnings)
		}
	}
}

// TestNoOpenAITrainingAfterTheLastDay asks every model on the first day too late.
func TestNoOpenAITrainingAfterTheLastDay(t *testing.T) {
	c := catalog.Builtin()
	late := time.Date(2027, 1, 7, 0, 0, 0, 0, time.UTC)
	for _, m := range c.Models {
		o := m.Offer("openai")
		if o == nil || len(o.Methods) == 0 {
			continue
		}
		survey := chat(m.Encoding, 100, 1000)
		if o.Completions {
			survey.Format = "completion"
		}
		if o.Methods[0] == catalog.Reinforcement {
			survey.Format = "reinforcement"
		}
		_, err := NewQuote(Settings{Model: m.Name}, survey, c, late)
		_, hint := explain(t, err, true)
		if !strings.Contains(hint, "the same file can go to azure: ") {
			t.Errorf("%s: hint %q names no other place", m.Name, hint)
		}
	}
}

// FuzzQuoteBySheet holds every sheet that is read to quotes that can be saved and read back.
func FuzzQuoteBySheet(f *testing.F) {
	f.Add([]byte(ownSheet))
	f.Add([]byte(strings.Replace(ownSheet, `"version":1`, `"version":1,"extends":"openai","discount_percent":"12.5"`, 1)))
	f.Add([]byte(`{"version":1}`))
	c := catalog.Builtin()
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := catalog.ReadSheet(data)
		if err != nil {
			return
		}
		changed, err := c.WithSheet(s)
		if err != nil {
			return
		}
		q, err := NewQuote(Settings{Model: "gpt-4o-mini", Sheet: s.Name}, chat("o200k_base", 100, 123_457), changed, today)
		if err != nil {
			return
		}
		saved, err := q.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ReadQuote(saved); err != nil {
			t.Errorf("its quote cannot be read back: %v\n%s", err, saved)
		}
	})
}

func openaiSheet(t *testing.T) *catalog.Sheet {
	t.Helper()
	s, err := catalog.Builtin().Sheet("openai")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

func quantity(t *testing.T, text string) int64 {
	t.Helper()
	n, err := money.ParseQuantity(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestGuideFigures are the guide's own cases at its own prices, beside the same cases at OpenAI's. The guide prints
// $3,510.00 for the production case: its sum is off by its dollar of training.
func TestGuideFigures(t *testing.T) {
	tests := []struct {
		name, sheet, model, tokens, input, output string
		training, monthly, total                  string
	}{
		{"100K tokens", "guide-2026", "gpt-4o-mini", "100K", "0", "0", "$0.10", "$0.00", "$0.10"},
		{"5M tokens", "guide-2026", "gpt-4o-mini", "5M", "0", "0", "$5.00", "$0.00", "$5.00"},
		{"1M in, 2M out", "guide-2026", "gpt-4o-mini", "5M", "1M", "2M", "$5.00", "$1.35", "$21.20"},
		{"start-up", "guide-2026", "gpt-4o-mini", "100K", "300K", "900K", "$0.10", "$0.59", "$7.18"},
		{"production", "guide-2026", "gpt-4o-mini", "1M", "150M", "450M", "$1.00", "$292.50", "$3,511.00"},
		{"enterprise", "guide-2026", "gpt-4o", "5M", "1.5B", "4.5B", "$15.00", "$48,750.00", "$585,015.00"},
		{"100K tokens", "openai", "gpt-4o-mini", "100K", "0", "0", "$0.30", "$0.00", "$0.30"},
		{"5M tokens", "openai", "gpt-4o-mini", "5M", "0", "0", "$15.00", "$0.00", "$15.00"},
		{"1M in, 2M out", "openai", "gpt-4o-mini", "5M", "1M", "2M", "$15.00", "$2.70", "$47.40"},
		{"start-up", "openai", "gpt-4o-mini", "100K", "300K", "900K", "$0.30", "$1.17", "$14.34"},
		{"production", "openai", "gpt-4o-mini", "1M", "150M", "450M", "$3.00", "$585.00", "$7,023.00"},
		{"enterprise", "openai", "gpt-4o", "5M", "1.5B", "4.5B", "$125.00", "$73,125.00", "$877,625.00"},
	}
	now := day(t, "2025-12-01").Time()
	for _, tt := range tests {
		t.Run(tt.name+" at "+tt.sheet, func(t *testing.T) {
			settings := Settings{Model: tt.model, Sheet: tt.sheet, Epochs: 1}
			usage := Usage{Input: quantity(t, tt.input), Output: quantity(t, tt.output), Months: 12}
			e, err := NewEstimate(settings, quantity(t, tt.tokens), 0, &usage, catalog.Builtin(), now)
			if err != nil {
				t.Fatal(err)
			}
			o := e.Ownership
			got := []string{o.Training.String(), o.Monthly.String(), o.Total.String()}
			if want := []string{tt.training, tt.monthly, tt.total}; !slices.Equal(got, want) {
				t.Errorf("training, month, year: got %s, want %s", got, want)
			}
			if len(o.Bills) != 12 || o.CutBy != "" {
				t.Errorf("got %d bills, cut by %q; want 12, uncut", len(o.Bills), o.CutBy)
			}
		})
	}
}

// own12 is twelve months of ownership without training, from the day the facts were checked.
func own12(t *testing.T, s Settings, u Usage) *Ownership {
	t.Helper()
	o, err := NewOwnership(s, Known(money.USD{}), u, catalog.Builtin(), today)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func bills(o *Ownership) []string {
	var list []string
	for _, b := range o.Bills {
		list = append(list, fmt.Sprintf("%s %dd %s", b.From, b.Days, b.Cost))
	}
	return list
}

func items(o *Ownership) []string {
	var list []string
	for _, i := range o.Items {
		list = append(list, fmt.Sprintf("%s: %s × %s = %s", i.Name, number(i.Quantity), amount(i.Rate.Price), amount(i.Cost)))
	}
	return list
}

func TestHorizonIsCutAtTheShutdown(t *testing.T) {
	o := own12(t, Settings{Model: "gpt-4o-mini"}, Usage{Input: 31_000_000, Output: 31_000_000})
	wantBills := []string{"2026-11-22 30d $46.50", "2026-12-22 23d $34.50"}
	if got := bills(o); !slices.Equal(got, wantBills) {
		t.Errorf("bills: got %q, want %q", got, wantBills)
	}
	if want := "12 months are cut to 53 days: gpt-4o-mini-2024-07-18 is shut down at openai on 2027-01-14"; o.CutBy != want {
		t.Errorf("got %q, want %q", o.CutBy, want)
	}
	if o.Days != 53 || o.Until.String() != "2027-01-14" || o.Total.String() != "$81.00" {
		t.Errorf("got %d days until %s, %s; want 53 until 2027-01-14, $81.00", o.Days, o.Until, o.Total)
	}
	azure := own12(t, Settings{Model: "gpt-4.1", Provider: "azure"}, Usage{Input: 1000, Months: 10})
	if azure.CutBy != "" || azure.Lifetime.Shutdown.String() != "2027-10-14" {
		t.Errorf("azure: cut by %q, shutdown %s; want uncut, 2027-10-14", azure.CutBy, azure.Lifetime.Shutdown)
	}
	gone := own12(t, Settings{Model: "gpt-3.5-turbo"}, Usage{Input: 1000})
	if gone.Days != 0 || len(gone.Bills) != 0 || !strings.Contains(gone.CutBy, "cut to 0 days") || gone.PerThousand != nil {
		t.Errorf("a model that is gone: got %d days, %d bills, %q", gone.Days, len(gone.Bills), gone.CutBy)
	}
}

func TestPartsOfMonthsAreRounded(t *testing.T) {
	tests := []struct {
		m      month
		period Period
		n      int64
		want   int64
	}{
		{month{31, 31}, PerMonth, 7, 7}, {month{31, 15}, PerMonth, 1, 0}, {month{30, 15}, PerMonth, 1, 1},
		{month{31, 16}, PerMonth, 1, 1}, {month{31, 23}, PerMonth, 1000, 742}, {month{31, 23}, PerDay, 10, 230},
	}
	for _, tt := range tests {
		if got := tt.m.tokens(tt.n, tt.period); got != tt.want {
			t.Errorf("%d a %s for %d of %d days: got %d, want %d", tt.n, tt.period, tt.m.used, tt.m.days, got, tt.want)
		}
	}
}

func TestMonthlyItems(t *testing.T) {
	percent := func(text string) money.Percent {
		p, err := money.ParsePercent(text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	tests := []struct {
		name     string
		settings Settings
		usage    Usage
		items    []string
		monthly  string
		thousand string
	}{
		{"plain", Settings{Model: "gpt-4o-mini"}, Usage{Input: 1_000_000, Output: 2_000_000, Requests: 3000},
			[]string{"input: 1000000 × 0.30 = 0.30", "output: 2000000 × 1.20 = 2.40"}, "$2.70", "0.90"},
		{"a day", Settings{Model: "gpt-4o-mini"}, Usage{Period: PerDay, Input: 1_000_000, Output: 0, Requests: 70},
			[]string{"input: 30000000 × 0.30 = 9.00", "output: 0 × 1.20 = 0.00"}, "$9.00", "4.285714"},
		{"cache, batch and retries", Settings{Model: "gpt-4o"},
			Usage{Input: 1_000_000, Output: 1_000_000, Cached: percent("40"), Batch: percent("25"), Retry: percent("10")},
			[]string{
				"input: 495000 × 3.75 = 1.85625", "cached input: 330000 × 1.875 = 0.61875", "output: 825000 × 15.00 = 12.375",
				"batch input: 165000 × 2.225 = 0.367125", "batch cached input: 110000 × 0.90 = 0.099", "batch output: 275000 × 12.50 = 3.4375",
			}, "$18.75", "unknown"},
		{"a price that nobody knows", Settings{Model: "gpt-4o-mini", Sheet: "guide-2026"}, Usage{Input: 1_000_000, Output: 1_000_000, Cached: percent("50"), Requests: 10},
			[]string{"input: 500000 × 0.15 = 0.075", "cached input: 500000 × unknown = unknown", "output: 1000000 × 0.60 = 0.60"}, "at least $0.68", "unknown"},
		{"hosting by the hour", Settings{Model: "gpt-oss-20b", Provider: "nebius"}, Usage{},
			[]string{"input: 0 × unknown = 0.00", "output: 0 × unknown = 0.00", "hosting: 720 × 4.05 = 2916.00"}, "$2,916.00", "unknown"},
		{"hosting by the tier", Settings{Model: "gpt-4.1", Provider: "azure"}, Usage{},
			[]string{"input: 0 × unknown = 0.00", "output: 0 × unknown = 0.00", "hosting: 720 × 1.70 = 1224.00"}, "$1,224.00", "unknown"},
		{"no hosting fee", Settings{Model: "gpt-4.1-nano", Provider: "azure-developer"}, Usage{Input: 1},
			[]string{"input: 1 × unknown = unknown", "output: 0 × unknown = 0.00", "hosting: 720 × 0.00 = 0.00"}, "unknown", "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := own12(t, tt.settings, tt.usage)
			if got := items(o); !slices.Equal(got, tt.items) {
				t.Errorf("items: got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.items, "\n"))
			}
			if got := []string{o.Monthly.String(), amount(o.PerThousand)}; !slices.Equal(got, []string{tt.monthly, tt.thousand}) {
				t.Errorf("month and 1,000 requests: got %s, want %s, %s", got, tt.monthly, tt.thousand)
			}
		})
	}
}

func TestUsageOutOfRange(t *testing.T) {
	for _, u := range []Usage{{Input: -1}, {Output: money.MaxQuantity}, {Months: 121}, {Months: -1}, {Period: "year"}} {
		_, err := NewOwnership(Settings{Model: "gpt-4o-mini"}, Total{}, u, catalog.Builtin(), today)
		explain(t, err, false)
	}
	if _, err := PerRequest(1<<40, 1, 1<<40); err == nil {
		t.Error("a product beyond all bounds was accepted")
	}
	u, err := PerRequest(1000, 200, 30_000)
	if want := (Usage{Period: PerMonth, Input: 30_000_000, Output: 6_000_000, Requests: 30_000}); err != nil || fmt.Sprint(u) != fmt.Sprint(want) {
		t.Errorf("got %v, %v; want %v", u, err, want)
	}
}

func TestEstimate(t *testing.T) {
	tests := []struct {
		name     string
		settings Settings
		tokens   int64
		examples int64
		now      time.Time
		total    string // or the reason of an error
		refusal  bool
	}{
		{"epochs by examples", Settings{Model: "gpt-4o-mini"}, 1_000_000, 25, today, "$12.00", false},
		{"an unknown vocabulary", Settings{Model: "Qwen3-32B", Provider: "azure", Epochs: 1}, 1_000_000, 0, today, "$3.20", false},
		{"hours", Settings{Model: "o4-mini", Provider: "azure", Method: catalog.Reinforcement, Epochs: 1, Hours: new(int64(3))}, 0, 0, today, "$300.00", false},
		{"hours beyond the cap", Settings{Model: "o4-mini", Provider: "azure", Method: catalog.Reinforcement, Epochs: 1, Hours: new(int64(90))}, 0, 0, today, "$5,000.00", false},
		{"unknown hours under a cap", Settings{Model: "o4-mini", Provider: "azure", Method: catalog.Reinforcement, Epochs: 1}, 0, 0, today, "$0.00 to $5,000.00", false},
		{"no epochs", Settings{Model: "gpt-4o-mini"}, 1_000_000, 0, today, "the number of epochs cannot be resolved without examples", false},
		{"too late", Settings{Model: "gpt-3.5-turbo", Epochs: 1}, 1_000_000, 0, today, "gpt-3.5-turbo-0125 can no longer be trained at openai: it was shut down on 2026-10-23", true},
		{"out of range", Settings{Model: "gpt-4o-mini", Epochs: 1}, -1, 0, today, "-1 tokens are out of range", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, err := NewEstimate(tt.settings, tt.tokens, tt.examples, nil, catalog.Builtin(), tt.now)
			var got string
			if err != nil {
				got, _ = explain(t, err, tt.refusal)
			} else {
				got = e.Total.String()
			}
			if got != tt.total {
				t.Errorf("got %q, want %q", got, tt.total)
			}
		})
	}
}

func TestBreakEven(t *testing.T) {
	training := Known(usd(t, "30"))
	fewShot := Rival{Input: 100, Output: 50, ExtraPrompt: 2000, Months: 1}
	tests := []struct {
		name     string
		settings Settings
		rival    Rival
		want     string // the text, or the reason of an error
	}{
		// tuned: 100 × 0.30 + 50 × 1.20 = 90; base: 2100 × 0.15 + 50 × 0.60 = 345, in millionths; 30 / 0.000255 = 117,647.06.
		// From the cache: 100 × 0.15 + 2000 × 0.075 + 50 × 0.60 = 195; 30 / 0.000105 = 285,714.3
		{"the fine-tune wins", Settings{Model: "gpt-4o-mini"}, fewShot, "the fine-tune wins from 117,648 requests a month on, over 30 days; from 285,715 where the longer prompt is read from the cache"},
		{"over the time that is left", Settings{Model: "gpt-4o-mini"}, Rival{Input: 100, Output: 50, ExtraPrompt: 2000}, "the fine-tune wins from 67,539 requests a month on, over 53 days; from 164,022 where the longer prompt is read from the cache"},
		{"it never does", Settings{Model: "gpt-4o-mini"}, Rival{Input: 100, Output: 50, ExtraPrompt: 10, Months: 1}, "the fine-tune never wins: a request costs $0.00009, on gpt-4o-mini with the longer prompt $0.000047"},
		{"against another base", Settings{Model: "gpt-4o-mini"}, Rival{Base: "gpt-4.1", Input: 100, Output: 50, ExtraPrompt: 0, Months: 1}, "the fine-tune wins from 58,824 requests a month on, over 30 days"},
		{"no base prices", Settings{Model: "gpt-4o-mini", Sheet: "guide-2026"}, fewShot, "price sheet guide-2026 has no prices of untuned models"},
		{"an unknown base", Settings{Model: "gpt-4o-mini"}, Rival{Base: "gpt-9", Months: 1}, "price sheet openai has no price of the untuned gpt-9"},
		{"no time left", Settings{Model: "gpt-3.5-turbo"}, Rival{Base: "gpt-4.1", Input: 1, Months: 1}, "there is no time left: the fine-tune is shut down on 2026-10-23"},
		{"out of range", Settings{Model: "gpt-4o-mini"}, Rival{Input: -1}, "-1 tokens are out of range"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := NewBreakEven(tt.settings, training, tt.rival, catalog.Builtin(), today)
			var got string
			if err != nil {
				got, _ = explain(t, err, false)
			} else {
				got = b.Text
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestBreakEvenIsTheTurningPoint compares both sides' bills one request below and at the break-even.
func TestBreakEvenIsTheTurningPoint(t *testing.T) {
	training := Known(usd(t, "125"))
	cached, err := money.ParsePercent("50")
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBreakEven(Settings{Model: "gpt-4.1"}, training, Rival{Input: 500, Output: 100, ExtraPrompt: 5000, Cached: cached, Months: 1}, catalog.Builtin(), today)
	if err != nil {
		t.Fatal(err)
	}
	tuned := func(n int64) money.USD { return b.Training.Add(b.PerTuned.Times(n)) }
	if n := *b.Requests; tuned(n).Cmp(b.PerBase.Times(n)) > 0 || tuned(n-1).Cmp(b.PerBase.Times(n-1)) <= 0 {
		t.Errorf("%d requests are not the turning point: %s against %s", n, tuned(n), b.PerBase.Times(n))
	}
}

// TestBreakEvenCosts are both sides' costs of 30 days at 90 and 345 millionths a request.
func TestBreakEvenCosts(t *testing.T) {
	b, err := NewBreakEven(Settings{Model: "gpt-4o-mini"}, Known(usd(t, "30")), Rival{Input: 100, Output: 50, ExtraPrompt: 2000, Months: 1}, catalog.Builtin(), today)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		requests    int64
		tuned, base string
	}{
		{0, "30.00", "0.00"},
		{100_000, "39.00", "34.50"},
		{117_648, "40.59", "40.59"},
		{200_000, "48.00", "69.00"},
	}
	for _, tt := range tests {
		tuned, base := b.Costs(tt.requests)
		if got, want := [2]string{tuned.String(), base.String()}, [2]string{tt.tuned, tt.base}; got != want {
			t.Errorf("%d requests: got %s, want %s", tt.requests, got, want)
		}
	}
}

func TestAdvice(t *testing.T) {
	survey := chat("o200k_base", 60, 1_000_000)
	usage := &Usage{Input: 10_000_000, Output: 1_000_000}
	var got []string
	for _, a := range Advise(Settings{Model: "gpt-4.1", Epochs: 1}, survey, usage, catalog.Builtin(), today) {
		got = append(got, a.Name+": "+a.Text)
	}
	want := []string{
		"examples: the file has 60 examples; 100 to 500 are advised at least, so 40 more",
		"caching: reading half of the input from the cache saves $11.25 a month, where a request reads 1,024 tokens or more: shorter ones are not cached (OpenAI's guide, 2024)",
		"smaller-base: gpt-4.1-mini-2025-04-14 trains for $5.00 instead of $25.00 and saves $30.80 a month, if it passes your evaluation",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for requests, want := range map[int64]bool{10_000_000 / 1024: true, 10_000_000/1024 + 10: false, 160_000: false} {
		u := *usage
		u.Requests = requests
		got := slices.ContainsFunc(Advise(Settings{Model: "gpt-4.1", Epochs: 1}, nil, &u, catalog.Builtin(), today), func(a Advice) bool { return a.Name == "caching" })
		if got != want {
			t.Errorf("%d requests of %d tokens: got advice about caching: %v, want %v", requests, u.Input/requests, got, want)
		}
	}
	if got := Advise(Settings{Model: "gpt-4o-mini"}, chat("o200k_base", 200, 1000), nil, catalog.Builtin(), today); got != nil {
		t.Errorf("nothing to advise: got %v", got)
	}
}

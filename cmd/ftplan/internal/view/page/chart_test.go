package page

import (
	"bytes"
	"html/template"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/examples"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

func TestScale(t *testing.T) {
	tests := []struct {
		most, least float64
		label       func(float64) string
		want        string
	}{
		{22, 1, countTick, "0 10 20 30"},
		{1, 1, countTick, "0 1"},
		{3, 1, countTick, "0 1 2 3"},
		{40_000, 1, countTick, "0 10,000 20,000 30,000 40,000"},
		{9_000_000, 1, countTick, "0 5M 10M"},
		{0.349365, leastMoney, moneyTick, "$0 $0.10 $0.20 $0.30 $0.40"},
		{0.000003, leastMoney, moneyTick, "$0 $0.000001 $0.000002 $0.000003"},
		{73_125, leastMoney, moneyTick, "$0 $20,000 $40,000 $60,000 $80,000"},
		{6, leastMoney, moneyTick, "$0 $2 $4 $6"},
		{1.6, leastMoney, moneyTick, "$0 $0.50 $1 $1.50 $2"},
	}
	for _, tt := range tests {
		var labels []string
		for _, tick := range scaleFor(tt.most, tt.least).ticks(tt.label) {
			labels = append(labels, tick.Label)
		}
		if got := strings.Join(labels, " "); got != tt.want {
			t.Errorf("up to %v: got %s, want %s", tt.most, got, tt.want)
		}
	}
}

func TestLengthBuckets(t *testing.T) {
	even := map[int64]int64{10: 1, 25: 2, 30: 3}
	buckets, far := lengthBuckets(even, plan.Lengths{Min: 10, P99: 30, Max: 30})
	sum := int64(0)
	for _, b := range buckets {
		sum += b.Examples
	}
	if sum != 6 || far != nil {
		t.Errorf("got %d examples and %v far away, want 6 and none", sum, far)
	}

	tail := map[int64]int64{100: 500, 120: 500, 64_000: 2}
	buckets, far = lengthBuckets(tail, plan.Lengths{Min: 100, P99: 120, Max: 64_000})
	if want := (examples.Bucket{From: buckets[len(buckets)-1].To + 1, To: 64_000, Examples: 2}); far == nil || *far != want {
		t.Errorf("got %v far away, want %v", far, want)
	}
	if last := buckets[len(buckets)-1]; last.To > 240 {
		t.Errorf("the near buckets go up to %d, want them to tell 100 from 120", last.To)
	}
}

func TestLimitIsMarked(t *testing.T) {
	survey := &plan.Survey{Lengths: plan.Lengths{Min: 10, P50: 20, P95: 30, P99: 30, Max: 30}, OverLimit: 3}
	buckets := []examples.Bucket{{From: 10, To: 19, Examples: 4}, {From: 20, To: 29, Examples: 4}, {From: 30, To: 39, Examples: 3}}
	tests := []struct {
		name  string
		limit int64
		want  string
	}{
		{"none", 0, "median 20 at 33.33%, 95 % up to 30 at 66.67%"},
		{"among the lengths", 25, "median 20 at 33.33%, 95 % up to 30 at 66.67%, limit 25 at 50.00%"},
		{"far away", 65_536, "median 20 at 33.33%, 95 % up to 30 at 66.67%, limit 65,536 → at 100.00%"},
	}
	for _, tt := range tests {
		var marks []string
		for _, m := range lengthChart("x", survey, buckets, nil, tt.limit).Marks {
			marks = append(marks, m.Label+" at "+m.At.String())
		}
		if got := strings.Join(marks, ", "); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
	if c := lengthChart("x", survey, buckets, nil, 25); c.Bars[1].Kind != "plain" || c.Bars[2].Kind != "over" {
		t.Errorf("got bars %s and %s, want the one behind the limit told apart", c.Bars[1].Kind, c.Bars[2].Kind)
	}
}

// TestOwnershipEndsAtShutdown draws three months asked for, of which one and a half are left.
func TestOwnershipEndsAtShutdown(t *testing.T) {
	cost := func(text string) plan.Total {
		u, err := money.ParseUSD(text)
		if err != nil {
			t.Fatal(err)
		}
		return plan.Known(u)
	}
	o := &plan.Ownership{From: day(t, "2026-12-01"), Until: day(t, "2027-01-16"), Days: 46, Months: 3, CutBy: "cut",
		Training: cost("1"), Monthly: cost("4"), Total: cost("6.94"), Lifetime: catalog.Lifetime{Shutdown: day(t, "2027-01-16")},
		Bills: []plan.Bill{{From: day(t, "2026-12-01"), Days: 31, Cost: cost("4")}, {From: day(t, "2027-01-01"), Days: 15, Part: true, Cost: cost("1.94")}},
	}
	c := ownershipChart("x", o)
	if len(c.Bars) != 3 || c.Bars[1].Height != 100 || c.Bars[2].Width.String() != "12.10%" {
		t.Errorf("got bars %+v, want training, a full month and half of one", c.Bars)
	}
	if got, want := c.Marks[0].Label+" at "+c.Marks[0].At.String(), "shutdown 2027-01-16 at 62.10%"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := c.Zones[0].From+c.Zones[0].Width, percent(100); got != want {
		t.Errorf("the time after the shutdown ends at %v, want %v", got, want)
	}
	want := "Training costs $1.00, the first month $4.00, all until 2027-01-16 $6.94. The model is shut down on 2027-01-16, " +
		"so that 46 days are counted instead of 3 months."
	if c.Text != want {
		t.Errorf("got %q, want %q", c.Text, want)
	}
}

// TestChartIsDrawn is a chart as it stands in the page.
func TestChartIsDrawn(t *testing.T) {
	c := &chart{Text: "Two <bars>.", Caption: "Epochs.", Grid: []tick{{100, "$1", "end"}}, Axis: []tick{{25, "1", "middle"}, {50, "2", "start"}},
		Bars:  []bar{{From: 0, Width: 50, Height: 40, Kind: "chosen", Label: "$0.40", Tip: "1 epoch: $0.40"}},
		Marks: []mark{{tick{50, "here", "middle"}, 0, "dotted"}}}
	parsed, err := template.New("page").Funcs(pageFuncs()).Parse(pageHTML)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := parsed.ExecuteTemplate(&b, "chart", c); err != nil {
		t.Fatal(err)
	}
	want := `<figure>
<svg class="chart" role="img" aria-label="Two &lt;bars&gt;." width="100%" height="243">
<svg class="plot" x="0" y="33" width="100%" height="180">
<line class="grid" x1="0" x2="100%" y1="0.00%" y2="0.00%"></line>
<g class="bar chosen"><title>1 epoch: $0.40</title><rect x="3.00%" y="60.00%" width="44.00%" height="40.00%"></rect></g>
<text class="grid-label" x="0" y="0.00%" dy="-3">$1</text>
<text class="bar-label" x="25.00%" y="60.00%" dy="-5">$0.40</text>
<line class="mark dotted" x1="50.00%" x2="50.00%" y1="-16" y2="100%"></line>
<text class="mark-label middle" x="50.00%" y="-16" dy="-2">here</text>
</svg>
<svg class="axis" x="0" y="213" width="100%" height="30">
<text class="axis-label middle" x="25.00%" y="17">1</text>
<line class="grid" x1="50.00%" x2="50.00%" y1="0" y2="5"></line>
<text class="axis-label start" x="50.00%" y="17">2</text>
</svg>
</svg>
<figcaption>Epochs.</figcaption>
</figure>`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestPrecisionOfAnAccuracy(t *testing.T) {
	for n, want := range map[int64]int64{1: 59, 12: 17, 14: 16, 100: 6, 1000: 2} {
		if got := examples.Precision(n); got != want {
			t.Errorf("%d examples: got ± %d, want ± %d", n, got, want)
		}
	}
}

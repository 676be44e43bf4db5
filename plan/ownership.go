package plan

import (
	"fmt"
	"math/big"
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/plan/money"
)

// Period is what an amount of usage is for.
type Period string

// The periods in which usage is given.
const (
	PerMonth Period = "month"
	PerDay   Period = "day"
)

// Usage is how a tuned model will be used. Shares are of the tokens.
type Usage struct {
	Period   Period        `json:"period"`            // of the three amounts; "" = [PerMonth]
	Input    int64         `json:"input"`             // tokens
	Output   int64         `json:"output"`            // tokens
	Requests int64         `json:"requests,omitzero"` // 0 = not known
	Cached   money.Percent `json:"cached_percent"`    // of the input, read from the cache
	Batch    money.Percent `json:"batch_percent"`     // sent in batches
	Retry    money.Percent `json:"retry_percent"`     // on top, for requests that are repeated
	Months   int           `json:"months"`            // 0 = 12
}

// PerRequest is monthly usage from tokens per request.
func PerRequest(input, output, requests int64) (Usage, error) {
	for _, n := range []int64{input, output} {
		if n < 0 || requests < 0 || (requests > 0 && n > money.MaxQuantity/requests) {
			return Usage{}, catalog.Invalidf("give fewer", "%d tokens × %d requests are out of range", n, requests)
		}
	}
	return Usage{Period: PerMonth, Input: input * requests, Output: output * requests, Requests: requests}, nil
}

// MaxMonths is for how many months at most the cost of owning a model is computed.
const MaxMonths = 120

func (u Usage) check() error {
	for _, n := range []int64{u.Input, u.Output, u.Requests} {
		if n < 0 || n > money.MaxQuantity/31 {
			return catalog.Invalidf("give a quantity such as 300K", "%d tokens or requests a %s are out of range", n, u.period())
		}
	}
	if u.Months < 0 || u.Months > MaxMonths {
		return catalog.Invalidf(fmt.Sprintf("choose 1 to %d", MaxMonths), "%d months are out of range", u.Months)
	}
	if u.Period != "" && u.Period != PerMonth && u.Period != PerDay {
		return catalog.Invalidf("choose month or day", "unknown period %q", document.Clip(string(u.Period)))
	}
	return nil
}

func (u Usage) period() Period {
	if u.Period == "" {
		return PerMonth
	}
	return u.Period
}

func (u Usage) months() int {
	if u.Months == 0 {
		return 12
	}
	return u.Months
}

// Ownership is what a tuned model costs from today: training once, and the bills of each month until the horizon or
// the shutdown, whichever is first. A month's bill is rounded half up to cents before it is added, as invoices are.
type Ownership struct {
	Model       string           `json:"model"`
	Provider    string           `json:"provider"`
	From        catalog.Date     `json:"from"`
	Until       catalog.Date     `json:"until"` // the first day that is not counted
	Days        int              `json:"days"`
	Months      int              `json:"months"` // as asked
	CutBy       string           `json:"cut_by,omitempty"`
	Usage       Usage            `json:"usage"`
	Items       []LineItem       `json:"items"`        // of the first month
	Training    Total            `json:"training"`     // in cents
	Monthly     Total            `json:"monthly"`      // the first month's bill, in cents
	Bills       []Bill           `json:"bills"`        // one a month, the last one may be for a part of it
	Total       Total            `json:"total"`        // training and bills
	PerThousand *money.USD       `json:"per_thousand"` // cost of 1,000 requests, six decimals, training apart; nil = unknown
	Lifetime    catalog.Lifetime `json:"lifetime"`
	Assumptions []string         `json:"assumptions"`
	Warnings    []string         `json:"warnings,omitempty"`
}

// Bill is one month's.
type Bill struct {
	From catalog.Date `json:"from"`
	Days int          `json:"days"`
	Part bool         `json:"part,omitzero"` // the month is cut
	Cost Total        `json:"cost"`
}

// NewOwnership computes the cost of owning a tuned model from today on. The settings choose model, provider and price
// sheet; training is what it costs to make, the total of a quote or an estimate. Errors are [*catalog.Invalid].
func NewOwnership(s Settings, training Total, u Usage, c *catalog.Catalog, now time.Time) (*Ownership, error) {
	o, err := newOwner(c, s, now)
	if err != nil {
		return nil, err
	}
	if err := u.check(); err != nil {
		return nil, err
	}
	own := o.frame(u, now)
	own.Training = span{training.Low, training.Cost, training.High}.each(money.USD.Cents).total()
	own.bill(o)
	own.PerThousand = own.perThousand()
	return own, nil
}

// owner is where a model is used: its target and its prices.
type owner struct {
	*target
	sheet *catalog.Sheet
	price *catalog.Price
}

func newOwner(c *catalog.Catalog, s Settings, now time.Time) (*owner, error) {
	format := map[catalog.Method]string{catalog.DPO: "preference", catalog.Reinforcement: "reinforcement"}[s.Method]
	t, err := newTarget(c, s, format)
	if err != nil {
		return nil, err
	}
	d := &draft{target: t, settings: s, catalog: c, now: now}
	if d.parameters, err = t.provider.Pin(t.method, s.Hyperparameters, max(1, s.Epochs)); err != nil {
		return nil, err
	}
	if err := d.findPrice(); err != nil {
		return nil, err
	}
	return &owner{t, d.sheet, d.price}, nil
}

// frame sets the horizon: the asked months, cut at the shutdown.
func (o *owner) frame(u Usage, now time.Time) *Ownership {
	from := catalog.DateOf(now)
	f := &Ownership{
		Model: o.model.Name, Provider: o.provider.Name, From: from, Until: from.AddMonths(u.months()),
		Months: u.months(), Usage: u, Lifetime: o.offer.Lifetime(o.provider, now),
		Assumptions: []string{
			saidPrice(o.sheet, o.price),
			"the tuned model is used from " + from.String() + " on, evenly; each month's bill is rounded half up to cents",
		},
	}
	if end := o.offer.Shutdown; !end.IsZero() && end.Before(f.Until) {
		if end.Before(from) {
			end = from
		}
		f.Until = end
		f.CutBy = fmt.Sprintf("%d months are cut to %d days: %s is shut down at %s on %s", u.months(), from.Until(end), o.model.Name, o.provider.Name, o.offer.Shutdown)
		f.Warnings = append(f.Warnings, f.CutBy)
	}
	f.Days = from.Until(f.Until)
	return f
}

// bill fills in every month and the sum.
func (f *Ownership) bill(o *owner) {
	sum := span{f.Training.Low, f.Training.Cost, f.Training.High}
	for i := 0; ; i++ {
		from, next := f.From.AddMonths(i), f.From.AddMonths(i+1)
		if !from.Before(f.Until) {
			break
		}
		m := month{days: from.Until(next), used: from.Until(next)}
		if f.Until.Before(next) {
			m.used = from.Until(f.Until)
		}
		items := o.monthItems(f.Usage, m)
		cost := sumOf(items).each(money.USD.Cents)
		if i == 0 {
			f.Items, f.Monthly = items, cost.total()
		}
		f.Bills = append(f.Bills, Bill{from, m.used, m.used < m.days, cost.total()})
		sum = sum.add(cost)
	}
	f.Total = sum.total()
}

func sumOf(items []LineItem) span {
	sum := fixed(money.USD{})
	for i := range items {
		sum = sum.add(items[i].span())
	}
	return sum
}

// month is one month's days, and how many of them are used.
type month struct{ days, used int }

// tokens is the month's share of an amount: all of a month's, a day's for each day, and the used part of a cut month,
// rounded half up.
func (m month) tokens(n int64, p Period) int64 {
	if p == PerDay {
		return n * int64(m.used)
	}
	days := int64(m.days)
	return (n*int64(m.used)*2 + days) / (2 * days)
}

// monthItems are the charges of one month: input and output, plain and in batches, from the cache or not, and hosting.
func (o *owner) monthItems(u Usage, m month) []LineItem {
	input, output := m.tokens(u.Input, u.period()), m.tokens(u.Output, u.period())
	input, output = input+u.Retry.Of(input), output+u.Retry.Of(output)
	standard, batch := o.price.Standard.Known(), o.price.Batch.Known()
	batchInput, batchOutput := u.Batch.Of(input), u.Batch.Of(output)
	items := readItems("", input-batchInput, u.Cached, standard)
	items = append(items, tokenItem("output", output-batchOutput, standard.Output))
	if !u.Batch.IsZero() {
		items = append(items, readItems("batch ", batchInput, u.Cached, batch)...)
		items = append(items, tokenItem("batch output", batchOutput, batch.Output))
	}
	if o.sheet.Hosted(o.price) {
		hours := int64(m.used) * 24
		rate := money.Rate{Price: o.sheet.HostingFee(o.price, o.provider.Tier), Unit: money.PerHour}
		items = append(items, LineItem{Name: "hosting", Unit: "hours", Quantity: &hours, Rate: rate, Cost: rate.Cost(hours)})
	}
	return items
}

// readItems are the charges for input tokens, from the cache and not.
func readItems(prefix string, tokens int64, cached money.Percent, prices catalog.TokenPrices) []LineItem {
	if cached.IsZero() {
		return []LineItem{tokenItem(prefix+"input", tokens, prices.Input)}
	}
	n := cached.Of(tokens)
	return []LineItem{
		tokenItem(prefix+"input", tokens-n, prices.Input),
		tokenItem(prefix+"cached input", n, prices.CachedInput),
	}
}

// tokenItem prices tokens; none of them cost nothing, even at an unknown price.
func tokenItem(name string, tokens int64, price *money.USD) LineItem {
	rate := money.Rate{Price: price, Unit: money.PerMillion}
	item := LineItem{Name: name, Unit: "tokens", Quantity: &tokens, Rate: rate, Cost: rate.Cost(tokens)}
	switch {
	case tokens == 0:
		item.Cost = &money.USD{}
	case price == nil:
		item.Low, item.Note = &money.USD{}, "its price is not known"
	}
	return item
}

// perThousand is the first bill's exact cost of 1,000 requests, rounded half up to six decimals.
func (f *Ownership) perThousand() *money.USD {
	if len(f.Items) == 0 {
		return nil
	}
	cost := sumOf(f.Items).cost
	days := f.From.Until(f.From.AddMonths(1))
	requests := month{days, f.Bills[0].Days}.tokens(f.Usage.Requests, f.Usage.period())
	if cost == nil || requests == 0 {
		return nil
	}
	share := new(big.Rat).Quo(cost.Rat(), big.NewRat(requests, 1000))
	rounded := money.Round(share, 6)
	return &rounded
}

package plan

import (
	"fmt"
	"math/big"
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// Rival is the alternative to a fine-tune: the base model, told in a longer prompt what the fine-tune has learned.
type Rival struct {
	Base        string        `json:"base"`           // the base model; "" = the fine-tune's own
	Input       int64         `json:"input"`          // tokens of a request to the fine-tune
	Output      int64         `json:"output"`         // tokens of an answer
	ExtraPrompt int64         `json:"extra_prompt"`   // tokens that the base model's prompt is longer by
	Cached      money.Percent `json:"cached_percent"` // of the extra prompt, read from the cache
	Months      int           `json:"months"`         // 0 = 12; cut at the shutdown
}

// BreakEven says from how many requests a month on the fine-tune is cheaper than its rival.
type BreakEven struct {
	Rival    Rival     `json:"rival"`
	Requests *int64    `json:"requests"`  // a month; nil when the fine-tune never wins
	PerTuned money.USD `json:"per_tuned"` // cost of a request, exact
	PerBase  money.USD `json:"per_base"`
	Training money.USD `json:"training"`
	Hosting  money.USD `json:"hosting"` // over the whole time
	Days     int       `json:"days"`
	Text     string    `json:"text"`
	// OtherRequests is the same with the longer prompt read from the cache, or without the cache where some of it is; nil
	// where that is not known, or never.
	OtherRequests *int64   `json:"other_requests,omitzero"`
	Assumptions   []string `json:"assumptions"`

	months *big.Rat // that are counted
}

// Costs are what both sides cost over the whole time with so many requests a month, training and hosting included,
// rounded half up to cents.
func (b *BreakEven) Costs(requests int64) (tuned, base money.USD) {
	all := new(big.Rat).Mul(b.months, new(big.Rat).SetInt64(requests))
	cost := func(due, each money.USD) money.USD {
		sum := new(big.Rat).Mul(each.Rat(), all)
		return money.Round(sum.Add(sum, due.Rat()), 2)
	}
	return cost(b.Training.Add(b.Hosting), b.PerTuned), cost(money.USD{}, b.PerBase)
}

// NewBreakEven compares the fine-tune of the settings with its rival. Training is the total of a quote or an estimate;
// an unknown price on either side is an [*catalog.Invalid], for then there is nothing to compare.
func NewBreakEven(s Settings, training Total, r Rival, c *catalog.Catalog, now time.Time) (*BreakEven, error) {
	o, err := newOwner(c, s, now)
	if err != nil {
		return nil, err
	}
	for _, n := range []int64{r.Input, r.Output, r.ExtraPrompt} {
		if n < 0 || n > money.MaxQuantity/1000 {
			return nil, catalog.Invalidf("give the tokens of one request", "%d tokens are out of range", n)
		}
	}
	if training.Cost == nil {
		return nil, catalog.Invalidf("give prices with --prices FILE", "what training costs is not known")
	}
	own, err := NewOwnership(s, training, Usage{Months: r.Months}, c, now)
	if err != nil {
		return nil, err
	}
	b := &BreakEven{Rival: r, Training: *training.Cost, Days: own.Days}
	if b.Hosting, err = own.hosting(); err != nil {
		return nil, err
	}
	if err := b.perRequest(o); err != nil {
		return nil, err
	}
	b.solve(own)
	b.otherwise(o, own)
	return b, nil
}

// otherwise adds what the break-even is with the longer prompt read from the cache, or without the cache where some of it
// is. A prompt below [leastCached] is never cached, and where the sheet has no price for the cache nothing is said.
func (b *BreakEven) otherwise(o *owner, own *Ownership) {
	if b.months.Sign() == 0 || b.Rival.Input+b.Rival.ExtraPrompt < leastCached {
		return
	}
	other, how := &BreakEven{Rival: b.Rival, Training: b.Training, Hosting: b.Hosting, Days: b.Days}, "without the cache"
	other.Rival.Cached = money.Percent{}
	if b.Rival.Cached.IsZero() {
		how = "where the longer prompt is read from the cache"
		other.Rival.Cached, _ = money.ParsePercent("100")
	}
	if other.perRequest(o) != nil {
		return
	}
	if other.solve(own); other.Requests == nil {
		b.Text += "; never " + how
		return
	}
	b.OtherRequests = other.Requests
	b.Text += fmt.Sprintf("; from %s %s", money.Group(fmt.Sprint(*other.Requests)), how)
}

// hosting is the part of the bills that is due without any use.
func (f *Ownership) hosting() (money.USD, error) {
	sum := money.USD{}
	for _, bill := range f.Bills {
		if bill.Cost.Cost == nil {
			return money.USD{}, catalog.Invalidf("give prices with --prices FILE", "what hosting costs is not known")
		}
		sum = sum.Add(*bill.Cost.Cost)
	}
	return sum, nil
}

// perRequest prices one request on both sides.
func (b *BreakEven) perRequest(o *owner) error {
	tuned := o.price.Standard.Known()
	base, err := o.sheet.BaseOf(b.Rival.Base, o.model)
	if err != nil {
		return err
	}
	b.Rival.Base = base.Model
	cached := b.Rival.Cached.Of(b.Rival.ExtraPrompt)
	perTuned := sumOf([]LineItem{tokenItem("", b.Rival.Input, tuned.Input), tokenItem("", b.Rival.Output, tuned.Output)})
	perBase := sumOf([]LineItem{
		tokenItem("", b.Rival.Input+b.Rival.ExtraPrompt-cached, base.Input),
		tokenItem("", cached, base.CachedInput), tokenItem("", b.Rival.Output, base.Output),
	})
	if perTuned.cost == nil || perBase.cost == nil {
		return catalog.Invalidf("give prices with --prices FILE", "what a request to %s or its base costs is not known", o.model.Name)
	}
	b.PerTuned, b.PerBase = *perTuned.cost, *perBase.cost
	b.Assumptions = []string{
		saidPrice(o.sheet, o.price),
		fmt.Sprintf("a request to the fine-tune reads %d tokens and answers %d; the base model reads %d more, %d of them from the cache",
			b.Rival.Input, b.Rival.Output, b.Rival.ExtraPrompt, cached),
		"both answer equally well",
	}
	return nil
}

// solve finds the requests a month at which what is saved per request pays for training and hosting.
func (b *BreakEven) solve(own *Ownership) {
	saved := b.PerBase.Sub(b.PerTuned)
	months := own.monthsUsed()
	b.months = months
	switch {
	case months.Sign() == 0:
		b.Text = fmt.Sprintf("there is no time left: the fine-tune is shut down on %s", own.Lifetime.Shutdown)
		return
	case saved.Sign() <= 0:
		b.Text = fmt.Sprintf("the fine-tune never wins: a request costs %s, on %s with the longer prompt %s",
			b.PerTuned.Display(), b.Rival.Base, b.PerBase.Display())
		return
	}
	fixed := b.Training.Add(b.Hosting).Rat()
	n := ceil(fixed.Quo(fixed, new(big.Rat).Mul(saved.Rat(), months)))
	if n == nil {
		b.Text = "the fine-tune wins only beyond any number of requests that is counted here"
		return
	}
	b.Requests = n
	b.Text = fmt.Sprintf("the fine-tune wins from %s requests a month on, over %d days", money.Group(fmt.Sprint(*n)), b.Days)
}

// monthsUsed is the exact number of months that are counted.
func (f *Ownership) monthsUsed() *big.Rat {
	sum := new(big.Rat)
	for i, bill := range f.Bills {
		days := f.From.AddMonths(i).Until(f.From.AddMonths(i + 1))
		sum.Add(sum, big.NewRat(int64(bill.Days), int64(days)))
	}
	return sum
}

// ceil is the least whole number that is not below r; nil when it does not fit.
func ceil(r *big.Rat) *int64 {
	whole, rest := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	if !whole.IsInt64() {
		return nil
	}
	n := whole.Int64()
	return &n
}

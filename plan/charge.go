package plan

import (
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// span is an amount between two bounds: cost is nil when no single amount is known, high when nothing bounds it.
type span struct {
	low        money.USD
	cost, high *money.USD
}

func fixed(u money.USD) span { return span{u, &u, &u} }

// add sums two spans; what is unknown in one is unknown in the sum.
func (s span) add(t span) span {
	sum := func(a, b *money.USD) *money.USD {
		if a == nil || b == nil {
			return nil
		}
		c := a.Add(*b)
		return &c
	}
	return span{s.low.Add(t.low), sum(s.cost, t.cost), sum(s.high, t.high)}
}

// each applies f to every amount that is known.
func (s span) each(f func(money.USD) money.USD) span {
	apply := func(u *money.USD) *money.USD {
		if u == nil {
			return nil
		}
		v := f(*u)
		return &v
	}
	return span{f(s.low), apply(s.cost), apply(s.high)}
}

// bounds returns low and high for a value that leaves out what the cost says already.
func (s span) bounds() (low, high *money.USD) {
	if s.cost != nil && s.low.Equal(*s.cost) && s.high != nil && s.high.Equal(*s.cost) {
		return nil, nil
	}
	low = new(money.USD)
	*low = s.low
	return low, s.high
}

func (s span) total() Total { return Total{s.cost, s.low, s.high} }

// job is what a training charge is computed from: one epoch's tokens by the provider's count, the price, the rules.
type job struct {
	low, middle, high int64 // tokens of one epoch
	unknown           bool  // nothing bounds the tokens from above
	hours             *int64
	price             *catalog.Price
	billing           catalog.Billing
}

// cost is the charge for a job of n epochs, the provider's minimum and cap applied.
func (j *job) cost(epochs int64) span {
	var s span
	switch j.price.Unit {
	case money.PerHour:
		s = j.hourly()
	case money.PerJob:
		s = j.priced(1, 1, 1)
	default:
		s = j.priced(j.billing.Billed(j.low, epochs), j.billing.Billed(j.middle, epochs), j.billing.Billed(j.high, epochs))
		if j.unknown {
			s.cost, s.high = nil, nil
		}
	}
	if limit := j.price.CapPerJob; limit != nil {
		s = s.each(func(u money.USD) money.USD { return money.Least(u, *limit) })
		if s.high == nil && j.price.Training != nil {
			s.high = limit
		}
	}
	if minimum := j.billing.MinimumCharge; minimum != nil {
		s = s.each(func(u money.USD) money.USD { return money.Most(u, *minimum) })
	}
	return s
}

// priced applies the row's price, or its range of prices, to a quantity at the least, in the middle and at the most.
func (j *job) priced(low, middle, high int64) span {
	p := j.price
	if p.TrainingLow != nil {
		return span{*money.Rate{Price: p.TrainingLow, Unit: p.Unit}.Cost(low), nil, money.Rate{Price: p.TrainingHigh, Unit: p.Unit}.Cost(high)}
	}
	if p.Training == nil {
		return span{}
	}
	rate := money.Rate{Price: p.Training, Unit: p.Unit}
	return span{*rate.Cost(low), rate.Cost(middle), rate.Cost(high)}
}

func (j *job) hourly() span {
	if j.hours == nil {
		return span{}
	}
	return j.priced(*j.hours, *j.hours, *j.hours)
}

// Charge is what a number of billed tokens costs: by the rate, at most the cap and at least the minimum of a job. It is nil
// where training is not sold by tokens at a known price.
func (t *Training) Charge(tokens int64) *money.USD {
	cost := money.Rate{Price: t.PricePerMillion, Unit: money.PerMillion}.Cost(tokens)
	if cost == nil {
		return nil
	}
	if t.CapPerJob != nil {
		*cost = money.Least(*cost, *t.CapPerJob)
	}
	if t.MinimumCharge != nil {
		*cost = money.Most(*cost, *t.MinimumCharge)
	}
	return cost
}

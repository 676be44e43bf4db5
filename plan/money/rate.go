package money

import "github.com/shopspring/decimal"

// Unit is what a price is for.
type Unit string

// The units that prices come in.
const (
	PerMillion Unit = "1M tokens"
	PerHour    Unit = "hour"
	PerJob     Unit = "job"
)

// Rate is a price for a unit. A nil Price is a price that nobody knows.
type Rate struct {
	Price *USD `json:"price"`
	Unit  Unit `json:"unit"`
}

// Cost returns what quantity costs at the rate: tokens for [PerMillion], hours for [PerHour], jobs for [PerJob]. The
// product is exact. It is nil when the price is unknown.
func (r Rate) Cost(quantity int64) *USD {
	if r.Price == nil {
		return nil
	}
	n := decimal.NewFromInt(quantity)
	if r.Unit == PerMillion {
		n = n.Shift(-6)
	}
	cost := r.Price.Scale(n)
	return &cost
}

package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/plan/money"
)

// Sheet is a list of prices with its source and date. Amounts are in US dollars once read, whatever the file's currency.
type Sheet struct {
	Version     int           `json:"version"`
	Name        string        `json:"sheet"`
	Extends     string        `json:"extends,omitzero"` // the sheet that this one is laid over
	Provider    string        `json:"provider"`
	Currency    string        `json:"currency"`
	USDPerUnit  *money.USD    `json:"usd_per_unit,omitzero"` // dollars for one unit of the currency
	RateSource  string        `json:"rate_source,omitzero"`
	RateChecked Date          `json:"rate_checked,omitzero"`
	Discount    money.Percent `json:"discount_percent,omitzero"` // taken off every price, of the extended sheet too
	Checked     Date          `json:"checked"`
	Source      string        `json:"source"`
	Confidence  string        `json:"confidence,omitzero"`
	Prices      []Price       `json:"prices"`
	Base        []BasePrice   `json:"base,omitempty"`    // untuned models, for comparison
	Hosting     []Hosting     `json:"hosting,omitempty"` // by tier, where a row has none of its own
	Notes       []string      `json:"notes,omitempty"`

	SHA256 string `json:"-"` // of the file; for an overlay of both files' hashes
}

// Price is one row: what training a model costs, and using it afterwards. A nil amount is one that nobody knows.
type Price struct {
	Model        string            `json:"model"`             // a snapshot, a family, or a size class
	Tier         string            `json:"tier,omitzero"`     // "" holds for every tier without a row of its own
	When         map[string]string `json:"when,omitempty"`    // hyperparameters that the price holds for
	Training     *money.USD        `json:"training,omitzero"` // per unit
	TrainingLow  *money.USD        `json:"training_low,omitzero"`
	TrainingHigh *money.USD        `json:"training_high,omitzero"`
	Unit         money.Unit        `json:"training_unit,omitzero"` // [PerMillion] when left out
	CapPerJob    *money.USD        `json:"cap_per_job,omitzero"`
	Standard     *TokenPrices      `json:"standard,omitzero"`
	Batch        *TokenPrices      `json:"batch,omitzero"`
	HostingHour  *money.USD        `json:"hosting_per_hour,omitzero"`
	Source       string            `json:"source,omitzero"`  // the sheet's when left out
	Checked      Date              `json:"checked,omitzero"` // the sheet's when left out
	Note         string            `json:"note,omitzero"`
}

// TokenPrices are prices of using a model, each per million tokens.
type TokenPrices struct {
	Input       *money.USD `json:"input,omitzero"`
	CachedInput *money.USD `json:"cached_input,omitzero"`
	Output      *money.USD `json:"output,omitzero"`
}

// BasePrice is what an untuned model costs, per million tokens.
type BasePrice struct {
	Model       string     `json:"model"`
	Input       *money.USD `json:"input"`
	CachedInput *money.USD `json:"cached_input,omitzero"`
	Output      *money.USD `json:"output"`
}

// Hosting is what keeping a tuned model deployed costs.
type Hosting struct {
	Tier    string     `json:"tier"`
	PerHour *money.USD `json:"per_hour"`
}

// ReadSheet reads a price sheet strictly: an unknown or repeated name, a repeated row, a price that is negative or no
// decimal string, another currency without a dated rate are errors. Amounts are converted to US dollars.
func ReadSheet(data []byte) (*Sheet, error) {
	var s Sheet
	if err := document.Decode(data, &s); err != nil {
		return nil, fmt.Errorf("price sheet: %w", err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("price sheet %q: %w", document.Clip(s.Name), err)
	}
	s.SHA256 = document.Digest(data)
	factor := s.Discount.Rest()
	if s.USDPerUnit != nil {
		factor = factor.Mul(s.USDPerUnit.Decimal())
	}
	s.scale(factor)
	for i := range s.Prices {
		s.Prices[i].inherit(&s)
	}
	return &s, nil
}

func (p *Price) inherit(s *Sheet) {
	if p.Unit == "" {
		p.Unit = money.PerMillion
	}
	if p.Source == "" {
		p.Source = s.Source
	}
	if p.Checked.IsZero() {
		p.Checked = s.Checked
	}
}

func (s *Sheet) check() error {
	switch {
	case s.Version != 1:
		return fmt.Errorf("version is %d, this program reads 1", s.Version)
	case s.Name == "" || s.Provider == "" || s.Source == "":
		return fmt.Errorf("sheet, provider and source must be given")
	case s.Checked.IsZero():
		return fmt.Errorf("checked, the date on which the prices were read, must be given")
	case len(s.Prices) == 0 && s.Discount.IsZero():
		return fmt.Errorf("it holds no price")
	}
	if err := s.checkCurrency(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, p := range s.Prices {
		key := p.key()
		if seen[key] {
			return fmt.Errorf("%s is priced twice", p.label())
		}
		seen[key] = true
		if err := p.check(); err != nil {
			return fmt.Errorf("%s: %w", p.label(), err)
		}
	}
	return checkAmounts(s.otherAmounts())
}

func (s *Sheet) checkCurrency() error {
	if s.Currency == "USD" {
		if s.USDPerUnit != nil {
			return fmt.Errorf("usd_per_unit is for currencies other than USD")
		}
		return nil
	}
	if s.Currency == "" || s.USDPerUnit == nil || s.RateSource == "" || s.RateChecked.IsZero() {
		return fmt.Errorf("currency %q needs usd_per_unit, rate_source and rate_checked", document.Clip(s.Currency))
	}
	if s.USDPerUnit.Sign() <= 0 {
		return fmt.Errorf("usd_per_unit must be above 0")
	}
	return checkAmounts([]*money.USD{s.USDPerUnit})
}

func (p *Price) check() error {
	switch {
	case p.Model == "":
		return fmt.Errorf("a row names no model")
	case p.Unit != "" && p.Unit != money.PerMillion && p.Unit != money.PerHour && p.Unit != money.PerJob:
		return fmt.Errorf("training_unit %q is none of %s, %s, %s", document.Clip(string(p.Unit)), money.PerMillion, money.PerHour, money.PerJob)
	case (p.TrainingLow == nil) != (p.TrainingHigh == nil):
		return fmt.Errorf("training_low and training_high go together")
	case p.TrainingLow != nil && p.Training != nil:
		return fmt.Errorf("training and a range exclude each other")
	case p.TrainingLow != nil && p.TrainingLow.Cmp(*p.TrainingHigh) > 0:
		return fmt.Errorf("training_low is above training_high")
	}
	return checkAmounts(p.amounts())
}

// dearest is the highest price that is taken for one.
var dearest = money.NewUSD(1_000_000_000)

// checkAmounts refuses a negative price, and one that no price is: above a billion or finer than eight decimals.
func checkAmounts(amounts []*money.USD) error {
	for _, a := range amounts {
		if a == nil {
			continue
		}
		if a.Sign() < 0 || a.Cmp(dearest) > 0 || a.Places() > 8 {
			return fmt.Errorf("%s is no price: from 0 to a billion, with at most eight decimals", document.Clip(a.String()))
		}
	}
	return nil
}

// amounts lists every amount of the row, nil ones too.
func (p *Price) amounts() []*money.USD {
	list := []*money.USD{p.Training, p.TrainingLow, p.TrainingHigh, p.CapPerJob, p.HostingHour}
	for _, t := range []*TokenPrices{p.Standard, p.Batch} {
		if t != nil {
			list = append(list, t.Input, t.CachedInput, t.Output)
		}
	}
	return list
}

// otherAmounts lists the amounts that stand outside of the rows.
func (s *Sheet) otherAmounts() []*money.USD {
	var list []*money.USD
	for _, b := range s.Base {
		list = append(list, b.Input, b.CachedInput, b.Output)
	}
	for _, h := range s.Hosting {
		list = append(list, h.PerHour)
	}
	return list
}

// scale multiplies every amount of a sheet that was just read and is not shared yet.
func (s *Sheet) scale(factor decimal.Decimal) {
	list := s.otherAmounts()
	for i := range s.Prices {
		list = append(list, s.Prices[i].amounts()...)
	}
	for _, a := range list {
		if a != nil {
			*a = a.Scale(factor)
		}
	}
}

// key tells rows apart; label names one in a message.
func (p *Price) key() string {
	parts := []string{p.Model, p.Tier}
	for _, name := range slices.Sorted(maps.Keys(p.When)) {
		parts = append(parts, name+"="+p.When[name])
	}
	return strings.Join(parts, "\x00")
}

func (p *Price) label() string {
	label := document.Clip(p.Model)
	if p.Tier != "" {
		label += " (" + p.Tier + ")"
	}
	for _, name := range slices.Sorted(maps.Keys(p.When)) {
		label += " " + name + "=" + p.When[name]
	}
	return label
}

// AgeDays is the number of days since the sheet was checked.
func (s *Sheet) AgeDays(now time.Time) int { return s.Checked.Until(DateOf(now)) }

// HostingFee is the hourly fee for a deployment on a tier: the row's own, else the sheet's; nil = unknown.
func (s *Sheet) HostingFee(p *Price, tier string) *money.USD {
	if p.HostingHour != nil {
		return p.HostingHour
	}
	for _, h := range s.Hosting {
		if h.Tier == tier {
			return h.PerHour
		}
	}
	return nil
}

// Known is t, or prices that nobody knows.
func (t *TokenPrices) Known() TokenPrices {
	if t == nil {
		return TokenPrices{}
	}
	return *t
}

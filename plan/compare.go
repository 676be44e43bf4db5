package plan

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// Candidate is a model at a provider, seen as a place for the same file.
type Candidate struct {
	Model           string           `json:"model"`
	Provider        string           `json:"provider"`
	Encoding        string           `json:"encoding"`
	Methods         []catalog.Method `json:"methods"`
	Accepted        bool             `json:"accepted"`
	Why             string           `json:"why,omitempty"` // it is not accepted
	PricePerMillion *money.USD       `json:"price_per_million"`
	PriceLow        *money.USD       `json:"price_low,omitzero"`
	PriceHigh       *money.USD       `json:"price_high,omitzero"`
	Costs           []EpochCost      `json:"costs"` // by the asked numbers of epochs
	Lifetime        catalog.Lifetime `json:"lifetime"`
	Launchable      bool             `json:"launchable"` // the provider speaks the protocol, and still trains the model

	most []*money.USD // that training and validation may cost, beside Costs; nil where nothing bounds it
}

// Compare prices the same file at every model and provider (each tier, no gateways), for each number of epochs.
// Surveys are by encoding, from one pass over the file; a model whose encoding has no survey is shown as not accepted,
// with the reason. Settings give the method, the price sheet where it applies, and what else holds everywhere; their
// model and provider are ignored. The order is that of the catalog.
func Compare(s Settings, surveys map[string]*Survey, epochs []int64, c *catalog.Catalog, now time.Time) []Candidate {
	var providers []*catalog.Provider
	for _, name := range c.ProviderNames() {
		if p, err := c.Provider(name); err == nil && p.Fronts == "" && (name != p.Base || p.Tier == "") {
			providers = append(providers, p)
		}
	}
	var list []Candidate
	for i := range c.Models {
		m := &c.Models[i]
		for _, p := range providers {
			if m.Offer(p.Base) != nil {
				list = append(list, candidate(c, s, m, p, surveys[m.Encoding], epochs, now))
			}
		}
	}
	return list
}

func candidate(c *catalog.Catalog, s Settings, m *catalog.Model, p *catalog.Provider, survey *Survey, epochs []int64, now time.Time) Candidate {
	o := m.Offer(p.Base)
	result := Candidate{
		Model: m.Name, Provider: p.Name, Encoding: m.Encoding, Methods: o.Methods,
		Lifetime: o.Lifetime(p, now), Launchable: o.Launchable(p, now),
	}
	if survey == nil {
		result.Why = "its tokens were not counted"
		if m.Encoding == "" {
			result.Why = "its tokens cannot be counted here"
		}
		return result
	}
	validation := s.Validation
	s.Model, s.Provider, s.Hyperparameters, s.Validation = m.Name, p.Name, nil, nil
	if sheet, err := c.Sheet(s.Sheet); err != nil || sheet.Provider != p.Base {
		s.Sheet = ""
	}
	for _, n := range epochs {
		s.Epochs = n
		d, err := newDraft(s, survey, c, now)
		if err != nil {
			result.Why = reasonOf(err)
			return result
		}
		result.PricePerMillion, result.PriceLow, result.PriceHigh = d.price.ByTokens()
		result.Costs = append(result.Costs, d.job().row(n))
		result.most = append(result.most, d.mostWith(validation))
	}
	result.Accepted = true
	return result
}

// mostWith is the most that training and the validation file, if there is one, may cost; nil where nothing bounds it. A
// validation file that was counted for another encoding has no known cost where validation is billed.
func (d *draft) mostWith(validation *Survey) *money.USD {
	cost := d.job().cost(d.epochs)
	if validation == nil || d.provider.Billing.Validation == "not billed" {
		return cost.high
	}
	if validation.Encoding != d.model.Encoding {
		return nil
	}
	with := *d
	with.settings.Validation = validation
	return cost.add(with.validation(&Quote{})).high
}

func reasonOf(err error) string {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return refusal.Reason
	}
	return err.Error()
}

// Fit is a change that brings a quote under a budget.
type Fit struct {
	Change string    `json:"change"` // epochs, examples, model
	Text   string    `json:"text"`   // what to change, as words
	Cost   money.USD `json:"cost"`   // at most, after the change
}

// OverBudget is what keeps a quote from a budget: the most it may cost, by how much that is over, and what would fit.
type OverBudget struct {
	Max  money.USD  `json:"max"`
	Cost *money.USD `json:"cost"` // at most; nil when nothing bounds it
	Over *money.USD `json:"over"`
	Fits []Fit      `json:"fits"`
}

// Within compares the quote with a budget. It returns nil when the most the quote may cost is within it. Others are
// candidates of [Compare] for the same file, for naming a cheaper model; they may be nil.
func (q *Quote) Within(limit money.USD, others []Candidate) *OverBudget {
	high := q.Total.High
	if high != nil && high.Cmp(limit) <= 0 {
		return nil
	}
	over := &OverBudget{Max: limit, Cost: high}
	if high != nil {
		excess := high.Sub(limit)
		over.Over = &excess
	}
	for _, fit := range []*Fit{q.fewerEpochs(limit), q.cheaperModel(limit, others), q.fewerExamples(limit)} {
		if fit != nil {
			over.Fits = append(over.Fits, *fit)
		}
	}
	return over
}

// Refusal is the no that a budget says, with what would fit as the hint.
func (o *OverBudget) Refusal() *Refusal {
	hint := "nothing smaller was found that fits"
	for i, fit := range o.Fits {
		if i == 0 {
			hint = "what would fit: " + fit.Text
			continue
		}
		hint += "; or " + fit.Text
	}
	if o.Over == nil {
		return refuse(hint, "nothing bounds the total, so the budget of %s cannot be kept", o.Max.Display())
	}
	return refuse(hint, "the quote may cost %s, %s over the budget of %s", o.Cost.AtMost(), o.Over.AtMost(), o.Max.Display())
}

// high is the most that the row may cost; nil when nothing bounds it.
func (e EpochCost) high() *money.USD {
	if e.CostHigh != nil || e.CostLow != nil {
		return e.CostHigh
	}
	return e.Cost
}

func (q *Quote) fewerEpochs(limit money.USD) *Fit {
	rest, ok := q.besideTraining()
	if !ok {
		return nil
	}
	for _, row := range slices.Backward(q.PerEpoch) {
		high := row.high()
		if row.Epochs >= q.Epochs || high == nil {
			continue
		}
		if cost := high.Add(rest); cost.Cmp(limit) <= 0 {
			return &Fit{"epochs", fmt.Sprintf("--epochs %d (%s)", row.Epochs, cost.AtMost()), cost}
		}
	}
	return nil
}

// besideTraining is the most that everything but training may cost; ok is false when nothing bounds it.
func (q *Quote) besideTraining() (rest money.USD, ok bool) {
	for i := range q.Items {
		high := q.Items[i].span().high
		if high == nil {
			return money.USD{}, false
		}
		if q.Items[i].Name != "training" {
			rest = rest.Add(*high)
		}
	}
	return rest, true
}

// cheaperModel is the dearest other model that fits with the same number of epochs, as the nearest substitute.
func (q *Quote) cheaperModel(limit money.USD, others []Candidate) *Fit {
	var best *Fit
	for _, other := range others {
		if !other.Accepted || !other.Launchable || (other.Model == q.Model && other.Provider == q.Provider) {
			continue
		}
		for i, row := range other.Costs {
			high := other.most[i]
			if row.Epochs != q.Epochs || high == nil || high.Cmp(limit) > 0 || (best != nil && high.Cmp(best.Cost) <= 0) {
				continue
			}
			text := fmt.Sprintf("--model %s --provider %s (%s)", other.Model, other.Provider, high.AtMost())
			best = &Fit{"model", text, *high}
		}
	}
	return best
}

// fewerExamples says how many examples of average length the budget pays for.
func (q *Quote) fewerExamples(limit money.USD) *Fit {
	high, examples := q.Total.High, q.file(TrainingFile).Examples
	if high == nil || high.Sign() <= 0 || q.Training.BilledTokens == nil {
		return nil
	}
	if minimum := q.Training.MinimumCharge; minimum != nil && limit.Cmp(*minimum) < 0 {
		return nil
	}
	n := limit.Times(examples).Quotient(*high)
	if n < 1 || n >= examples {
		return nil
	}
	text := fmt.Sprintf("about %d of the %d examples, if they are of average length", n, examples)
	return &Fit{"examples", text, limit}
}

// Within compares the estimate with a budget, as [Quote.Within] does.
func (e *Estimate) Within(limit money.USD) *OverBudget {
	q := Quote{Model: e.Model, Provider: e.Provider, Epochs: e.Epochs, Training: e.Training, PerEpoch: e.PerEpoch, Total: e.Total}
	return q.Within(limit, nil)
}

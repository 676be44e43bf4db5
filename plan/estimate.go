package plan

import (
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// EstimateVersion is the version of the estimate's JSON.
const EstimateVersion = 1

// Estimate is a price without a file: training for tokens counted elsewhere, and the cost of owning the model.
type Estimate struct {
	Version   int              `json:"version"`
	Model     string           `json:"model"`
	Provider  string           `json:"provider"`
	Epochs    int64            `json:"epochs"`
	Training  Training         `json:"training"`
	PerEpoch  []EpochCost      `json:"per_epoch"`
	Total     Total            `json:"total"` // of training, exact
	Ownership *Ownership       `json:"ownership,omitzero"`
	Prices    PriceSource      `json:"prices"`
	Lifetime  catalog.Lifetime `json:"lifetime"`

	Assumptions []string `json:"assumptions"`
	Warnings    []string `json:"warnings,omitempty"`
}

// NewEstimate prices tokens given by hand: tokens are those of one epoch, examples may be 0 when epochs are given.
// Usage may be nil. Errors are as those of [NewQuote]; training after the last training day is refused here too, unless the
// settings ask for its price.
func NewEstimate(s Settings, tokens, examples int64, u *Usage, c *catalog.Catalog, now time.Time) (*Estimate, error) {
	if tokens < 0 || tokens > money.MaxQuantity {
		return nil, catalog.Invalidf("give a quantity such as 5M", "%d tokens are out of range", tokens)
	}
	d, err := handDraft(s, tokens, examples, c, now)
	if err != nil {
		return nil, err
	}
	j := d.job()
	cost := j.cost(d.epochs)
	e := &Estimate{
		Version: EstimateVersion, Model: d.model.Name, Provider: d.provider.Name, Epochs: d.epochs,
		Training: d.training(j, cost), PerEpoch: d.perEpoch(j), Total: cost.total(), Prices: d.source(),
		Lifetime: d.offer.Lifetime(d.provider, now), Assumptions: d.assumptions(), Warnings: d.warnings(),
	}
	if u == nil {
		return e, nil
	}
	e.Ownership, err = NewOwnership(s, e.Total, *u, c, now)
	return e, err
}

// handDraft is a draft for a file that is only known by its tokens.
func handDraft(s Settings, tokens, examples int64, c *catalog.Catalog, now time.Time) (*draft, error) {
	format := map[catalog.Method]string{catalog.DPO: "preference", catalog.Reinforcement: "reinforcement"}[s.Method]
	t, err := newTarget(c, s, format)
	if err != nil {
		return nil, err
	}
	if err := t.open(c, now); err != nil && !s.PastTraining {
		return nil, err
	}
	survey := &Survey{
		File: FileRef{Examples: examples}, Encoding: t.model.Encoding, Basis: "estimate",
		Tokens: TokenCounts{Billed: tokens}, Notes: []string{"the tokens were given by hand"},
	}
	d := &draft{target: t, settings: s, survey: survey, catalog: c, now: now}
	if s.Epochs == 0 && examples == 0 {
		return nil, catalog.Invalidf("give --epochs N, or --examples N for the automatic number", "the number of epochs cannot be resolved without examples")
	}
	if d.epochs, d.epochsWhy, err = t.provider.PinEpochs(t.method, s.Epochs, examples); err != nil {
		return nil, err
	}
	if d.parameters, err = t.provider.Pin(t.method, s.Hyperparameters, d.epochs); err != nil {
		return nil, err
	}
	return d, d.findPrice()
}

package plan

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/plan/money"
)

// charge fills in everything that costs: training, the table by epochs, validation, line items, total, anatomy.
func (d *draft) charge(q *Quote) {
	j := d.job()
	training := j.cost(d.epochs)
	q.Training = d.training(j, training)
	q.PerEpoch = d.perEpoch(j)
	q.Items = []LineItem{d.trainingItem(q.Training, training)}
	total := training
	if d.settings.Validation != nil {
		cost := d.validation(q)
		total = total.add(cost)
	}
	q.Total = total.total()
	q.Anatomy, q.Dearest = d.anatomy(), d.dearest()
}

// job counts one epoch the provider's way: a survey holds one token per example beside the messages.
func (d *draft) job() *job {
	extra := d.overhead(d.survey)
	low, high := d.survey.Tokens.Bounds()
	return &job{
		low: low + extra, middle: d.survey.Tokens.Billed + extra, high: high + extra,
		unknown: d.unknown(d.survey), hours: d.settings.Hours, price: d.price, billing: d.provider.Billing,
	}
}

// overhead is what the provider adds to the survey's count in one epoch. A preference pair is two conversations.
func (d *draft) overhead(s *Survey) int64 {
	if d.model.Chat != "openai" {
		return 0
	}
	conversations := s.File.Examples
	if s.Format == dataset.Preference.String() {
		conversations *= 2
	}
	return (d.provider.Billing.ExampleTokens - 1) * conversations
}

// unknown reports whether nothing bounds what the provider bills for a file.
func (d *draft) unknown(s *Survey) bool {
	return s.Unknown > 0 || d.provider.Billing.DataImages == "unknown" && s.DataImages > 0
}

func (d *draft) training(j *job, cost span) Training {
	t := Training{
		TokensPerEpoch: j.middle, TrainedPerEpoch: d.survey.Tokens.Trained, Unit: d.price.Unit,
		PriceLow: d.price.TrainingLow, PriceHigh: d.price.TrainingHigh, Cost: cost.cost,
		MinimumCharge: d.provider.Billing.MinimumCharge, CapPerJob: d.price.CapPerJob, Basis: d.basis(),
		Format: d.survey.Format, ExactExamples: d.survey.Exact, Constructs: d.survey.Constructs(),
	}
	t.CostLow, t.CostHigh = cost.bounds()
	switch d.price.Unit {
	case money.PerMillion:
		t.PricePerMillion = d.price.Training
		t.BilledTokens = j.billed(d.epochs)
		switch {
		case j.unknown:
			low := j.billing.Billed(j.low, d.epochs)
			t.BilledLow = &low
		case j.low != j.high:
			low, high := j.billing.Billed(j.low, d.epochs), j.billing.Billed(j.high, d.epochs)
			t.BilledLow, t.BilledHigh = &low, &high
		}
	case money.PerHour:
		t.PricePerHour, t.Hours = d.price.Training, d.settings.Hours
	}
	return t
}

// billed is the job's token count as billed; nil when tokens are not what is sold, or nobody knows how many.
func (j *job) billed(epochs int64) *int64 {
	if j.price.Unit != money.PerMillion || j.unknown {
		return nil
	}
	n := j.billing.Billed(j.middle, epochs)
	return &n
}

func (d *draft) basis() string {
	if d.survey.Basis != "exact" || d.provider.Billing.Estimate {
		return "estimate"
	}
	return "exact"
}

// perEpoch is the table of costs for 1 epoch up to the chosen number, at least 5, at most 50, and the chosen one.
func (d *draft) perEpoch(j *job) []EpochCost {
	var table []EpochCost
	for n := int64(1); n <= min(50, max(5, d.epochs)); n++ {
		table = append(table, j.row(n))
	}
	if d.epochs > 50 {
		table = append(table, j.row(d.epochs))
	}
	return table
}

// row is the charge for a number of epochs.
func (j *job) row(epochs int64) EpochCost {
	cost := j.cost(epochs)
	row := EpochCost{Epochs: epochs, BilledTokens: j.billed(epochs), Cost: cost.cost}
	row.CostLow, row.CostHigh = cost.bounds()
	return row
}

func (d *draft) trainingItem(t Training, cost span) LineItem {
	item := LineItem{
		Name: "training", Unit: "tokens", Quantity: t.BilledTokens,
		Rate: money.Rate{Price: d.price.Training, Unit: d.price.Unit}, Cost: cost.cost, Note: d.price.Note,
	}
	item.Low, item.High = cost.bounds()
	switch d.price.Unit {
	case money.PerHour:
		item.Unit, item.Quantity = "hours", t.Hours
	case money.PerJob:
		one := int64(1)
		item.Unit, item.Quantity = "jobs", &one
	}
	return item
}

// validation adds the validation file's item and returns what it costs.
func (d *draft) validation(q *Quote) span {
	v := d.settings.Validation
	perEpoch := v.Tokens.Billed + d.overhead(v)
	quantity := perEpoch * d.epochs
	cost, rate := span{}, money.Rate{Price: nil, Unit: money.PerMillion}
	switch d.provider.Billing.Validation {
	case "not billed":
		cost, rate = fixed(money.USD{}), money.Rate{Price: &money.USD{}, Unit: money.PerMillion}
	case "billed":
		j := job{low: perEpoch, middle: perEpoch, high: perEpoch, unknown: d.unknown(v), price: d.price}
		cost, rate = j.cost(d.epochs), money.Rate{Price: d.price.Training, Unit: d.price.Unit}
	}
	item := LineItem{
		Name: "validation", Unit: "tokens", Quantity: &quantity, Rate: rate, Cost: cost.cost,
		Note: d.provider.Billing.Validation + " by " + d.provider.Title,
	}
	item.Low, item.High = cost.bounds()
	q.Items = append(q.Items, item)
	q.Validation = &Validation{v.File.Examples, perEpoch, d.provider.Billing.Validation, cost.cost}
	return cost
}

// anatomy prices the parts of the tokens in all epochs.
func (d *draft) anatomy() []Share {
	var shares []Share
	for _, part := range d.survey.Tokens.Parts {
		shares = append(shares, Share{part, d.tokensCost(part.Tokens)})
	}
	return shares
}

// dearest prices the lines with the most tokens.
func (d *draft) dearest() []LineCost {
	var lines []LineCost
	for _, line := range d.survey.Dearest {
		lines = append(lines, LineCost{line, d.tokensCost(line.Tokens)})
	}
	return lines
}

// tokensCost is what some tokens of one epoch cost in all epochs; nil when tokens are not what is sold.
func (d *draft) tokensCost(perEpoch int64) *money.USD {
	if d.price.Unit != money.PerMillion {
		return nil
	}
	return money.Rate{Price: d.price.Training, Unit: money.PerMillion}.Cost(perEpoch * d.epochs)
}

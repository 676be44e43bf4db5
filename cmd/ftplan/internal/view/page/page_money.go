package page

import (
	"slices"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/costs"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/examples"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/money"
	"github.com/ftplan/ftplan/tokenize"
)

// A tokenRow is a part of the tokens of one epoch, and what it costs in all epochs.
type tokenRow struct {
	plan.Part
	Share string
	Width percent
	Cost  string
	Kind  string // trained or context
}

// tokenRows are the parts of the tokens, with their costs where the quote has them.
func tokenRows(s *plan.Survey, q *plan.Quote) []tokenRow {
	costs := map[string]string{}
	if q != nil {
		decimals := placesOf(q.Anatomy, func(s plan.Share) *money.USD { return s.Cost })
		for _, share := range q.Anatomy {
			costs[share.Name] = view.AmountOf(share.Cost, decimals)
		}
	}
	var rows []tokenRow
	for _, part := range s.Tokens.Parts {
		row := tokenRow{Part: part, Share: examples.Share(part.Tokens, s.Tokens.Billed), Cost: costs[part.Name], Kind: "context"}
		if s.Tokens.Billed > 0 {
			row.Width = percent(100 * float64(part.Tokens) / float64(s.Tokens.Billed))
		}
		if part.Name == tokenize.AnswerPart.String() {
			row.Kind = "trained"
		}
		rows = append(rows, row)
	}
	return rows
}

// placesOf returns the decimals for a table of amounts that rows hold.
func placesOf[R any](rows []R, amount func(R) *money.USD) int {
	amounts := make([]*money.USD, len(rows))
	for i, row := range rows {
		amounts[i] = amount(row)
	}
	return view.Places(amounts)
}

// An epochRow is what a number of epochs costs.
type epochRow struct {
	plan.EpochCost
	Cost   string
	Chosen bool
}

// height is what a bar of the row is as high as, 0 where nothing bounds the cost.
func (e epochRow) height() float64 {
	if high := epochHigh(e.EpochCost); high != nil {
		return drawn(*high)
	}
	return 0
}

func epochRows(q *plan.Quote) []epochRow {
	var rows []epochRow
	decimals := placesOf(q.PerEpoch, epochHigh)
	for _, e := range q.PerEpoch {
		rows = append(rows, epochRow{e, costOf(e, decimals), e.Epochs == q.Epochs})
	}
	return rows
}

// A dearRow is one of the lines with the most tokens.
type dearRow struct {
	Line, Tokens, Cost string
}

// dearColumn is how many of them stand below each other.
const dearColumn = 10

// dearColumns are the dearest lines, in columns.
func dearColumns(q *plan.Quote) [][]dearRow {
	var rows []dearRow
	decimals := placesOf(q.Dearest, func(l plan.LineCost) *money.USD { return l.Cost })
	for _, l := range q.Dearest {
		rows = append(rows, dearRow{view.Number(int64(l.Line)), view.Number(l.Tokens), view.AmountOf(l.Cost, decimals)})
	}
	return slices.Collect(slices.Chunk(rows, dearColumn))
}

// A billRow is one month of an ownership, with what was paid up to its end.
type billRow struct {
	plan.Bill
	Sum string
}

func billsOf(o *plan.Ownership) []billRow {
	var rows []billRow
	sum := o.Training.Cost
	for _, b := range o.Bills {
		row := billRow{Bill: b, Sum: "unknown"}
		if sum != nil && b.Cost.Cost != nil {
			next := sum.Add(*b.Cost.Cost)
			sum, row.Sum = &next, view.AmountOf(&next, 2)
		} else {
			sum = nil
		}
		rows = append(rows, row)
	}
	return rows
}

// A sideRow is what a break-even's sides cost with a number of requests a month.
type sideRow struct {
	Requests, Tuned, Base string
}

func sidesOf(b *plan.BreakEven) []sideRow {
	reach := breakEvenReach(b)
	var rows []sideRow
	for _, requests := range []int64{0, reach / 4, reach / 2, reach / 4 * 3, reach} {
		tuned, base := b.Costs(requests)
		rows = append(rows, sideRow{view.Number(requests), view.AmountOf(&tuned, 2), view.AmountOf(&base, 2)})
	}
	return rows
}

// A compareFlags is the same file at other models and for other numbers of epochs.
type compareFlags struct {
	Epochs   []int64
	Rows     []whatRow
	Unpriced []plan.Candidate // would take the file, at a price that nobody knows
	Refused  []plan.Candidate
}

// A whatRow is one model at one provider.
type whatRow struct {
	plan.Candidate
	Chosen bool
	Cells  []whatCell
}

// priced reports whether anything is known of what a number of epochs costs.
func priced(e plan.EpochCost) bool {
	return epochHigh(e) != nil || e.CostLow != nil && e.CostLow.Sign() > 0
}

// costOf is what a number of epochs costs, in words.
func costOf(e plan.EpochCost, decimals int) string {
	if e.CostLow != nil && e.CostHigh != nil && e.CostLow.Equal(*e.CostHigh) {
		return view.AmountOf(e.CostLow, decimals)
	}
	return costs.EpochCost(e, decimals)
}

// A whatCell is the cost of one number of epochs.
type whatCell struct {
	Epochs int64
	Cost   string
	Chosen bool
}

func newWhatIf(candidates []plan.Candidate, q *plan.Quote) *compareFlags {
	w := &compareFlags{}
	for _, c := range candidates {
		chosen := c.Model == q.Model && c.Provider == q.Provider
		switch {
		case !c.Accepted:
			w.Refused = append(w.Refused, c)
			continue
		case !chosen && !slices.ContainsFunc(c.Costs, func(e plan.EpochCost) bool { return priced(e) }):
			w.Unpriced = append(w.Unpriced, c)
			continue
		}
		w.Epochs = w.Epochs[:0]
		row := whatRow{Candidate: c, Chosen: chosen}
		decimals := placesOf(c.Costs, epochHigh)
		for _, e := range c.Costs {
			w.Epochs = append(w.Epochs, e.Epochs)
			row.Cells = append(row.Cells, whatCell{e.Epochs, costOf(e, decimals), row.Chosen && e.Epochs == q.Epochs})
		}
		w.Rows = append(w.Rows, row)
	}
	if len(candidates) == 0 {
		return nil
	}
	return w
}

// Price is what a million tokens cost.
func (r whatRow) Price() string {
	switch {
	case r.PricePerMillion != nil:
		return r.PricePerMillion.Display()
	case r.PriceLow != nil && r.PriceHigh != nil:
		return r.PriceLow.Display() + " – " + r.PriceHigh.Display()
	}
	return "unknown"
}

// NoPrice and NoWay say how many offers there are without a price, and how many that do not take the file.
func (w *compareFlags) NoPrice() string { return view.Count(int64(len(w.Unpriced)), "offer") }
func (w *compareFlags) NoWay() string   { return view.Count(int64(len(w.Refused)), "offer") }

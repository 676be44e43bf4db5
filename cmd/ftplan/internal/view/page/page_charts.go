package page

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/examples"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// lengthBars is how many bars a chart of lengths has, more or less; axisLabels is how many labels fit below a chart on a
// narrow screen.
const (
	lengthBars = 20
	axisLabels = 5
)

// lengthBuckets sorts examples by length. Where a few are far longer than the rest, those come last, in a bucket of their
// own, so that the others can still be told apart.
func lengthBuckets(lengths map[int64]int64, l plan.Lengths) (buckets []examples.Bucket, far *examples.Bucket) {
	if len(lengths) == 0 {
		return nil, nil
	}
	if l.Max <= 3*l.P99 {
		return examples.Bucketed(lengths, lengthBars), nil
	}
	far = &examples.Bucket{To: l.Max}
	near := maps.Clone(lengths)
	for length, n := range lengths {
		if length > 2*l.P99 {
			delete(near, length)
			far.Examples += n
		}
	}
	buckets = examples.Bucketed(near, lengthBars)
	far.From = buckets[len(buckets)-1].To + 1
	return buckets, far
}

// lengthChart draws how many examples have which length, and the model's limit where it is near.
func lengthChart(id string, survey *plan.Survey, buckets []examples.Bucket, far *examples.Bucket, limit int64) *chart {
	if len(buckets) == 0 {
		return nil
	}
	if far != nil {
		buckets = append(slices.Clone(buckets), *far)
	}
	c := &chart{ID: id, Caption: "Tokens of an example, and how many examples are so long."}
	most := int64(0)
	for _, b := range buckets {
		most = max(most, b.Examples)
	}
	heights := scaleFor(float64(most), 1)
	c.Grid = heights.grid(countTick)
	axis := lengthAxis{buckets: buckets, far: far != nil}
	step := every(len(buckets), axisLabels)
	for i, b := range buckets {
		one := bar{From: axis.slot(i), Width: axis.slot(1), Height: heights.of(float64(b.Examples)), Kind: "plain"}
		one.Tip = fmt.Sprintf("%s to %s tokens: %s", view.Number(b.From), view.Number(b.To), view.Count(b.Examples, "example"))
		if limit > 0 && b.From > limit {
			one.Kind = "over"
		}
		c.Bars = append(c.Bars, one)
		if i%step == 0 && (far == nil || i+step <= len(buckets)) {
			c.Axis = append(c.Axis, tick{At: axis.slot(i), Label: compact(b.From), Kind: "start"})
		}
	}
	if far != nil {
		c.Axis = append(c.Axis, tick{At: 100, Label: "over " + compact(far.From-1), Kind: "end"})
	}
	c.markLengths(axis, survey, limit)
	c.Text = lengthText(survey, limit)
	c.Caption += " " + c.Text
	return c
}

// A lengthAxis places lengths among buckets of one width, a last one for all that are far longer aside.
type lengthAxis struct {
	buckets []examples.Bucket
	far     bool
}

func (a lengthAxis) slot(i int) percent { return percent(100 * float64(i) / float64(len(a.buckets))) }

// place returns where a length stands, false where the axis does not reach it or is not to scale there.
func (a lengthAxis) place(length int64) (percent, bool) {
	scaled := a.buckets
	if a.far {
		scaled = scaled[:len(scaled)-1]
	}
	first, last := scaled[0], scaled[len(scaled)-1]
	width := first.To - first.From + 1
	return a.slot(1) * percent(length-first.From) / percent(width), length >= first.From && length <= last.To
}

func (c *chart) markLengths(axis lengthAxis, survey *plan.Survey, limit int64) {
	place := func(length int64, row int, line, label string) {
		if x, ok := axis.place(length); ok {
			c.Marks = append(c.Marks, mark{tick: at(x, label), Row: row, Line: line})
		}
	}
	place(survey.Lengths.P50, 0, "dotted", "median "+view.Number(survey.Lengths.P50))
	place(survey.Lengths.P95, 1, "dotted", "95 % up to "+view.Number(survey.Lengths.P95))
	if limit == 0 {
		return
	}
	if x, ok := axis.place(limit); ok {
		c.Marks = append(c.Marks, mark{tick: at(x, "limit "+view.Number(limit)), Row: 2, Line: "limit"})
	} else if limit > survey.Lengths.Max {
		c.Marks = append(c.Marks, mark{tick: at(100, "limit "+view.Number(limit)+" →"), Row: 2, Line: "none"})
	}
}

func lengthText(survey *plan.Survey, limit int64) string {
	l := survey.Lengths
	text := fmt.Sprintf("The shortest example has %s, the median %s, nineteen in twenty at most %s, the longest %s.",
		view.Count(l.Min, "token"), view.Number(l.P50), view.Number(l.P95), view.Number(l.Max))
	if limit > 0 {
		text += fmt.Sprintf(" The model takes %s: %s.", view.Count(limit, "token"), examples.Over(survey.OverLimit))
	}
	return text
}

// costChart draws what each number of epochs costs.
func costChart(id string, q *plan.Quote) *chart {
	c := &chart{ID: id, Caption: "Epochs, and what they cost."}
	rows := epochRows(q)
	most := 0.0
	for _, e := range rows {
		most = max(most, e.height())
	}
	if most == 0 {
		return nil
	}
	heights := scaleFor(most, leastMoney)
	c.Grid = heights.grid(moneyTick)
	width, step := percent(100/float64(len(rows))), every(len(rows), 2*axisLabels)
	for i, e := range rows {
		b := bar{From: width * percent(i), Width: width, Height: heights.of(e.height()), Kind: "plain"}
		b.Tip = fmt.Sprintf("%s: %s", view.Count(e.Epochs, "epoch"), e.Cost)
		axis := view.Number(e.Epochs)
		if e.Chosen {
			b.Kind, axis = "chosen", "» "+axis+" «"
		}
		if exact := e.EpochCost.Cost; exact != nil && e.CostLow == nil && (e.Chosen || len(rows) <= axisLabels) {
			b.Label = barLabel(*exact)
		}
		c.Bars = append(c.Bars, b)
		if e.Chosen || i%step == 0 && !near(rows, i, step) {
			c.Axis = append(c.Axis, tick{At: b.Middle(), Label: axis, Kind: "middle"})
		}
	}
	c.Text = fmt.Sprintf("Bars from %s to %s; %s are chosen and cost %s.", view.Count(rows[0].Epochs, "epoch"),
		view.Number(rows[len(rows)-1].Epochs), view.Count(q.Epochs, "epoch"), q.Total)
	return c
}

// near reports whether the chosen row is so near that the label of row i would touch its label.
func near(rows []epochRow, i, step int) bool {
	if step == 1 {
		return false
	}
	for j := max(0, i-step+1); j < min(len(rows), i+step); j++ {
		if rows[j].Chosen {
			return true
		}
	}
	return false
}

// epochHigh is the most that a number of epochs may cost, nil where nothing bounds it.
func epochHigh(e plan.EpochCost) *money.USD {
	if e.CostHigh != nil || e.CostLow != nil {
		return e.CostHigh
	}
	return e.Cost
}

// ownershipChart draws training and the bill of every month, and where the model is shut down.
func ownershipChart(id string, o *plan.Ownership) *chart {
	c := &chart{ID: id, Caption: "Training, then month by month what using the model costs."}
	slots := []slot{{name: "training", cost: o.Training}}
	for _, b := range o.Bills {
		slots = append(slots, slot{name: b.From.String(), cost: b.Cost})
	}
	most := 0.0
	for _, s := range slots {
		if high := s.high(); high != nil {
			most = max(most, drawn(*high))
		}
	}
	if most == 0 {
		return nil
	}
	heights := scaleFor(most, leastMoney)
	c.Grid = heights.grid(moneyTick)
	width := percent(100 / float64(o.Months+1))
	for i, s := range slots {
		b := bar{From: width * percent(i), Width: width, Kind: "plain", Tip: s.name + ": " + s.cost.String()}
		switch {
		case i == 0:
			b.Kind = "chosen"
		case o.Bills[i-1].Part:
			b.Width *= used(o.Bills[i-1])
		}
		if high := s.high(); high != nil {
			b.Height = heights.of(drawn(*high))
		}
		if o.Months <= axisLabels && s.cost.Cost != nil {
			b.Label = barLabel(*s.cost.Cost)
		}
		c.Bars = append(c.Bars, b)
	}
	c.months(o, width)
	c.shutdown(o, width)
	c.Text = ownershipText(o)
	return c
}

// A slot is one payment on the axis of an ownership.
type slot struct {
	name string
	cost plan.Total
}

func (s slot) high() *money.USD {
	if s.cost.High != nil {
		return s.cost.High
	}
	return s.cost.Cost
}

// months labels the axis where calendar months begin, those included that the model does not live to see.
func (c *chart) months(o *plan.Ownership, width percent) {
	c.Axis = append(c.Axis, tick{At: 0, Label: "training", Kind: "start"})
	step := every(o.Months, axisLabels-1)
	for i := 0; i < o.Months; i += step {
		from, next := o.From.AddMonths(i), o.From.AddMonths(i+1)
		first, err := catalog.ParseDate(next.String()[:len("2027-01-")] + "01")
		if err != nil {
			continue
		}
		place := width * (percent(i) + 1 + percent(from.Until(first))/percent(from.Until(next)))
		if place > 20 && place < 86 {
			c.Axis = append(c.Axis, tick{At: place, Label: first.String()[:len("2027-01")], Kind: "start"})
		}
	}
}

// used is the part of a bill's month that is used.
func used(b plan.Bill) percent {
	return percent(b.Days) / percent(b.From.Until(b.From.AddMonths(1)))
}

// shutdown marks the day from which on the model no longer answers.
func (c *chart) shutdown(o *plan.Ownership, width percent) {
	if o.CutBy == "" {
		return
	}
	place := width
	if n := len(o.Bills); n > 0 {
		place = width * (percent(n) + used(o.Bills[n-1]))
	}
	c.Marks = append(c.Marks, mark{tick: at(place, "shutdown "+o.Lifetime.Shutdown.String()), Line: "limit"})
	c.Zones = append(c.Zones, zone{From: place, Width: 100 - place, Label: "no longer answers"})
}

func ownershipText(o *plan.Ownership) string {
	text := fmt.Sprintf("Training costs %s, the first month %s, all until %s %s.", o.Training, o.Monthly, o.Until, o.Total)
	if o.CutBy != "" {
		text += fmt.Sprintf(" The model is shut down on %s, so that %s are counted instead of %s.",
			o.Lifetime.Shutdown, view.Count(int64(o.Days), "day"), view.Count(int64(o.Months), "month"))
	}
	return text
}

// breakEvenChart draws what the fine-tune and its rival cost over the whole time, by requests a month.
func breakEvenChart(id string, b *plan.BreakEven) *chart {
	widths := scaleFor(float64(breakEvenReach(b)), 1)
	tuned, base := b.Costs(int64(widths.top()))
	most := max(drawn(tuned), drawn(base))
	if most == 0 {
		return nil
	}
	heights := scaleFor(most, leastMoney)
	due, none := b.Costs(0)
	c := &chart{ID: id, Caption: "Requests a month, and what they cost over the whole time.", Grid: heights.grid(moneyTick), Axis: widths.ticks(countTick),
		Lines: []stroke{
			{From: heights.of(drawn(due)), To: heights.of(drawn(tuned)), Kind: "solid"},
			{From: heights.of(drawn(none)), To: heights.of(drawn(base)), Kind: "dashed"},
		},
		Text: fmt.Sprintf("Two straight lines over %s: %s.", view.Count(int64(b.Days), "day"), b.Text),
	}
	if b.Requests != nil && *b.Requests > 0 {
		c.Marks = []mark{{tick: at(widths.of(float64(*b.Requests)), "equal at "+view.Number(*b.Requests)), Line: "dotted"}}
	}
	return c
}

// breakEvenReach is how many requests a month a break-even is drawn for: as many again as it takes to win.
func breakEvenReach(b *plan.BreakEven) int64 {
	const usual, most = 100_000, 1 << 50
	if b.Requests == nil || *b.Requests == 0 {
		return usual
	}
	return 2 * min(*b.Requests, most)
}

package costs

import (
	"fmt"
	"io"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// ownership prints what using the tuned model costs: the charges of the first month, and the bills.
func ownership(w io.Writer, o *plan.Ownership, s view.Style) {
	if o == nil {
		return
	}
	if o.Days <= 0 {
		fmt.Fprintf(w, "%s  no day is left from %s on: the model is shut down on %s\n\n", s.Bold("Ownership"), o.From, o.Lifetime.Shutdown)
		return
	}
	last := o.Until.Time().AddDate(0, 0, -1)
	fmt.Fprintf(w, "%s  %s to %s, %s\n", s.Bold("Ownership"), o.From, catalog.DateOf(last), view.Count(int64(o.Days), "day"))
	monthItems(w, o, s)
	monthBills(w, o, s)
	for _, text := range o.Warnings {
		view.Wrap(w, text, "  "+s.Warn("cut")+"  ", "       ", s.Width)
	}
	fmt.Fprintln(w)
}

func monthItems(w io.Writer, o *plan.Ownership, s view.Style) {
	if len(o.Items) == 0 {
		return
	}
	var costs, rates []*money.USD
	for _, item := range o.Items {
		costs, rates = append(costs, item.Cost), append(rates, item.Rate.Price)
	}
	g := view.NewGrid("lrlrr")
	g.Header("a month", "", "", "rate", "cost")
	for _, item := range o.Items {
		unit := ""
		if item.Unit != "tokens" {
			unit = item.Unit
		}
		g.Row(item.Name, OrUnknown(item.Quantity), unit, ratePer(item.Rate, view.Places(rates)), view.AmountOf(item.Cost, view.Places(costs)))
	}
	g.Print(w, s)
}

func ratePer(r money.Rate, decimals int) string {
	unit := string(r.Unit)
	if r.Unit == money.PerMillion {
		unit = "1M"
	}
	return view.AmountOf(r.Price, decimals) + " per " + unit
}

func monthBills(w io.Writer, o *plan.Ownership, s view.Style) {
	g := view.NewGrid("lr")
	g.Row("training", view.Total(o.Training, 2))
	g.Row(billsText(o), view.Total(billsSum(o), 2))
	g.Painted(s.Bold, "total", view.Total(o.Total, 2))
	if o.PerThousand != nil {
		g.Row("1,000 requests", view.AmountOf(o.PerThousand, view.Places([]*money.USD{o.PerThousand})))
	}
	g.Print(w, s)
}

// billsText says how many bills there are, of which amounts.
func billsText(o *plan.Ownership) string {
	n := len(o.Bills)
	if n == 0 {
		return "no bills"
	}
	first, last := o.Bills[0].Cost, o.Bills[n-1].Cost
	text := fmt.Sprintf("%s of %s", view.Count(int64(n), "monthly bill"), view.Total(first, 2))
	if n > 1 && view.Total(first, 2) != view.Total(last, 2) {
		text += fmt.Sprintf(", the last %s", view.Total(last, 2))
		if o.Bills[n-1].Part {
			text += fmt.Sprintf(" for %s", view.Count(int64(o.Bills[n-1].Days), "day"))
		}
	}
	return text
}

// billsSum is the sum of the bills.
func billsSum(o *plan.Ownership) plan.Total {
	sum := plan.Known(money.USD{})
	for _, b := range o.Bills {
		sum = plan.Total{Low: sum.Low.Add(b.Cost.Low), High: addKnown(sum.High, b.Cost.High), Cost: addKnown(sum.Cost, b.Cost.Cost)}
	}
	return sum
}

// addKnown adds two amounts; what is unknown in one is unknown in the sum.
func addKnown(a, b *money.USD) *money.USD {
	if a == nil || b == nil {
		return nil
	}
	sum := a.Add(*b)
	return &sum
}

// breakEven prints from when on the fine-tune is worth it.
func breakEven(w io.Writer, b *plan.BreakEven, s view.Style) {
	if b == nil {
		return
	}
	view.Wrap(w, b.Text, s.Bold("Break-even")+"  ", "            ", s.Width)
	decimals := view.Places([]*money.USD{&b.PerTuned, &b.PerBase})
	g := view.NewGrid("lr")
	g.Row("a request to the fine-tune", view.AmountOf(&b.PerTuned, decimals))
	g.Row(fmt.Sprintf("to %s with a prompt longer by %s tokens", b.Rival.Base, view.Number(b.Rival.ExtraPrompt)), view.AmountOf(&b.PerBase, decimals))
	g.Print(w, s)
	for _, text := range b.Assumptions[1:] {
		view.Wrap(w, text, "  - ", "    ", s.Width)
	}
	fmt.Fprintln(w)
}

// advice prints what would be better or cheaper.
func advice(w io.Writer, list []plan.Advice, s view.Style) {
	for _, a := range list {
		view.Wrap(w, a.Text, s.Bold("Advice")+"    ", "          ", s.Width)
	}
}

// budget prints whether the most that a job may cost is within a budget.
func budget(w io.Writer, limit *money.USD, most plan.Total, over *plan.OverBudget, s view.Style) {
	switch {
	case limit == nil:
	case over == nil:
		left := limit.Sub(*most.High)
		fmt.Fprintf(w, "%s    %s %s, %s to spare\n", s.Bold("Budget"), limit.Display(), s.Good("is enough"), left.AtLeast())
	case over.Over == nil:
		fmt.Fprintf(w, "%s    %s %s: nothing bounds the total\n", s.Bold("Budget"), limit.Display(), s.Wrong("cannot be kept"))
	default:
		fmt.Fprintf(w, "%s    %s %s, by %s\n", s.Bold("Budget"), limit.Display(), s.Wrong("is not enough"), over.Over.AtMost())
	}
}

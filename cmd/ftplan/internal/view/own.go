package view

import (
	"fmt"
	"io"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// ownership prints what using the tuned model costs: the charges of the first month, and the bills.
func ownership(w io.Writer, o *plan.Ownership, s Style) {
	if o == nil {
		return
	}
	if o.Days <= 0 {
		fmt.Fprintf(w, "%s  no day is left from %s on: the model is shut down on %s\n\n", s.bold("Ownership"), o.From, o.Lifetime.Shutdown)
		return
	}
	last := o.Until.Time().AddDate(0, 0, -1)
	fmt.Fprintf(w, "%s  %s to %s, %s\n", s.bold("Ownership"), o.From, catalog.DateOf(last), count(int64(o.Days), "day"))
	monthItems(w, o, s)
	monthBills(w, o, s)
	for _, text := range o.Warnings {
		wrap(w, text, "  "+s.warn("cut")+"  ", "       ", s.Width)
	}
	fmt.Fprintln(w)
}

func monthItems(w io.Writer, o *plan.Ownership, s Style) {
	if len(o.Items) == 0 {
		return
	}
	var costs, rates []*money.USD
	for _, item := range o.Items {
		costs, rates = append(costs, item.Cost), append(rates, item.Rate.Price)
	}
	g := newGrid("lrlrr")
	g.header("a month", "", "", "rate", "cost")
	for _, item := range o.Items {
		unit := ""
		if item.Unit != "tokens" {
			unit = item.Unit
		}
		g.row(item.Name, optional(item.Quantity), unit, ratePer(item.Rate, places(rates)), amountOf(item.Cost, places(costs)))
	}
	g.print(w, s)
}

func ratePer(r money.Rate, decimals int) string {
	unit := string(r.Unit)
	if r.Unit == money.PerMillion {
		unit = "1M"
	}
	return amountOf(r.Price, decimals) + " per " + unit
}

func monthBills(w io.Writer, o *plan.Ownership, s Style) {
	g := newGrid("lr")
	g.row("training", total(o.Training, 2))
	g.row(billsText(o), total(billsSum(o), 2))
	g.painted(s.bold, "total", total(o.Total, 2))
	if o.PerThousand != nil {
		g.row("1,000 requests", amountOf(o.PerThousand, places([]*money.USD{o.PerThousand})))
	}
	g.print(w, s)
}

// billsText says how many bills there are, of which amounts.
func billsText(o *plan.Ownership) string {
	n := len(o.Bills)
	if n == 0 {
		return "no bills"
	}
	first, last := o.Bills[0].Cost, o.Bills[n-1].Cost
	text := fmt.Sprintf("%s of %s", count(int64(n), "monthly bill"), total(first, 2))
	if n > 1 && total(first, 2) != total(last, 2) {
		text += fmt.Sprintf(", the last %s", total(last, 2))
		if o.Bills[n-1].Part {
			text += fmt.Sprintf(" for %s", count(int64(o.Bills[n-1].Days), "day"))
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
func breakEven(w io.Writer, b *plan.BreakEven, s Style) {
	if b == nil {
		return
	}
	wrap(w, b.Text, s.bold("Break-even")+"  ", "            ", s.Width)
	decimals := places([]*money.USD{&b.PerTuned, &b.PerBase})
	g := newGrid("lr")
	g.row("a request to the fine-tune", amountOf(&b.PerTuned, decimals))
	g.row(fmt.Sprintf("to %s with a prompt longer by %s tokens", b.Rival.Base, number(b.Rival.ExtraPrompt)), amountOf(&b.PerBase, decimals))
	g.print(w, s)
	for _, text := range b.Assumptions[1:] {
		wrap(w, text, "  - ", "    ", s.Width)
	}
	fmt.Fprintln(w)
}

// advice prints what would be better or cheaper.
func advice(w io.Writer, list []plan.Advice, s Style) {
	for _, a := range list {
		wrap(w, a.Text, s.bold("Advice")+"    ", "          ", s.Width)
	}
}

// budget prints whether the most that a job may cost is within a budget.
func budget(w io.Writer, limit *money.USD, most plan.Total, over *plan.OverBudget, s Style) {
	switch {
	case limit == nil:
	case over == nil:
		left := limit.Sub(*most.High)
		fmt.Fprintf(w, "%s    %s %s, %s to spare\n", s.bold("Budget"), limit.Display(), s.good("is enough"), left.AtLeast())
	case over.Over == nil:
		fmt.Fprintf(w, "%s    %s %s: nothing bounds the total\n", s.bold("Budget"), limit.Display(), s.wrong("cannot be kept"))
	default:
		fmt.Fprintf(w, "%s    %s %s, by %s\n", s.bold("Budget"), limit.Display(), s.wrong("is not enough"), over.Over.AtMost())
	}
}

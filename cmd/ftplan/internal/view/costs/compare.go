package costs

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// comparison prints what the same file costs elsewhere: by model where it is accepted, by reason where it is not.
func comparison(w io.Writer, r QuoteReport, s view.Style) {
	if len(r.Others) == 0 {
		return
	}
	fmt.Fprintf(w, "%s  %s, counted in one pass with the encoding of each model\n", s.Bold("Compare"),
		view.Count(r.Result.Training[0].File.Examples, "example"))
	accepted := slices.DeleteFunc(slices.Clone(r.Others), func(c plan.Candidate) bool { return !c.Accepted })
	if len(accepted) > 0 {
		acceptedThere(w, accepted, r.Quote, s)
	}
	for _, text := range reasons(r.Others) {
		view.Wrap(w, text, "  - ", "    ", s.Width)
	}
	fmt.Fprintln(w)
}

// acceptedThere prints a table of costs by model and provider; the quote's own row is marked.
func acceptedThere(w io.Writer, accepted []plan.Candidate, q *plan.Quote, s view.Style) {
	g := view.NewGrid("lrrrrl")
	header := []string{"", "per 1M"}
	for _, row := range accepted[0].Costs {
		header = append(header, view.Count(row.Epochs, "epoch"))
	}
	g.Header(append(header, "shutdown")...)
	model := ""
	for _, row := range comparedRows(accepted) {
		if row.of.Model != model {
			model = row.of.Model
			g.Heading(s.Bold(model) + "  " + s.Dim(methods(row.of.Methods)))
		}
		if row.of.Model == q.Model && row.of.Provider == q.Provider {
			g.Painted(s.Bold, append([]string{"» " + row.provider}, row.cells...)...)
			continue
		}
		g.Row(append([]string{"  " + row.provider}, row.cells...)...)
	}
	g.Print(w, s)
	fmt.Fprintln(w, s.Dim("  » this quote · ≥ at least · + at the earliest · – not announced"))
}

// A compared row is a candidate in words. Tiers of one provider of which the same is said are one row.
type compared struct {
	of       plan.Candidate
	provider string
	cells    []string
}

func comparedRows(accepted []plan.Candidate) []compared {
	var costs, prices []*money.USD
	for _, c := range accepted {
		prices = append(prices, c.PricePerMillion, c.PriceLow)
		for _, row := range c.Costs {
			costs = append(costs, row.Cost, row.CostLow)
		}
	}
	var rows []compared
	for _, c := range accepted {
		row := compared{c, c.Provider, comparedCells(c, view.Places(prices), view.Places(costs))}
		if n := len(rows) - 1; n >= 0 && rows[n].of.Model == c.Model && slices.Equal(rows[n].cells, row.cells) && tierless(rows[n].provider) == tierless(c.Provider) {
			rows[n].provider = tierless(c.Provider)
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

// tierless is a provider without its tier: azure for azure-global.
func tierless(provider string) string {
	name, _, _ := strings.Cut(provider, "-")
	return name
}

func comparedCells(c plan.Candidate, prices, costs int) []string {
	cells := []string{view.AmountOf(c.PricePerMillion, prices)}
	if c.PriceLow != nil {
		cells[0] = "≥" + view.AmountOf(c.PriceLow, prices)
	}
	for _, row := range c.Costs {
		switch {
		case row.Cost == nil && row.CostLow != nil && row.CostLow.Sign() > 0:
			cells = append(cells, "≥"+view.AmountOf(row.CostLow, costs))
		default:
			cells = append(cells, view.AmountOf(row.Cost, costs))
		}
	}
	return append(cells, lastDay(c.Lifetime.Shutdown, c.Lifetime.AtLeast))
}

// lastDay is a date, marked where it is the earliest possible; a dash is one that was not announced.
func lastDay(d catalog.Date, atLeast bool) string {
	switch {
	case d.IsZero():
		return "–"
	case atLeast:
		return d.String() + "+"
	}
	return d.String()
}

// reasons says for each reason and provider once which models it keeps the file from.
func reasons(others []plan.Candidate) []string {
	type key struct{ provider, why string }
	var order []key
	models := map[key][]string{}
	for _, c := range others {
		if c.Accepted {
			continue
		}
		k := key{tierless(c.Provider), reason(c)}
		if models[k] == nil {
			order = append(order, k)
		}
		if !slices.Contains(models[k], c.Model) {
			models[k] = append(models[k], c.Model)
		}
	}
	var list []string
	for _, k := range order {
		list = append(list, fmt.Sprintf("%s at %s: %s", strings.Join(models[k], ", "), k.provider, k.why))
	}
	return list
}

// reason is why a candidate does not take the file, without the names of either.
func reason(c plan.Candidate) string {
	return strings.NewReplacer(" for "+c.Model+" at "+c.Provider, "", c.Model+" at "+c.Provider+" is ", "",
		c.Model+" can no longer be trained at "+c.Provider+": ", "closed: ").Replace(c.Why)
}

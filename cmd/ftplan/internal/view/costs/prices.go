package costs

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// A PricesReport is price sheets, in full or in a line each.
type PricesReport struct {
	Sheets []catalog.Sheet
	Full   bool
	Now    time.Time
}

var pricesFormats = map[string]func(io.Writer, PricesReport, view.Style) error{
	"text": pricesText,
	"json": pricesJSON,
}

// PricesFormats lists the formats of [Prices].
func PricesFormats() []string { return view.Names(pricesFormats) }

// Prices prints price sheets.
func Prices(w io.Writer, format string, r PricesReport, s view.Style) error {
	return pricesFormats[format](w, r, s)
}

// doubtful is the age in days at which a sheet is warned about.
const doubtful = 30

func pricesText(w io.Writer, r PricesReport, s view.Style) error {
	if r.Full {
		fullSheet(w, &r.Sheets[0], r.Now, s)
		return nil
	}
	for i := range r.Sheets {
		sheet := &r.Sheets[i]
		fmt.Fprintf(w, "%s  %s, %s\n", s.Bold(lint.Printable(sheet.Name)), lint.Printable(sheet.Provider), view.Count(int64(len(sheet.Prices)), "price row"))
		sheetSource(w, sheet, r.Now, s)
	}
	fmt.Fprintln(w)
	view.Next(w, "ftplan prices openai")
	return nil
}

// sheetSource says where a sheet comes from, and warns where that is long ago.
func sheetSource(w io.Writer, sheet *catalog.Sheet, now time.Time, s view.Style) {
	view.Wrap(w, fmt.Sprintf("checked %s: %s", sheet.Checked, lint.Printable(sheet.Source)), "  ", "  ", s.Width)
	if sheet.Confidence != "" {
		view.Wrap(w, "confidence "+lint.Printable(sheet.Confidence), "  ", "  ", s.Width)
	}
	if sheet.Currency != "USD" {
		view.Wrap(w, fmt.Sprintf("converted from %s at %s US dollars: %s, %s", lint.Printable(sheet.Currency), sheet.USDPerUnit,
			lint.Printable(sheet.RateSource), sheet.RateChecked), "  ", "  ", s.Width)
	}
	if age := sheet.AgeDays(now); age > doubtful {
		view.Wrap(w, fmt.Sprintf("the sheet is %d days old: prices may have changed", age), "  "+s.Warn("Warning")+"   ", "            ", s.Width)
	}
}

func fullSheet(w io.Writer, sheet *catalog.Sheet, now time.Time, s view.Style) {
	fmt.Fprintf(w, "%s  %s, in US dollars per 1M tokens\n", s.Bold(lint.Printable(sheet.Name)), lint.Printable(sheet.Provider))
	sheetSource(w, sheet, now, s)
	fmt.Fprintln(w)
	n := newNotes(sheet)
	priceTable(w, sheet, n, s)
	baseTable(w, sheet, s)
	for _, h := range sheet.Hosting {
		fmt.Fprintf(w, "  hosting %s: %s/h\n", tierName(h.Tier), view.AmountOf(h.PerHour, view.Places([]*money.USD{h.PerHour})))
	}
	n.print(w, s)
	for _, note := range sheet.Notes {
		view.Wrap(w, lint.Printable(note), "  - ", "    ", s.Width)
	}
}

func tierName(tier string) string {
	if tier == "" {
		return "everywhere"
	}
	return lint.Printable(tier)
}

// priceTable prints training and use of each model, a line more where batches cost otherwise.
func priceTable(w io.Writer, sheet *catalog.Sheet, n *notes, s view.Style) {
	decimals := view.Places(sheetAmounts(sheet))
	g := view.NewGrid("lrrrrrl")
	g.Header("model", "training", "input", "cached", "output", "hosting", "")
	for i := range sheet.Prices {
		p := &sheet.Prices[i]
		name := rowName(p)
		if i > 0 && sheet.Prices[i-1].Model == p.Model {
			name = " " + strings.TrimPrefix(name, lint.Printable(p.Model))
		}
		cells := append([]string{name, trainingCell(p, decimals)}, tokenCells(p.Standard, decimals)...)
		g.Row(append(cells, hourly(p.HostingHour, decimals), n.mark(p))...)
		if p.Batch != nil {
			g.Row(append([]string{"  in batches", ""}, append(tokenCells(p.Batch, decimals), "", "")...)...)
		}
	}
	g.Print(w, s)
	fmt.Fprintln(w)
}

// baseTable prints what untuned models cost.
func baseTable(w io.Writer, sheet *catalog.Sheet, s view.Style) {
	if len(sheet.Base) == 0 {
		return
	}
	decimals := view.Places(sheetAmounts(sheet))
	g := view.NewGrid("lrrr")
	g.Header("untuned", "input", "cached", "output")
	for i := range sheet.Base {
		b := &sheet.Base[i]
		g.Row(append([]string{lint.Printable(b.Model)}, tokenCells(&catalog.TokenPrices{Input: b.Input, CachedInput: b.CachedInput, Output: b.Output}, decimals)...)...)
	}
	g.Print(w, s)
	fmt.Fprintln(w)
}

// sheetAmounts are the prices by tokens, of which a table shows all decimals.
func sheetAmounts(sheet *catalog.Sheet) []*money.USD {
	var list []*money.USD
	for i := range sheet.Prices {
		p := &sheet.Prices[i]
		list = append(list, p.Training, p.TrainingLow, p.TrainingHigh, p.HostingHour)
		for _, t := range []*catalog.TokenPrices{p.Standard, p.Batch} {
			if t != nil {
				list = append(list, t.Input, t.CachedInput, t.Output)
			}
		}
	}
	return list
}

// rowName is the model with its tier and the hyperparameters that the price holds for.
func rowName(p *catalog.Price) string {
	name := p.Model
	if p.Tier != "" {
		name += " " + p.Tier
	}
	for _, key := range slices.Sorted(maps.Keys(p.When)) {
		name += " " + key + "=" + p.When[key]
	}
	return lint.Printable(name)
}

func trainingCell(p *catalog.Price, decimals int) string {
	text := view.AmountOf(p.Training, decimals)
	if p.TrainingLow != nil {
		text = view.AmountOf(p.TrainingLow, decimals) + "–" + view.AmountOf(p.TrainingHigh, decimals)
	}
	if p.Unit != money.PerMillion {
		text += "/" + map[money.Unit]string{money.PerHour: "h", money.PerJob: "job"}[p.Unit]
	}
	return text
}

func tokenCells(t *catalog.TokenPrices, decimals int) []string {
	if t == nil {
		return []string{"", "", ""}
	}
	return []string{known(t.Input, decimals), known(t.CachedInput, decimals), known(t.Output, decimals)}
}

// hourly is a fee by the hour, or nothing where there is none.
func hourly(u *money.USD, decimals int) string {
	if u == nil {
		return ""
	}
	return view.AmountOf(u, decimals) + "/h"
}

// known is an amount, or nothing where there is none.
func known(u *money.USD, decimals int) string {
	if u == nil {
		return ""
	}
	return view.AmountOf(u, decimals)
}

// notes are the sources and remarks of rows, numbered, each once. A row with the sheet's own source has none.
type notes struct {
	sheet *catalog.Sheet
	list  []string
}

func newNotes(sheet *catalog.Sheet) *notes { return &notes{sheet: sheet} }

// mark returns the number of a row's note: "[1]".
func (n *notes) mark(p *catalog.Price) string {
	var parts []string
	if p.Source != n.sheet.Source {
		parts = append(parts, p.Source)
	}
	if p.Checked != n.sheet.Checked {
		parts = append(parts, "checked "+p.Checked.String())
	}
	if p.CapPerJob != nil {
		parts = append(parts, "at most "+p.CapPerJob.AtMost()+" a job")
	}
	if p.Note != "" {
		parts = append(parts, p.Note)
	}
	text := lint.Printable(strings.Join(parts, "; "))
	if text == "" {
		return ""
	}
	i := slices.Index(n.list, text)
	if i < 0 {
		n.list, i = append(n.list, text), len(n.list)
	}
	return fmt.Sprintf("[%d]", i+1)
}

func (n *notes) print(w io.Writer, s view.Style) {
	for i, text := range n.list {
		first := fmt.Sprintf("  [%d] ", i+1)
		view.Wrap(w, text, first, strings.Repeat(" ", len(first)), s.Width)
	}
}

// The JSON of prices only grows.
type sheetObject struct {
	catalog.Sheet
	SHA256  string `json:"sha256"`
	AgeDays int    `json:"age_days"`
	Stale   bool   `json:"stale"`
}

func pricesJSON(w io.Writer, r PricesReport, _ view.Style) error {
	list := []sheetObject{}
	for _, sheet := range r.Sheets {
		age := sheet.AgeDays(r.Now)
		list = append(list, sheetObject{sheet, sheet.SHA256, age, age > doubtful})
	}
	return view.PrintJSON(w, struct {
		Version int           `json:"version"`
		Sheets  []sheetObject `json:"sheets"`
	}{1, list})
}

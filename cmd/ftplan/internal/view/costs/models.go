package costs

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

var modelsFormats = map[string]func(io.Writer, []modelObject, view.Style) error{
	"text": modelsText,
	"json": modelsJSON,
}

// ModelsFormats lists the formats of [Models].
func ModelsFormats() []string { return view.Names(modelsFormats) }

// Models prints what is known of each model at each provider, or at one.
func Models(w io.Writer, format string, c *catalog.Catalog, provider string, now time.Time, s view.Style) error {
	var offers []modelObject
	trains := func(*catalog.Offer) bool { return true }
	if p, err := c.Provider(provider); err == nil {
		trains = func(o *catalog.Offer) bool { return o.Provider == p.Base }
	}
	for i := range c.Models {
		m := &c.Models[i]
		for j := range m.Offers {
			if o := &m.Offers[j]; trains(o) {
				offers = append(offers, newModelObject(c, m, o, now))
			}
		}
	}
	if len(offers) == 0 && format == "text" {
		return noModels(w, c, provider, s)
	}
	return modelsFormats[format](w, offers, s)
}

// noModels says why there is nothing to list for a provider.
func noModels(w io.Writer, c *catalog.Catalog, name string, s view.Style) error {
	p, err := c.Provider(name)
	if err != nil {
		return err
	}
	text, next := "no model that is trained at "+p.Title+" is in the catalog, which knows the models that can be counted here", "ftplan models"
	if p.Sheet != "" {
		text += "; its prices go by the size of the model"
		next = "ftplan prices " + p.Sheet
	}
	view.Wrap(w, text, "", "  ", s.Width)
	view.Next(w, "%s", next)
	return nil
}

// The JSON of models only grows.
type modelObject struct {
	Model         string           `json:"model"`
	Aliases       []string         `json:"aliases,omitempty"`
	Provider      string           `json:"provider"`
	Encoding      string           `json:"encoding"`
	Methods       []catalog.Method `json:"methods"`
	Images        bool             `json:"images"`
	ExampleTokens *int64           `json:"example_tokens"`
	Lifetime      catalog.Lifetime `json:"lifetime"`
	Open          bool             `json:"open"`
	Training      *catalog.Price   `json:"price"`
	Sheet         string           `json:"sheet,omitempty"`
	Confidence    string           `json:"confidence,omitempty"` // in the price
	DatesChecked  catalog.Date     `json:"dates_checked"`        // when the dates were read from lifetime.source
	Note          string           `json:"note,omitempty"`
	Warning       string           `json:"warning,omitempty"`
}

func newModelObject(c *catalog.Catalog, m *catalog.Model, o *catalog.Offer, now time.Time) modelObject {
	object := modelObject{Model: m.Name, Aliases: m.Aliases, Provider: o.Provider, Encoding: m.Encoding, Methods: o.Methods,
		Images: o.Images, ExampleTokens: o.ExampleTokens, Note: o.Note, Warning: o.Warning}
	provider, err := c.Provider(o.Provider)
	if err != nil {
		return object
	}
	object.Lifetime, object.Open, object.DatesChecked = o.Lifetime(provider, now), o.Open(now), provider.Checked
	if price, sheet := c.PriceOf(m, provider); price != nil {
		object.Training, object.Sheet, object.Confidence = price, sheet.Name, sheet.Confidence
	}
	return object
}

func modelsJSON(w io.Writer, offers []modelObject, _ view.Style) error {
	return view.PrintJSON(w, struct {
		Version int           `json:"version"`
		Models  []modelObject `json:"models"`
	}{1, offers})
}

func modelsText(w io.Writer, offers []modelObject, s view.Style) error {
	var prices []*money.USD
	for _, o := range offers {
		if o.Training != nil {
			prices = append(prices, o.Training.Training, o.Training.TrainingLow, o.Training.TrainingHigh)
		}
	}
	g := view.NewGrid("lllrll")
	g.Flush = true
	g.Header("model", "provider", "methods", "per 1M", "train to", "shutdown")
	for _, o := range offers {
		g.Row(o.Model, o.Provider, shortMethods(o.Methods), trainingPrice(o.Training, view.Places(prices)), until(o), lastDay(o.Lifetime.Shutdown, o.Lifetime.AtLeast))
	}
	g.Print(w, s)
	fmt.Fprintf(w, "%s\n\n", s.Dim("sft supervised · rft reinforcement · – not announced · + at the earliest"))
	for _, text := range sources(offers) {
		view.Wrap(w, text, "", "  ", s.Width)
	}
	fmt.Fprintf(w, "\n%s\n", s.Dim("every figure: ftplan prices; notes and aliases: ftplan models --format json"))
	return nil
}

// sources says for each provider once where its dates and its prices come from, and when they were read.
func sources(offers []modelObject) []string {
	var list []string
	for _, o := range offers {
		text := fmt.Sprintf("%s: dates read %s from %s", o.Provider, o.DatesChecked, o.Lifetime.Source)
		for _, p := range offers {
			if p.Provider == o.Provider && p.Training != nil {
				text += fmt.Sprintf("; prices of sheet %s, checked %s", p.Sheet, p.Training.Checked)
				break
			}
		}
		if !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

func methods(methods []catalog.Method) string {
	if len(methods) == 0 {
		return "none"
	}
	words := make([]string, len(methods))
	for i, m := range methods {
		words[i] = string(m)
	}
	return strings.Join(words, ", ")
}

// shortMethods are the methods for a table.
func shortMethods(list []catalog.Method) string {
	return strings.NewReplacer(", ", "+", string(catalog.Supervised), "sft", string(catalog.Reinforcement), "rft").Replace(methods(list))
}

func trainingPrice(p *catalog.Price, decimals int) string {
	if p == nil {
		return "unknown"
	}
	return trainingCell(p, decimals)
}

func until(o modelObject) string {
	if !o.Open {
		return "closed"
	}
	return lastDay(o.Lifetime.LastTrainingDay, false)
}

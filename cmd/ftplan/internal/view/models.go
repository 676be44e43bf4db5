package view

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ftplan/ftplan/plan"
)

var modelsFormats = map[string]func(io.Writer, []modelObject, Style) error{
	"text": modelsText,
	"json": modelsJSON,
}

// ModelsFormats lists the formats of [Models].
func ModelsFormats() []string { return names(modelsFormats) }

// Models prints what is known of each model at each provider, or at one.
func Models(w io.Writer, format string, c *plan.Catalog, provider string, now time.Time, s Style) error {
	var offers []modelObject
	for i := range c.Models {
		m := &c.Models[i]
		for j := range m.Offers {
			if o := &m.Offers[j]; provider == "" || provider == o.Provider || strings.HasPrefix(provider, o.Provider+"-") {
				offers = append(offers, newModelObject(c, m, o, now))
			}
		}
	}
	return modelsFormats[format](w, offers, s)
}

// The JSON of models only grows.
type modelObject struct {
	Model         string        `json:"model"`
	Aliases       []string      `json:"aliases,omitempty"`
	Provider      string        `json:"provider"`
	Encoding      string        `json:"encoding"`
	Methods       []plan.Method `json:"methods"`
	Images        bool          `json:"images"`
	ExampleTokens *int64        `json:"example_tokens"`
	Lifetime      plan.Lifetime `json:"lifetime"`
	Open          bool          `json:"open"`
	Training      *plan.Price   `json:"price"`
	Sheet         string        `json:"sheet,omitempty"`
	Note          string        `json:"note,omitempty"`
	Warning       string        `json:"warning,omitempty"`
}

func newModelObject(c *plan.Catalog, m *plan.Model, o *plan.Offer, now time.Time) modelObject {
	object := modelObject{Model: m.Name, Aliases: m.Aliases, Provider: o.Provider, Encoding: m.Encoding, Methods: o.Methods,
		Images: o.Images, ExampleTokens: o.ExampleTokens, Note: o.Note, Warning: o.Warning}
	provider, err := c.Provider(o.Provider)
	if err != nil {
		return object
	}
	object.Lifetime, object.Open = o.Lifetime(provider, now), o.Open(now)
	if price, sheet := c.PriceOf(m, provider); price != nil {
		object.Training, object.Sheet = price, sheet.Name
	}
	return object
}

func modelsJSON(w io.Writer, offers []modelObject, _ Style) error {
	return printJSON(w, struct {
		Version int           `json:"version"`
		Models  []modelObject `json:"models"`
	}{1, offers})
}

func modelsText(w io.Writer, offers []modelObject, s Style) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "MODEL\tPROVIDER\tMETHODS\tTRAINING\tTRAIN UNTIL\tSHUT DOWN")
	for _, o := range offers {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", o.Model, o.Provider, methods(o.Methods), trainingPrice(o.Training), until(o), dateOr(o.Lifetime.Shutdown))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%s\n", s.dim("prices per 1M tokens unless they say otherwise; ftplan models --format json has sources, dates and notes"))
	return nil
}

func methods(methods []plan.Method) string {
	if len(methods) == 0 {
		return "none"
	}
	words := make([]string, len(methods))
	for i, m := range methods {
		words[i] = string(m)
	}
	return strings.Join(words, ", ")
}

func trainingPrice(p *plan.Price) string {
	switch {
	case p == nil, p.Training == nil && p.TrainingLow == nil:
		return "unknown"
	case p.Training == nil:
		return p.TrainingLow.Display() + " to " + p.TrainingHigh.Display()
	case p.Unit == plan.PerHour:
		return p.Training.Display() + " an hour"
	}
	return p.Training.Display()
}

func until(o modelObject) string {
	if !o.Open {
		return "closed"
	}
	return dateOr(o.Lifetime.LastTrainingDay)
}

func dateOr(d plan.Date) string {
	if d.IsZero() {
		return "not announced"
	}
	return d.String()
}

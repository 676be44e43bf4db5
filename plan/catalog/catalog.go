// Package catalog knows which models can be trained where, how, until when and at which price. The facts are data:
// providers.json, models.json and the sheets below prices, each with its source and date. A model or a price is one line
// there, a provider that speaks OpenAI's protocol one entry. The functions answer questions about them and quote nothing:
// that is the business of the package plan.
package catalog

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/plan/document"
)

//go:embed models.json providers.json prices
var catalogFiles embed.FS

// Catalog is what is known about providers, models and prices. It is not changed after it is made.
type Catalog struct {
	Providers  []Provider
	Models     []Model
	Sheets     []Sheet
	NotTunable []NotTunable
}

// Method is a way of fine-tuning.
type Method string

// The methods, as the job's method.type spells them.
const (
	Supervised    Method = "supervised"
	DPO           Method = "dpo"
	Reinforcement Method = "reinforcement"
)

// Model is one snapshot and where it can be trained.
type Model struct {
	Name     string   `json:"name"`    // the dated snapshot
	Family   string   `json:"family"`  // the name without its date, as price sheets print it
	Aliases  []string `json:"aliases"` // names that mean this snapshot
	Encoding string   `json:"encoding"`
	Chat     string   `json:"chat"` // what a message costs beside its text: openai, harmony, none, unknown
	Offers   []Offer  `json:"offers"`

	own *Counting // by the user's vocabulary; nil = by Encoding and Chat
}

// Offer is one provider's offer to train a model: how, with which limit, and how long.
type Offer struct {
	Provider        string   `json:"provider"`
	ID              string   `json:"id,omitzero"` // what the provider calls the model, when not by its name
	Methods         []Method `json:"methods"`
	Images          bool     `json:"images,omitzero"`         // examples may hold images
	Completions     bool     `json:"completions,omitzero"`    // wants prompt and completion instead of chat
	ExampleTokens   *int64   `json:"example_tokens,omitzero"` // the longest example; nil = not stated
	PriceRow        string   `json:"price_row,omitzero"`      // the row of the price sheet, when it goes by size
	LastTrainingDay Date     `json:"last_training_day,omitzero"`
	AtLeast         bool     `json:"at_least,omitzero"` // the dates are the earliest possible
	Shutdown        Date     `json:"shutdown,omitzero"` // the tuned models stop answering on this day
	Closed          string   `json:"closed,omitzero"`   // why it can no longer be trained, when no date is known
	Warning         string   `json:"warning,omitzero"`
	Note            string   `json:"note,omitzero"`
}

// NotTunable names models that people ask for and nobody can train; Prefix begins their names.
type NotTunable struct {
	Prefix string `json:"prefix"`
	Reason string `json:"reason"`
}

// Builtin returns the catalog that the program carries. It panics when the embedded data is damaged, which the
// package's tests exclude.
func Builtin() *Catalog {
	c, err := loadCatalog(catalogFiles)
	if err != nil {
		panic("plan: embedded data: " + err.Error())
	}
	return c
}

func loadCatalog(files fs.FS) (*Catalog, error) {
	var c Catalog
	if err := c.readProviders(files); err != nil {
		return nil, err
	}
	if err := c.readModels(files); err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "prices/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		sheet, err := ReadSheet(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if err := c.checkSheet(sheet); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c.Sheets = append(c.Sheets, *sheet)
	}
	return &c, c.checkProviders()
}

func (c *Catalog) readProviders(files fs.FS) error {
	var file struct {
		Version   int        `json:"version"`
		Providers []Provider `json:"providers"`
	}
	data, err := fs.ReadFile(files, "providers.json")
	if err != nil {
		return err
	}
	if err := document.Decode(data, &file); err != nil {
		return fmt.Errorf("providers: %w", err)
	}
	c.Providers = file.Providers
	return nil
}

func (c *Catalog) readModels(files fs.FS) error {
	var file struct {
		Version    int          `json:"version"`
		Models     []Model      `json:"models"`
		NotTunable []NotTunable `json:"not_tunable"`
	}
	data, err := fs.ReadFile(files, "models.json")
	if err != nil {
		return err
	}
	if err := document.Decode(data, &file); err != nil {
		return fmt.Errorf("models: %w", err)
	}
	c.Models, c.NotTunable = file.Models, file.NotTunable
	return c.checkModels()
}

// checkModels refuses a name or alias that means two models, and an offer of an unknown provider.
func (c *Catalog) checkModels() error {
	owner := map[string]string{}
	for _, m := range c.Models {
		for _, name := range append([]string{m.Name}, m.Aliases...) {
			if owner[name] != "" {
				return fmt.Errorf("models: %s means both %s and %s", name, owner[name], m.Name)
			}
			owner[name] = m.Name
		}
		for _, o := range m.Offers {
			if !slices.ContainsFunc(c.Providers, func(p Provider) bool { return p.Name == o.Provider }) {
				return fmt.Errorf("models: %s is offered by %s, which is no provider here", m.Name, o.Provider)
			}
		}
	}
	return nil
}

// checkProviders refuses a profile that names a sheet or a fronted provider the catalog lacks.
func (c *Catalog) checkProviders() error {
	seen := map[string]bool{}
	for _, p := range c.Providers {
		if seen[p.Name] {
			return fmt.Errorf("providers: %s is there twice", p.Name)
		}
		seen[p.Name] = true
		if p.Sheet != "" && c.sheet(p.Sheet) == nil {
			return fmt.Errorf("providers: %s has the price sheet %s, which does not exist", p.Name, p.Sheet)
		}
		if p.Fronts != "" && !slices.ContainsFunc(c.Providers, func(q Provider) bool { return q.Name == p.Fronts }) {
			return fmt.Errorf("providers: %s fronts %s, which does not exist", p.Name, p.Fronts)
		}
	}
	return nil
}

// Model finds a model by snapshot, by alias or by the name of a fine-tune of it ("ft:gpt-4o-mini-2024-07-18:org::id").
// An unknown name is an [*Invalid] that suggests the nearest ones.
func (c *Catalog) Model(name string) (*Model, error) {
	base := BaseModel(name)
	for i, m := range c.Models {
		if m.Name == base || slices.Contains(m.Aliases, base) {
			return &c.Models[i], nil
		}
	}
	for _, n := range c.NotTunable {
		if strings.HasPrefix(base, n.Prefix) {
			return nil, Invalidf("open are "+strings.Join(c.nearestOpen(base), ", ")+" and others: ftplan models lists them", "%s", n.Reason)
		}
	}
	return nil, Invalidf(didYouMean(base, c.modelNames()), "unknown model %q", document.Clip(base))
}

// BaseModel strips "ft:" and everything after the base from the name of a fine-tune; other names stay as they are.
func BaseModel(name string) string {
	rest, tuned := strings.CutPrefix(name, "ft:")
	if !tuned {
		return name
	}
	base, _, _ := strings.Cut(rest, ":")
	return base
}

// nearestOpen returns three families of models like the name that could still be trained when the dates were read.
func (c *Catalog) nearestOpen(name string) []string {
	var open []string
	for i := range c.Models {
		m := &c.Models[i]
		if !slices.Contains(open, m.Family) && slices.ContainsFunc(m.Offers, func(o Offer) bool { return len(o.Methods) > 0 && o.Ended(c.checked(o.Provider)) == "" }) {
			open = append(open, m.Family)
		}
	}
	slices.SortStableFunc(open, func(a, b string) int {
		return cmp.Or(cmp.Compare(sharedStart(name, b), sharedStart(name, a)), cmp.Compare(editDistance(name, a), editDistance(name, b)))
	})
	return open[:min(3, len(open))]
}

// sharedStart counts the bytes with which both names begin.
func sharedStart(a, b string) (n int) {
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// checked is when a provider's dates were read.
func (c *Catalog) checked(provider string) Date {
	for _, p := range c.Providers {
		if p.Name == provider {
			return p.Checked
		}
	}
	return Date{}
}

func (c *Catalog) modelNames() []string {
	var names []string
	for _, m := range c.Models {
		names = append(names, m.Name)
		names = append(names, m.Aliases...)
	}
	return names
}

// Offer returns the provider's offer for the model, or nil.
func (m *Model) Offer(provider string) *Offer {
	for i, o := range m.Offers {
		if o.Provider == provider {
			return &m.Offers[i]
		}
	}
	return nil
}

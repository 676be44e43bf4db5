package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/plan/money"
)

// WithSheet returns a catalog that also holds the sheet. A sheet that extends another takes over that one's rows, with
// its own discount, and replaces the rows it prices itself; a sheet of a known name replaces that sheet.
func (c *Catalog) WithSheet(s *Sheet) (*Catalog, error) {
	if err := c.checkSheet(s); err != nil {
		return nil, fmt.Errorf("price sheet %q: %w", document.Clip(s.Name), err)
	}
	laid, err := c.overlay(s)
	if err != nil {
		return nil, fmt.Errorf("price sheet %q: %w", document.Clip(s.Name), err)
	}
	changed := *c
	changed.Sheets = slices.DeleteFunc(slices.Clone(c.Sheets), func(t Sheet) bool { return t.Name == s.Name })
	changed.Sheets = append(changed.Sheets, *laid)
	return &changed, nil
}

// checkSheet refuses rows for a model or a provider that the catalog does not know.
func (c *Catalog) checkSheet(s *Sheet) error {
	if !slices.ContainsFunc(c.Providers, func(p Provider) bool { return p.Name == s.Provider }) {
		return fmt.Errorf("unknown provider %q", document.Clip(s.Provider))
	}
	for _, p := range s.Prices {
		if !c.knowsRow(p.Model) {
			return fmt.Errorf("unknown model %q: %s", document.Clip(p.Model), didYouMean(p.Model, c.modelNames()))
		}
	}
	return nil
}

func (c *Catalog) knowsRow(name string) bool {
	if sizeClass(name) {
		return true
	}
	for _, m := range c.Models {
		if m.Name == name || m.Family == name || slices.ContainsFunc(m.Offers, func(o Offer) bool { return o.PriceRow == name }) {
			return true
		}
	}
	return slices.ContainsFunc(c.NotTunable, func(n NotTunable) bool { return strings.HasPrefix(name, n.Prefix) })
}

// sizeClass reports whether a row is for models of a size, such as "up to 16B" or "17B to 69B".
func sizeClass(name string) bool {
	return strings.HasSuffix(name, "B") && (strings.HasPrefix(name, "up to ") || strings.Contains(name, "B to "))
}

// overlay lays a sheet over the one that it extends.
func (c *Catalog) overlay(s *Sheet) (*Sheet, error) {
	if s.Extends == "" {
		return s, nil
	}
	base := c.sheet(s.Extends)
	if base == nil {
		return nil, fmt.Errorf("extends %q: %s", document.Clip(s.Extends), didYouMean(s.Extends, c.SheetNames()))
	}
	if base.Extends != "" || base.Provider != s.Provider {
		return nil, fmt.Errorf("extends %q: only a sheet of %s that extends nothing can be extended", document.Clip(s.Extends), s.Provider)
	}
	laid := base.copy()
	laid.scale(s.Discount.Rest())
	laid.Name, laid.Extends, laid.Discount, laid.Confidence = s.Name, s.Extends, s.Discount, s.Confidence
	laid.Currency, laid.USDPerUnit, laid.RateSource, laid.RateChecked = s.Currency, s.USDPerUnit, s.RateSource, s.RateChecked
	laid.Source = s.Source + "; over " + base.Name + ": " + base.Source
	laid.SHA256 = document.Digest([]byte(base.SHA256 + s.SHA256))
	if s.Checked.Before(laid.Checked) {
		laid.Checked = s.Checked
	}
	laid.Prices = slices.DeleteFunc(laid.Prices, func(old Price) bool {
		return slices.ContainsFunc(s.Prices, func(p Price) bool { return c.replaces(&p, &old) })
	})
	laid.Prices = append(laid.Prices, s.Prices...)
	laid.Base = append(slices.Clone(s.Base), laid.Base...)
	laid.Hosting = append(slices.Clone(s.Hosting), laid.Hosting...)
	laid.Notes = slices.Concat(s.Notes, laid.Notes)
	return laid, nil
}

// replaces reports whether an overlay's row stands in for a row of the sheet below: it names the same model or its
// family, and the same tier and hyperparameters or none.
func (c *Catalog) replaces(p, old *Price) bool {
	same := p.Model == old.Model || slices.ContainsFunc(c.Models, func(m Model) bool {
		return m.Name == old.Model && m.Family == p.Model
	})
	return same && (p.Tier == "" || p.Tier == old.Tier) && (len(p.When) == 0 || maps.Equal(p.When, old.When))
}

// copy returns a sheet whose amounts can be scaled without touching s.
func (s *Sheet) copy() *Sheet {
	t := *s
	t.Prices = slices.Clone(s.Prices)
	for i := range t.Prices {
		p := &t.Prices[i]
		p.Training, p.TrainingLow, p.TrainingHigh = own(p.Training), own(p.TrainingLow), own(p.TrainingHigh)
		p.CapPerJob, p.HostingHour = own(p.CapPerJob), own(p.HostingHour)
		p.Standard, p.Batch = p.Standard.copy(), p.Batch.copy()
	}
	t.Base = slices.Clone(s.Base)
	for i := range t.Base {
		b := &t.Base[i]
		b.Input, b.CachedInput, b.Output = own(b.Input), own(b.CachedInput), own(b.Output)
	}
	t.Hosting = slices.Clone(s.Hosting)
	for i := range t.Hosting {
		t.Hosting[i].PerHour = own(t.Hosting[i].PerHour)
	}
	return &t
}

func (t *TokenPrices) copy() *TokenPrices {
	if t == nil {
		return nil
	}
	return &TokenPrices{own(t.Input), own(t.CachedInput), own(t.Output)}
}

func own(u *money.USD) *money.USD {
	if u == nil {
		return nil
	}
	v := *u
	return &v
}

// Sheet finds a price sheet by name. An unknown name is an [*Invalid].
func (c *Catalog) Sheet(name string) (*Sheet, error) {
	if s := c.sheet(name); s != nil {
		return s, nil
	}
	return nil, Invalidf(didYouMean(name, c.SheetNames()), "unknown price sheet %q", document.Clip(name))
}

// SheetNames lists the price sheets.
func (c *Catalog) SheetNames() []string {
	var names []string
	for _, s := range c.Sheets {
		names = append(names, s.Name)
	}
	return names
}

func (c *Catalog) sheet(name string) *Sheet {
	for i := range c.Sheets {
		if c.Sheets[i].Name == name {
			return &c.Sheets[i]
		}
	}
	return nil
}

// Price finds the row for a model at a provider: by size class if the offer goes by one, else by snapshot, else by
// family; the provider's tier before a row for every tier. Missing and ambiguous rows are an [*Invalid]: a price is
// never guessed.
func (c *Catalog) Price(s *Sheet, m *Model, p *Provider, parameters map[string]string) (*Price, error) {
	names := []string{m.Name, m.Family}
	if o := m.Offer(p.Base); o != nil && o.PriceRow != "" {
		names = []string{o.PriceRow}
	}
	var rejected []string
	for _, name := range names {
		for _, tier := range []string{p.Tier, ""} {
			rows, refused := s.rows(name, tier, parameters)
			rejected = append(rejected, refused...)
			if len(rows) == 1 {
				return rows[0], nil
			}
			if len(rows) > 1 {
				return nil, Invalidf("leave one of the rows", "price sheet %s has %d prices for %s", s.Name, len(rows), m.Name)
			}
		}
	}
	if len(rejected) > 0 {
		return nil, Invalidf("priced is: "+strings.Join(slices.Compact(rejected), "; "),
			"price sheet %s has no price for %s with these hyperparameters", s.Name, m.Name)
	}
	return nil, Invalidf(c.priceHint(s, m, p), "price sheet %s has no price for %s at %s", s.Name, m.Name, p.Name)
}

// rows are the prices under a name and tier that hold for the hyperparameters, and labels of those that do not.
func (s *Sheet) rows(name, tier string, parameters map[string]string) (rows []*Price, refused []string) {
	for i := range s.Prices {
		row := &s.Prices[i]
		if row.Model != name || row.Tier != tier {
			continue
		}
		if holds(row.When, parameters) {
			rows = append(rows, row)
		} else {
			refused = append(refused, row.label())
		}
	}
	return rows, refused
}

func holds(when, parameters map[string]string) bool {
	for name, value := range when {
		if parameters[name] != value {
			return false
		}
	}
	return true
}

// priceHint names the models that the sheet does price and the sheets that price this model.
func (c *Catalog) priceHint(s *Sheet, m *Model, p *Provider) string {
	priced := map[string]bool{}
	for _, row := range s.Prices {
		if row.Tier == "" || row.Tier == p.Tier {
			priced[row.Model] = true
		}
	}
	hint := "it prices " + strings.Join(slices.Sorted(maps.Keys(priced)), ", ")
	var others []string
	for _, t := range c.Sheets {
		if t.Name != s.Name && slices.ContainsFunc(t.Prices, func(q Price) bool { return q.Model == m.Name || q.Model == m.Family }) {
			others = append(others, t.Name)
		}
	}
	if len(others) > 0 {
		hint += "; " + m.Family + " is in " + strings.Join(others, ", ")
	}
	return hint + "; or give a sheet of your own with --prices FILE"
}

// PriceOf returns the price of a model at a provider by the provider's own sheet and with its default hyperparameters, and
// the sheet. Both are nil where nobody knows one.
func (c *Catalog) PriceOf(m *Model, p *Provider) (*Price, *Sheet) {
	sheet := c.sheet(p.Sheet)
	if sheet == nil {
		return nil, nil
	}
	parameters := map[string]string{}
	for _, known := range p.Parameters {
		parameters[known.Name] = known.Default
	}
	price, err := c.Price(sheet, m, p, parameters)
	if err != nil {
		return nil, nil
	}
	return price, sheet
}

// BaseOf finds the price of an untuned model: the named one, or the fine-tune's own base.
func (s *Sheet) BaseOf(name string, m *Model) (*BasePrice, error) {
	names := []string{name}
	if name == "" {
		names = []string{m.Name, m.Family}
	}
	var known []string
	for i, b := range s.Base {
		if slices.Contains(names, b.Model) {
			return &s.Base[i], nil
		}
		known = append(known, b.Model)
	}
	if len(known) == 0 {
		return nil, Invalidf("choose a sheet with base prices, such as openai", "price sheet %s has no prices of untuned models", s.Name)
	}
	return nil, Invalidf("it has "+strings.Join(known, ", "), "price sheet %s has no price of the untuned %s", s.Name, document.Clip(names[len(names)-1]))
}

// ByTokens is the price by tokens, or its range; nil when it is unknown or training is sold otherwise.
func (p *Price) ByTokens() (price, low, high *money.USD) {
	if p.Unit != money.PerMillion {
		return nil, nil, nil
	}
	return p.Training, p.TrainingLow, p.TrainingHigh
}

// Hosted reports whether the sheet charges for keeping a model deployed.
func (s *Sheet) Hosted(p *Price) bool { return p.HostingHour != nil || len(s.Hosting) > 0 }

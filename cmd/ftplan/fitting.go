package main

import (
	"slices"
	"time"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// fitting returns a model that can be trained on a file, where the default one cannot: by the method that the file is for,
// and with images where it has some; at the provider if it has one, else elsewhere. It returns "" where the default model
// will do, or nobody trains such files any more.
func fitting(c *common, provider string, result *plan.Result) (model, where string) {
	method := catalog.Supervised
	switch result.Format {
	case dataset.Preference:
		method = catalog.DPO
	case dataset.Reinforcement:
		method = catalog.Reinforcement
	}
	images := result.Summary != nil && result.Summary.ImageExamples > 0
	if method == catalog.Supervised && !images {
		return "", ""
	}
	now, err := c.clock()
	if err != nil {
		return "", ""
	}
	cat := catalog.Builtin()
	for _, name := range slices.Compact([]string{provider, defaultProvider, "azure"}) {
		if model := openModel(cat, name, method, images, now); model != "" {
			return model, name
		}
	}
	return "", ""
}

// openModel returns the cheapest model that a provider still trains by the method, the first of those whose price is not
// known, "" where there is none.
func openModel(c *catalog.Catalog, provider string, method catalog.Method, images bool, now time.Time) (name string) {
	p, err := c.Provider(provider)
	if err != nil {
		return ""
	}
	var least *money.USD
	for i := range c.Models {
		m := &c.Models[i]
		offer := m.Offer(p.Base)
		if offer == nil || !offer.Takes(method) || !offer.Open(now) || images && !offer.Images {
			continue
		}
		price, _ := c.PriceOf(m, p)
		cheaper := price != nil && price.Training != nil && (least == nil || price.Training.Cmp(*least) < 0)
		if cheaper {
			least = price.Training
		}
		if cheaper || name == "" {
			name = m.Name
		}
	}
	return name
}

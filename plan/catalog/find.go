package catalog

import (
	"slices"
	"strings"
)

// Find looks a model and a provider up together; "" is OpenAI. The offer holds the model's limits at that provider. An
// unknown name, and a provider that does not train the model, are an [*Invalid].
func (c *Catalog) Find(model, provider string) (*Model, *Provider, *Offer, error) {
	m, err := c.Model(model)
	if err != nil {
		return nil, nil, nil, err
	}
	if provider == "" {
		provider = "openai"
	}
	p, err := c.Provider(provider)
	if err != nil {
		return nil, nil, nil, err
	}
	o := m.Offer(p.Base)
	if o == nil {
		return nil, nil, nil, Invalidf(offeredBy(m), "%s does not train %s", p.Name, m.Name)
	}
	return m, p, o, nil
}

func offeredBy(m *Model) string {
	var names []string
	for _, o := range m.Offers {
		names = append(names, o.Provider)
	}
	if len(names) == 0 {
		return "no provider here trains it"
	}
	return "trained by " + strings.Join(names, ", ") + ": choose with --provider"
}

// Takes reports whether the model can be trained by the method here.
func (o *Offer) Takes(method Method) bool { return slices.Contains(o.Methods, method) }

package plan

import (
	"fmt"
	"slices"
	"time"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/tokenize"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

// Pass returns a pass that judges and counts a file for the model, provider and method of the settings. A method left out
// is the one that suits the file. What the caller knows better, it sets in the result.
func (c *Catalog) Pass(s Settings) (*Pass, error) {
	model, err := c.Model(s.Model)
	if err != nil {
		return nil, err
	}
	name := s.Provider
	if name == "" {
		name = defaultProvider
	}
	provider, err := c.Provider(name)
	if err != nil {
		return nil, err
	}
	offer := model.Offer(provider.Base)
	if offer == nil {
		return nil, invalid(offeredBy(model), "%s does not train %s", provider.Name, model.Name)
	}
	counting, err := model.counting(offer)
	if err != nil {
		return nil, err
	}
	return &Pass{
		Rules: lint.Rules(), Legacy: offer.Completions,
		Lint:  lint.Settings{Format: formatFor(s.Method, offer), Limits: limits(provider, offer)},
		Count: []Counting{counting},
	}, nil
}

// Countings are one way to count for each encoding that the catalog's models have: a pass with all of them counts a file
// for every model. The order is that of the models.
func (c *Catalog) Countings() ([]Counting, error) {
	var list []Counting
	for i := range c.Models {
		m := &c.Models[i]
		if m.Encoding == "" {
			continue
		}
		counting, err := m.countingUpTo(m.exampleTokens())
		if err != nil {
			return nil, err
		}
		same := slices.IndexFunc(list, func(known Counting) bool { return known.Encoding == m.Encoding })
		if same < 0 {
			list = append(list, counting)
		} else if counting.Chat.Tools == tokenize.SimilarTools {
			list[same].Chat.Tools = tokenize.SimilarTools
		}
	}
	return list, nil
}

// Bar notes in a pass which formats the methods of the settings' model take, and returns why the model can be trained no
// more, "" where it can.
func (c *Catalog) Bar(p *Pass, s Settings, now time.Time) (why string, err error) {
	model, provider, offer, err := c.Find(s.Model, s.Provider)
	if err != nil {
		return "", err
	}
	for _, method := range offer.Methods {
		p.Lint.Limits.Formats = append(p.Lint.Limits.Formats, formatOf(method, offer))
	}
	if ended := offer.ended(DateOf(now)); ended != "" {
		why = fmt.Sprintf("%s can no longer be trained at %s: %s", model.Name, provider.Name, ended)
	}
	return why, nil
}

const defaultProvider = "openai"

// formatFor is the format of line that a method wants; unknown where the method is open and several would do.
func formatFor(method Method, o *Offer) dataset.Format {
	if method == "" && !o.Completions {
		return dataset.UnknownFormat
	}
	return formatOf(method, o)
}

// formatOf is the format of line that a method wants.
func formatOf(method Method, o *Offer) dataset.Format {
	switch {
	case method == DPO:
		return dataset.Preference
	case method == Reinforcement:
		return dataset.Reinforcement
	case o.Completions:
		return dataset.Completion
	}
	return dataset.Chat
}

// limits are what the provider and its offer allow, as numbers.
func limits(p *Provider, o *Offer) lint.Limits {
	l := lint.OpenAI()
	l.NoImages, l.WantsBOM, l.Alternating = !o.Images, p.WantsMark, p.Alternating
	if p.MaxFileBytes > 0 {
		l.UploadBytes = p.MaxFileBytes
		l.FileBytes = min(l.FileBytes, p.MaxFileBytes)
	}
	if p.MinExamples > 0 {
		l.MinExamples = int(p.MinExamples)
	}
	if o.ExampleTokens != nil {
		l.ExampleTokens = int(*o.ExampleTokens)
	}
	return l
}

// counting is how the model's tokens are counted for an offer.
func (m *Model) counting(o *Offer) (Counting, error) {
	limit := 0
	if o.ExampleTokens != nil {
		limit = int(*o.ExampleTokens)
	}
	return m.countingUpTo(limit)
}

// countingUpTo is how the model's tokens are counted where an example may have so many; 0 = not stated.
func (m *Model) countingUpTo(limit int) (Counting, error) {
	if m.Encoding == "" {
		return Counting{}, m.uncounted()
	}
	if m.own == nil {
		return newCounting(m.Encoding, m.Chat, m.Name, limit)
	}
	own := *m.own
	own.Images, own.Limit = tokenize.ImagesFor(m.Name), limit
	return own, nil
}

// uncounted is the error that the model's vocabulary is missing.
func (m *Model) uncounted() *Invalid {
	return invalid("tokens and quote take it with --vocab FILE; or count with the provider's tool and use estimate",
		"tokens of %s cannot be counted here: its vocabulary is not included", m.Name)
}

// WithCounting returns a catalog in which a model's tokens are counted as given, for a model whose vocabulary is not
// included. Its image rule and limit stay the model's own. The counting's encoding needs a name that no other has.
func (c *Catalog) WithCounting(model string, counting Counting) (*Catalog, error) {
	m, err := c.Model(model)
	if err != nil {
		return nil, err
	}
	if m.Encoding != "" {
		return nil, invalid("leave --vocab out, or name a model whose vocabulary is not included",
			"%s has its own vocabulary here, %s", m.Name, m.Encoding)
	}
	changed := *c
	changed.Models = slices.Clone(c.Models)
	for i := range changed.Models {
		if changed.Models[i].Name == m.Name {
			changed.Models[i].Encoding, changed.Models[i].own = counting.Encoding, &counting
		}
	}
	return &changed, nil
}

// CountingFor returns how the tokens of any model are counted, one that the catalog does not know included, and what is to
// be said about the choice.
func (c *Catalog) CountingFor(name string) (counting Counting, note string, err error) {
	model, unknown := c.Model(name)
	if unknown == nil {
		counting, err = model.countingUpTo(model.exampleTokens())
		return counting, "", err
	}
	encoding, known := tokenize.EncodingFor(name)
	if encoding == "" {
		return Counting{}, "", unknown
	}
	if !known {
		note = fmt.Sprintf("the model %s is unknown; it is counted with %s, as the newest models are, which may be wrong", clip(name), encoding)
	}
	counting, err = newCounting(encoding, "openai", name, 0)
	if !known {
		counting.Notes = append(counting.Notes, note)
		note = ""
	}
	return counting, note, err
}

// exampleTokens is the longest example that any provider takes for the model; 0 where none states one.
func (m *Model) exampleTokens() int {
	for _, o := range m.Offers {
		if o.ExampleTokens != nil {
			return int(*o.ExampleTokens)
		}
	}
	return 0
}

func newCounting(encoding, chat, model string, limit int) (Counting, error) {
	vocabulary, err := bpe.ByName(encoding)
	if err != nil {
		return Counting{}, err
	}
	format, err := tokenize.ChatNamed(chat)
	if err != nil {
		format, _ = tokenize.ChatNamed("none")
	}
	return Counting{
		Encoding: encoding, Chat: format.ForModel(model), Images: tokenize.ImagesFor(model), Limit: limit,
		Counter: func() tokenize.Counter { return vocabulary.NewCounter() },
	}, nil
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
	price, err := c.price(sheet, m, p, parameters)
	if err != nil {
		return nil, nil
	}
	return price, sheet
}

// Open reports whether the model can still be trained at the offer's provider.
func (o *Offer) Open(now time.Time) bool { return len(o.Methods) > 0 && o.ended(DateOf(now)) == "" }

package catalog

import (
	"fmt"
	"slices"

	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/tokenize"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

// A Counting is one way to count a file: an encoding and a chat format.
type Counting struct {
	Encoding string
	Chat     tokenize.Chat
	Images   tokenize.ImageRule
	Counter  func() tokenize.Counter // a new one, for one goroutine
	Limit    int                     // tokens of the longest example; 0 = not stated
	Notes    []string                // why it is no more than an estimate, whatever the text
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

// WithCounting returns a catalog in which a model's tokens are counted as given, for a model whose vocabulary is not
// included. Its image rule and limit stay the model's own. The counting's encoding needs a name that no other has.
func (c *Catalog) WithCounting(model string, counting Counting) (*Catalog, error) {
	m, err := c.Model(model)
	if err != nil {
		return nil, err
	}
	if m.Encoding != "" {
		return nil, Invalidf("leave --vocab out, or name a model whose vocabulary is not included",
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
	if counting, err = newCounting(encoding, "openai", name, 0); !known {
		counting.Notes = append(counting.Notes, fmt.Sprintf("the model %s is unknown; it is counted with %s, as the newest models are, "+
			"which may be wrong", document.Clip(name), encoding))
	}
	return counting, "", err
}

// Counting is how the model's tokens are counted for an offer.
func (m *Model) Counting(o *Offer) (Counting, error) {
	limit := 0
	if o.ExampleTokens != nil {
		limit = int(*o.ExampleTokens)
	}
	return m.countingUpTo(limit)
}

// countingUpTo is how the model's tokens are counted where an example may have so many; 0 = not stated.
func (m *Model) countingUpTo(limit int) (Counting, error) {
	if m.Encoding == "" {
		return Counting{}, m.Uncounted()
	}
	if m.own == nil {
		return newCounting(m.Encoding, m.Chat, m.Name, limit)
	}
	own := *m.own
	own.Images, own.Limit = tokenize.ImagesFor(m.Name), limit
	return own, nil
}

// Uncounted is the error that the model's vocabulary is missing.
func (m *Model) Uncounted() *Invalid {
	return Invalidf("tokens and quote take it with --vocab FILE; or count with the provider's tool and use estimate",
		"tokens of %s cannot be counted here: its vocabulary is not included", m.Name)
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

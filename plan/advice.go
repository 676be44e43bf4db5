package plan

import (
	"fmt"
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// Advice is something that would make the fine-tune better or cheaper, with its number.
type Advice struct {
	Name  string     `json:"name"` // examples, caching, smaller-base
	Text  string     `json:"text"`
	Saves *money.USD `json:"saves"` // in the first month, or on training; nil where it is not about money
}

// Advise looks at what the settings leave on the table: too few examples, input that could be read from the cache, a
// smaller model at the same provider. Survey and usage may be nil; what cannot be judged is left out.
func Advise(s Settings, survey *Survey, u *Usage, c *catalog.Catalog, now time.Time) []Advice {
	var list []Advice
	for _, advice := range []*Advice{adviseExamples(survey), adviseCaching(s, u, c, now), adviseSmaller(s, survey, u, c, now)} {
		if advice != nil {
			list = append(list, *advice)
		}
	}
	return list
}

// adviseExamples compares the number of examples with the guide's 100 to 500.
func adviseExamples(survey *Survey) *Advice {
	const fewest = 100
	if survey == nil || survey.File.Examples >= fewest {
		return nil
	}
	n := survey.File.Examples
	return &Advice{Name: "examples", Text: fmt.Sprintf("the file has %d examples; 100 to 500 are advised at least, so %d more", n, fewest-n)}
}

// leastCached is how many tokens a request reads at least for any of them to come from the cache, by OpenAI's guide to
// prompt caching of 2024.
const leastCached = 1024

// adviseCaching says what half of the input from the cache would save.
func adviseCaching(s Settings, u *Usage, c *catalog.Catalog, now time.Time) *Advice {
	if u == nil || !u.Cached.IsZero() || u.Requests > 0 && u.Input/u.Requests < leastCached {
		return nil
	}
	half := *u
	half.Cached, _ = money.ParsePercent("50")
	saved := monthlySaving(s, s, *u, half, c, now)
	if saved == nil || saved.Sign() <= 0 {
		return nil
	}
	text := fmt.Sprintf("reading half of the input from the cache saves %s a month", saved.Display())
	if u.Requests == 0 {
		text += ", where a request reads 1,024 tokens or more: shorter ones are not cached (OpenAI's guide, 2024)"
	}
	return &Advice{"caching", text, saved}
}

// monthlySaving is what the first month's bill shrinks by from one way of use to another; nil when one is unknown.
func monthlySaving(from, to Settings, before, after Usage, c *catalog.Catalog, now time.Time) *money.USD {
	old, err := NewOwnership(from, Total{}, before, c, now)
	if err != nil || old.Monthly.Cost == nil {
		return nil
	}
	changed, err := NewOwnership(to, Total{}, after, c, now)
	if err != nil || changed.Monthly.Cost == nil {
		return nil
	}
	saved := old.Monthly.Cost.Sub(*changed.Monthly.Cost)
	return &saved
}

// adviseSmaller names the cheapest model to train at the same provider for the same file.
func adviseSmaller(s Settings, survey *Survey, u *Usage, c *catalog.Catalog, now time.Time) *Advice {
	if survey == nil {
		return nil
	}
	d, err := newDraft(s, survey, c, now)
	if err != nil {
		return nil
	}
	cost := d.job().cost(d.epochs).cost
	if cost == nil {
		return nil
	}
	var best *Candidate
	others := Compare(s, map[string]*Survey{survey.Encoding: survey}, []int64{d.epochs}, c, now)
	for i, other := range others {
		if doubted(c, other) || !other.Accepted || other.Provider != d.provider.Name || other.Costs[0].Cost == nil {
			continue
		}
		if other.Costs[0].Cost.Cmp(*cost) < 0 && (best == nil || other.Costs[0].Cost.Cmp(*best.Costs[0].Cost) < 0) {
			best = &others[i]
		}
	}
	if best == nil {
		return nil
	}
	return smallerAdvice(s, *cost, best, u, c, now)
}

// doubted reports whether the catalog doubts that an offer is still taken: it is priced and warned of, and not advised.
func doubted(c *catalog.Catalog, offer Candidate) bool {
	_, _, o, err := c.Find(offer.Model, offer.Provider)
	return err != nil || o.Warning != ""
}

func smallerAdvice(s Settings, cost money.USD, best *Candidate, u *Usage, c *catalog.Catalog, now time.Time) *Advice {
	saved := cost.Sub(*best.Costs[0].Cost)
	text := fmt.Sprintf("%s trains for %s instead of %s", best.Model, best.Costs[0].Cost.Display(), cost.Display())
	if u != nil {
		smaller := s
		smaller.Model = best.Model
		if monthly := monthlySaving(s, smaller, *u, *u, c, now); monthly != nil && monthly.Sign() > 0 {
			text += fmt.Sprintf(" and saves %s a month", monthly.Display())
		}
	}
	return &Advice{"smaller-base", text + ", if it passes your evaluation", &saved}
}

package plan

import (
	"strings"
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// target is where a job is to run: a model at a provider, by a method.
type target struct {
	model    *catalog.Model
	offer    *catalog.Offer
	provider *catalog.Provider
	method   catalog.Method
}

// newTarget resolves the settings' model, provider and method. The method falls back to the format's.
func newTarget(c *catalog.Catalog, s Settings, format string) (*target, error) {
	model, provider, offer, err := c.Find(s.Model, s.Provider)
	if err != nil {
		return nil, err
	}
	t := &target{model, offer, provider, s.asked()}
	if t.method == "" {
		t.method = methodOf(format)
	}
	if !offer.Takes(t.method) {
		return nil, catalog.Invalidf(t.methodHint(), "%s at %s is not open to %s fine-tuning", model.Name, provider.Name, t.method)
	}
	return t, nil
}

// asked is the method that was asked for: a grader asks for reinforcement.
func (s *Settings) asked() catalog.Method {
	if s.Method == "" && len(s.Grader) > 0 {
		return catalog.Reinforcement
	}
	return s.Method
}

// methodOf is the method that a file of the format is for.
func methodOf(format string) catalog.Method {
	switch format {
	case "preference":
		return catalog.DPO
	case "reinforcement":
		return catalog.Reinforcement
	}
	return catalog.Supervised
}

func (t *target) methodHint() string {
	if len(t.offer.Methods) == 0 {
		return "it takes no fine-tuning at all"
	}
	var names []string
	for _, m := range t.offer.Methods {
		names = append(names, string(m))
	}
	return "it takes " + strings.Join(names, ", ")
}

// accepts refuses a survey that does not belong to the target: another encoding, another format, images.
func (t *target) accepts(c *catalog.Catalog, s *Survey, now time.Time) error {
	switch {
	case t.model.Encoding == "":
		return t.model.Uncounted()
	case s.Encoding != t.model.Encoding:
		return catalog.Invalidf("count the file again with "+t.model.Encoding, "the file was counted with %s, %s needs %s", s.Encoding, t.model.Name, t.model.Encoding)
	case s.File.Examples <= 0:
		return catalog.Invalidf("see what is wrong with ftplan lint", "%s holds no example to train on", s.File.Name)
	case s.Tokens.Billed < 0 || max(s.Tokens.Billed, s.Tokens.High, s.File.Examples) > money.MaxQuantity:
		return catalog.Invalidf("count the file again", "%d tokens in %d examples are out of range", s.Tokens.Billed, s.File.Examples)
	case methodOf(s.Format) != t.method:
		return catalog.Invalidf("choose --method "+string(methodOf(s.Format)), "a %s file does not suit the method %s", s.Format, t.method)
	case (s.Format == "completion") != t.offer.Completions:
		return catalog.Invalidf("convert the file with ftplan convert", "%s does not take %s files", t.model.Name, s.Format)
	case s.Images > 0 && !t.offer.Images:
		return catalog.Invalidf(c.TakingImages(t.provider, t.method, now), "%s at %s takes no images, the file holds %d", t.model.Name, t.provider.Name, s.Images)
	}
	return nil
}

// open refuses training after the last training day and names where the same file can go.
func (t *target) open(c *catalog.Catalog, now time.Time) error {
	why := t.offer.Ended(catalog.DateOf(now))
	if why == "" {
		return nil
	}
	return refuse(c.Elsewhere(t.method, now), "%s can no longer be trained at %s: %s", t.model.Name, t.provider.Name, why)
}

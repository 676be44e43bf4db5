package plan

import (
	"slices"
	"strings"
)

// target is where a job is to run: a model at a provider, by a method.
type target struct {
	model    *Model
	offer    *Offer
	provider *Provider
	method   Method
}

// target resolves the settings' model, provider and method. The method falls back to the format's.
func (c *Catalog) target(s Settings, format string) (*target, error) {
	model, err := c.Model(s.Model)
	if err != nil {
		return nil, err
	}
	name := s.Provider
	if name == "" {
		name = "openai"
	}
	provider, err := c.Provider(name)
	if err != nil {
		return nil, err
	}
	offer := model.Offer(provider.Base)
	if offer == nil {
		return nil, invalid(offeredBy(model), "%s does not train %s", provider.Name, model.Name)
	}
	t := &target{model, offer, provider, s.Method}
	if t.method == "" {
		t.method = methodOf(format)
	}
	if !offer.takes(t.method) {
		return nil, invalid(t.methodHint(), "%s at %s is not open to %s fine-tuning", model.Name, provider.Name, t.method)
	}
	return t, nil
}

// methodOf is the method that a file of the format is for.
func methodOf(format string) Method {
	switch format {
	case "preference":
		return DPO
	case "reinforcement":
		return Reinforcement
	}
	return Supervised
}

func (o *Offer) takes(method Method) bool { return slices.Contains(o.Methods, method) }

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
func (t *target) accepts(s *Survey) error {
	switch {
	case t.model.Encoding == "":
		return invalid("count them with the provider's tool and use estimate", "tokens of %s cannot be counted here: its vocabulary is not included", t.model.Name)
	case s.Encoding != t.model.Encoding:
		return invalid("count the file again with "+t.model.Encoding, "the file was counted with %s, %s needs %s", s.Encoding, t.model.Name, t.model.Encoding)
	case s.File.Examples <= 0:
		return invalid("see what is wrong with ftplan lint", "%s holds no example to train on", s.File.Name)
	case s.Tokens.Billed < 0 || s.Tokens.Billed > maxQuantity || s.File.Examples > maxQuantity:
		return invalid("count the file again", "%d tokens in %d examples are out of range", s.Tokens.Billed, s.File.Examples)
	case methodOf(s.Format) != t.method:
		return invalid("choose --method "+string(methodOf(s.Format)), "a %s file does not suit the method %s", s.Format, t.method)
	case (s.Format == "completion") != t.offer.Completions:
		return invalid("convert the file with ftplan convert", "%s does not take %s files", t.model.Name, s.Format)
	case s.Images > 0 && !t.offer.Images:
		return invalid("gpt-4o takes images, or leave them out", "%s at %s takes no images, the file holds %d", t.model.Name, t.provider.Name, s.Images)
	}
	return nil
}

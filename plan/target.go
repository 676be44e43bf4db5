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
		return nil, nil, nil, invalid(offeredBy(m), "%s does not train %s", p.Name, m.Name)
	}
	return m, p, o, nil
}

// target resolves the settings' model, provider and method. The method falls back to the format's.
func (c *Catalog) target(s Settings, format string) (*target, error) {
	model, provider, offer, err := c.Find(s.Model, s.Provider)
	if err != nil {
		return nil, err
	}
	t := &target{model, offer, provider, s.asked()}
	if t.method == "" {
		t.method = methodOf(format)
	}
	if !offer.takes(t.method) {
		return nil, invalid(t.methodHint(), "%s at %s is not open to %s fine-tuning", model.Name, provider.Name, t.method)
	}
	return t, nil
}

// asked is the method that was asked for: a grader asks for reinforcement.
func (s *Settings) asked() Method {
	if s.Method == "" && len(s.Grader) > 0 {
		return Reinforcement
	}
	return s.Method
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
		return t.model.uncounted()
	case s.Encoding != t.model.Encoding:
		return invalid("count the file again with "+t.model.Encoding, "the file was counted with %s, %s needs %s", s.Encoding, t.model.Name, t.model.Encoding)
	case s.File.Examples <= 0:
		return invalid("see what is wrong with ftplan lint", "%s holds no example to train on", s.File.Name)
	case s.Tokens.Billed < 0 || max(s.Tokens.Billed, s.Tokens.High, s.File.Examples) > maxQuantity:
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

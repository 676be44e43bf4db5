package plan

import (
	"fmt"
	"time"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/grader"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan/catalog"
)

// NewPass returns a pass that judges and counts a file for the model, provider and method of the settings. A method left out
// is the one that suits the file. What the caller knows better, it sets in the result.
func NewPass(c *catalog.Catalog, s Settings) (*Pass, error) {
	model, provider, offer, err := c.Find(s.Model, s.Provider)
	if err != nil {
		return nil, err
	}
	counting, err := model.Counting(offer)
	if err != nil {
		return nil, err
	}
	pass := &Pass{
		Rules: rules.Rules(), Legacy: offer.Completions, Prompts: len(offer.Methods) == 1 && offer.Methods[0] == catalog.Reinforcement,
		Lint:  lint.Settings{Format: formatFor(s.asked(), offer), Limits: limits(provider, offer)},
		Count: []catalog.Counting{counting},
	}
	if len(s.Grader) > 0 {
		pass.Lint.Grader = grader.Read(s.Grader)
	}
	return pass, nil
}

// Bar notes in a pass which formats the methods of the settings' model take, and returns why the model can be trained no
// more, "" where it can.
func Bar(c *catalog.Catalog, p *Pass, s Settings, now time.Time) (why string, err error) {
	model, provider, offer, err := c.Find(s.Model, s.Provider)
	if err != nil {
		return "", err
	}
	for _, method := range offer.Methods {
		p.Lint.Limits.Formats = append(p.Lint.Limits.Formats, formatOf(method, offer))
	}
	if ended := offer.Ended(catalog.DateOf(now)); ended != "" {
		why = fmt.Sprintf("%s can no longer be trained at %s: %s", model.Name, provider.Name, ended)
	}
	return why, nil
}

// formatFor is the format of line that a method wants; unknown where the method is open and several would do.
func formatFor(method catalog.Method, o *catalog.Offer) dataset.Format {
	if method == "" && !o.Completions {
		return dataset.UnknownFormat
	}
	return formatOf(method, o)
}

// formatOf is the format of line that a method wants.
func formatOf(method catalog.Method, o *catalog.Offer) dataset.Format {
	switch {
	case method == catalog.DPO:
		return dataset.Preference
	case method == catalog.Reinforcement:
		return dataset.Reinforcement
	case o.Completions:
		return dataset.Completion
	}
	return dataset.Chat
}

// limits are what the provider and its offer allow, as numbers.
func limits(p *catalog.Provider, o *catalog.Offer) lint.Limits {
	l := lint.OpenAI()
	l.Weights, l.Reasoning, l.Prompts, l.Text = p.Takes.Weights, p.Takes.Reasoning, p.Takes.Prompts, p.Takes.Text
	l.NoImages, l.WantsBOM, l.Alternating, l.GraderModels = !o.Images, p.WantsMark, p.Alternating, p.GraderModels
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

// FormBytes is the largest file that goes up in one request where the provider has OpenAI's way to send larger ones in
// parts.
const FormBytes = lint.FormBytes

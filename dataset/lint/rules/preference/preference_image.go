package preference

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var preferenceImage = &lint.Rule{
	Code: "FT706", Name: "preference-image", Consequence: lint.Refused,
	Title:    "a preference holds an image",
	Why:      "Preferences are trained on text alone. Files with images are refused for this method, even by models that can see.",
	Cure:     "Describe the picture in words, or train on it with supervised fine-tuning.",
	Settings: forPreferences,
	Bad: []string{`{"input": {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", ` +
		`"image_url": {"url": "https://example.com/bell.png"}}]}]}, "preferred_output": [{"role": "assistant", "content": "A bell."}], ` +
		`"non_preferred_output": [{"role": "assistant", "content": "A thing."}]}`},
	Good: []string{samples.Preference("What rings?", "A bell.", "A thing.")},
	Message: func(p *lint.Pass, m *dataset.Message) {
		if p.Format != dataset.Preference || m.Role == dataset.AssistantRole {
			return // an image of the assistant is refused anyway
		}
		for part := range lint.Images(m) {
			p.Report(part, "an image in a preference; the method takes text only")
		}
	},
}

package images

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var imageDetail = &lint.Rule{
	Code: "FT612", Name: "image-detail", Consequence: lint.Refused,
	Title: "an image's detail is not one of the known values",
	Why: "The detail says how finely the model looks at a picture, and with that what it costs: low is cheap, high grows with " +
		"the picture, and auto leaves it to the service. Nothing else is accepted.",
	Cure: "Use low, high or auto, or leave detail out.",
	Bad: []string{`{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", ` +
		`"image_url": {"url": "https://example.com/bell.png", "detail": "medium"}}]}, {"role": "assistant", "content": "A bell."}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", ` +
		`"image_url": {"url": "https://example.com/bell.png", "detail": "low"}}]}, {"role": "assistant", "content": "A bell."}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for part := range lint.Images(m) {
			d := part.Member("image_url").Member("detail")
			if d.Exists() && !d.Is("auto") && !d.Is("low") && !d.Is("high") {
				p.Report(d, "detail has to be auto, low or high; write one of them, or leave it out")
			}
		}
	},
}

package images

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var imageTooLarge = &lint.Rule{
	Code: "FT602", Name: "image-too-large", Consequence: lint.Refused,
	Title: "an image is larger than the service takes",
	Why: "Every image may have up to 10 MB, counted without its base64 coating. Larger pictures win nothing: the service " +
		"scales them down before the model sees them.",
	Cure:     "Scale the image down before encoding it, or save it as JPEG.",
	Settings: func(s *lint.Settings) { s.Limits.ImageBytes = 60 },
	Bad:      []string{withImage("data:image/png;base64," + tinyPNG)},
	Good:     []string{withImage("https://example.com/bell.png")},
	Message: func(p *lint.Pass, m *dataset.Message) {
		limit := p.Settings.Limits.ImageBytes
		for u := range imageURLs(m) {
			if size := u.size(); limit > 0 && u.embedded() && size > limit {
				p.Report(u.Value, "the image has %s; the service takes at most %s", lint.Count(size, "byte"), lint.Thousands(limit))
			}
		}
	},
}

// tinyPNG is a red picture of 1 by 1 pixel, in base64.
const tinyPNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"

// withImage returns an example whose user shows the image at url.
func withImage(url string) string {
	return `{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", ` +
		`"image_url": {"url": "` + url + `"}}]}, {"role": "assistant", "content": "A bell."}]}`
}

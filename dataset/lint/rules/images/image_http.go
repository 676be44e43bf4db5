package images

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var imageHTTP = &lint.Rule{
	Code: "FT609", Name: "image-http", Consequence: lint.Advice,
	Title: "an image is fetched without encryption",
	Why: "The picture at an http address can be changed by anybody between its server and the service. The service's " +
		"documents speak of https.",
	Cure: "Use the https address of the same picture.",
	Bad:  []string{withImage("http://example.com/bell.png")},
	Good: []string{withImage("https://example.com/bell.png")},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for u := range imageURLs(m) {
			if u.Scheme == "http" {
				p.Report(u.Value, "an image at an http address; use https")
			}
		}
	},
}

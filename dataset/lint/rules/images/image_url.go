package images

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var imageURLScheme = &lint.Rule{
	Code: "FT608", Name: "image-url", Consequence: lint.Refused,
	Title: "an image is somewhere the service cannot fetch it",
	Why: "An image is either part of the file, as a data URL, or lies at an https address that everybody can read. Paths on " +
		"your machine and the addresses of private stores mean nothing to the service.",
	Cure: "Put the picture into the file: data:image/png;base64, followed by its bytes in base64.",
	Bad:  []string{withImage("file:///home/kim/bell.png")},
	Good: []string{withImage("https://example.com/bell.png")},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for u := range imageURLs(m) {
			switch u.Scheme {
			case "data", "https", "http":
			case "":
				p.Report(u.Value, "this is no URL; embed the image as data:image/png;base64, and its bytes, or give an https address")
			default:
				p.Report(u.Value, "the service cannot fetch %s addresses; embed the image or give an https address", lint.Quote([]byte(u.Scheme)))
			}
		}
	},
}

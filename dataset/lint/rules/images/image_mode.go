package images

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

var imageMode = &lint.Rule{
	Code: "FT606", Name: "image-mode", Consequence: lint.Dropped,
	Title: "an image is neither RGB nor RGBA",
	Why: "The service asks for pictures in RGB or RGBA. Grey pictures, those with a palette and those in CMYK, as printers " +
		"use it, may cost the example.",
	Cure: "Convert the picture to RGB, for example with ImageMagick's -type TrueColor.",
	Bad:  []string{withImage("data:image/png;base64," + greyPNG)},
	Good: []string{withImage("data:image/png;base64," + tinyPNG)},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for u := range imageURLs(m) {
			if !u.embedded() {
				continue
			}
			if mode := detect.ReadPicture(detect.DecodeBase64(u.Data)).Mode; mode != "" && mode != "RGB" {
				p.Report(u.Value, "the image's colours are %s; the service asks for RGB or RGBA", mode)
			}
		}
	},
}

// greyPNG is a grey picture of 1 by 1 pixel, in base64.
const greyPNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="

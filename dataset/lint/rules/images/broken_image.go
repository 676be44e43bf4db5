package images

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

var brokenImage = &lint.Rule{
	Code: "FT604", Name: "broken-image", Consequence: lint.Refused,
	Title: "the data of an image is not base64, or no image",
	Why: "The data of an image has to be base64 without gaps, and what it stands for a JPEG, PNG or WebP file. Often the text " +
		"was cut at some length by an export, or blanks took the place of plus signs.",
	Cure: "Encode the picture anew from its file, in standard base64 with padding.",
	Bad: []string{withImage("data:image/png;base64," + tinyPNG[:59]), withImage("data:image/png;base64,SGVsbG8sIHdvcmxkIQ=="),
		withImage("data:image/png;base64," + tinyPNG[:40] + " " + tinyPNG[41:])},
	Good: []string{withImage("data:image/png;base64," + tinyPNG)},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for u := range imageURLs(m) {
			if !u.embedded() {
				continue
			}
			if at := detect.Base64Fault(u.Data); at == len(u.Data) {
				p.Report(u.Value, "the image's base64 ends too early or lacks its padding; encode the picture anew")
			} else if at >= 0 {
				p.Report(u.Value, "the image's data is not base64 at its character %d; encode the picture anew", at+1)
			} else if detect.PictureType(detect.DecodeBase64(u.Data)) == "" {
				p.Report(u.Value, "the data is no JPEG, PNG or WebP image; encode the picture anew")
			}
		}
	},
}

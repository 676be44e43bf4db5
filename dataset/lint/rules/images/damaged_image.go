package images

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

var damagedImage = &lint.Rule{
	Code: "FT615", Name: "damaged-image", Consequence: lint.Dropped,
	Title: "an image ends too early or is damaged",
	Why: "The data begins like an image, and then its end is missing or a checksum is wrong. Software differs in what it makes of " +
		"such a picture; the example may be left out, or trained with half a picture.",
	Cure: "Encode the picture anew from its file.",
	Bad:  []string{withImage("data:image/png;base64," + tinyPNG[:60])},
	Good: []string{withImage("data:image/png;base64," + tinyPNG)},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for u := range imageURLs(m) {
			if !u.embedded() || detect.Base64Fault(u.Data) >= 0 || detect.PictureType(detect.DecodeBase64(u.Data)) == "" {
				continue
			}
			if err := detect.PictureFault(detect.DecodeBase64(u.Data)); err != nil {
				p.Report(u.Value, "%v; encode the picture anew from its file", err)
			}
		}
	},
}

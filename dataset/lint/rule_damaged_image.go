package lint

import "github.com/ftplan/ftplan/dataset"

var damagedImage = &Rule{
	Code: "FT615", Name: "damaged-image", Consequence: Dropped,
	Title: "an image ends too early or is damaged",
	Why: "The data begins like an image, and then its end is missing or a checksum is wrong. Software differs in what it makes of " +
		"such a picture; the example may be left out, or trained with half a picture.",
	Cure: "Encode the picture anew from its file.",
	Bad:  []string{withImage("data:image/png;base64," + tinyPNG[:60])},
	Good: []string{withImage("data:image/png;base64," + tinyPNG)},
	Message: func(p *Pass, m *dataset.Message) {
		for u := range imageURLs(m) {
			if !u.embedded() || base64Fault(u.Data) >= 0 || pictureType(decoded(u.Data)) == "" {
				continue
			}
			if err := pictureFault(decoded(u.Data)); err != nil {
				p.Report(u.Value, "%v; encode the picture anew from its file", err)
			}
		}
	},
}

package images

import "github.com/ftplan/ftplan/dataset/lint"

var noImages = &lint.Rule{
	Code: "FT610", Name: "images-unsupported", Consequence: lint.Refused,
	Title:    "the example has images and the model takes none",
	Why:      "Few models can be trained on pictures. For the others the service refuses a file that holds any.",
	Cure:     "Choose a model that is trained on images, or leave the examples with images out.",
	Settings: func(s *lint.Settings) { s.Limits.NoImages = true },
	Bad:      []string{withImage("https://example.com/bell.png")},
	Good:     []string{`{"messages": [{"role": "user", "content": "What rings?"}, {"role": "assistant", "content": "A bell."}]}`},
	Line: func(p *lint.Pass) {
		if !p.Settings.Limits.NoImages {
			return
		}
		for m := range p.Example.AllMessages() {
			for part := range lint.Images(m) {
				p.Report(part, "an image, and the model cannot be trained on images; choose another or leave the example out")
				return
			}
		}
	},
}
